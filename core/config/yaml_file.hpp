#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include <kconnect/config_map.hpp>

#include "config/connector_file.hpp"

namespace kconnect {

/// Whether the extension says YAML: .yaml or .yml.
bool is_yaml_file(const std::filesystem::path& file);

/// The keys of a worker's file. Mappings in mappings are joined by dots, lists by commas; scalars
/// keep their text. Throws ConfigException, "place:line:column: problem", for what has no clear
/// meaning: duplicate and merge keys, nulls, keys that are no scalars, tags, several documents.
ConfigMap parse_worker_yaml(std::string_view text, std::string_view place);

/// The connectors of a file, by the same rules. Each document is a connector, flat or as `name`,
/// `config` and `initial_state`, or a list of connectors under the only key `connectors`.
std::vector<ConnectorRequest> parse_connector_yaml(std::string_view text, std::string_view place);

}  // namespace kconnect
