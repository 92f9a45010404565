#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/config_def.hpp>

#include "rest/cross_origin.hpp"
#include "rest/header_rules.hpp"
#include "rest/listener.hpp"

namespace kconnect::rest {

/// What the REST server reads of the worker's properties, each key once.
struct RestConfig {
    std::vector<Listener> listeners;
    /// Absent: admin resources are served with all others. Empty: they are not served.
    std::optional<std::vector<Listener>> admin_listeners;
    std::string advertised_host;                  ///< Empty: that of the first listener.
    std::optional<std::int64_t> advertised_port;  ///< Absent: that of the first listener.
    CrossOrigin cross_origin{"", ""};
    std::vector<HeaderRule> header_rules;
    bool has_topic_tracking = true;
    bool allows_topic_tracking_reset = true;
};

/// Reads the worker's parsed properties. Throws ConfigException, with Connect's text where it has
/// one.
RestConfig parse_rest_config(const ParsedConfig& worker);

}  // namespace kconnect::rest
