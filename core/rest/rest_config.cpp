#include "rest/rest_config.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/version.hpp>

namespace kconnect::rest {
namespace {

std::vector<Listener> parse_listeners(std::string_view key, const std::vector<std::string>& texts) {
    std::vector<Listener> listeners;
    for (const auto& text : texts) {
        if (text.empty()) {
            throw ConfigException(fmt::format("Empty URL found when parsing {} list.", key));
        }
        listeners.push_back(parse_listener(key, text));
    }
    return listeners;
}

/// Extensions guard the API, e.g. with passwords: without them it must not open.
void refuse_extensions(const std::vector<std::string>& classes) {
    if (!classes.empty()) {
        throw ConfigException(
            fmt::format("rest.extension.classes={}: REST extensions are not supported yet by "
                        "kconnect {}; remove the key, and guard the listeners in another way",
                        classes.front(),
                        kVersion));
    }
}

}  // namespace

RestConfig parse_rest_config(const ParsedConfig& worker) {
    RestConfig config;
    const auto& listeners = worker.list("listeners");
    if (listeners.empty()) {
        throw ConfigException(
            "Invalid value for listeners, at least one URL is expected, ex: "
            "http://localhost:8080,https://localhost:8443.");
    }
    config.listeners = parse_listeners("listeners", listeners);
    if (!std::holds_alternative<std::monostate>(worker.value("admin.listeners"))) {
        config.admin_listeners = parse_listeners("admin.listeners", worker.list("admin.listeners"));
    }
    config.advertised_host = worker.optional_string("rest.advertised.host.name").value_or("");
    config.advertised_port = worker.optional_integer("rest.advertised.port");
    config.cross_origin = CrossOrigin(worker.string("access.control.allow.origin"),
                                      worker.string("access.control.allow.methods"));
    config.header_rules = parse_header_rules(worker.string("response.http.headers.config"));
    config.has_topic_tracking = worker.boolean("topic.tracking.enable");
    config.allows_topic_tracking_reset = worker.boolean("topic.tracking.allow.reset");
    refuse_extensions(worker.list("rest.extension.classes"));
    return config;
}

}  // namespace kconnect::rest
