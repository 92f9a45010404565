#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "rest/herder_view.hpp"

namespace kconnect::rest {

/// The text of a document. Bytes that are no UTF-8 become U+FFFD; throws nothing for them.
std::string json_text(const nlohmann::ordered_json& document);

/// @name Values as Connect's REST entities, with its names and order of members.
/// @{
nlohmann::ordered_json config_json(const OrderedConfig& config);
nlohmann::ordered_json connector_info_json(const ConnectorView& connector);
nlohmann::ordered_json connector_status_json(const ConnectorView& connector,
                                             const std::string& worker_id);
nlohmann::ordered_json task_status_json(const ConnectorView& connector,
                                        std::size_t task,
                                        const std::string& worker_id);
nlohmann::ordered_json tasks_json(const ConnectorView& connector);
nlohmann::ordered_json offsets_json(const std::vector<OffsetView>& offsets);
nlohmann::ordered_json plugin_json(const PluginView& plugin);
nlohmann::ordered_json config_key_json(const ConfigKeyView& key);
nlohmann::ordered_json validation_json(const ValidationView& validation);
/// @}

}  // namespace kconnect::rest
