#include "config/connector_config.hpp"

namespace kconnect {
namespace {

void add_identity_keys(ConfigDef& def) {
    def.add({.name = "name",
             .type = ConfigType::kString,
             .validator = non_empty_string_without_control_characters(),
             .importance = Importance::kHigh,
             .doc = "Name of the connector, unique in its worker.",
             .group = "Common",
             .width = Width::kMedium,
             .display_name = "Connector name",
             .order = 1})
        .add({.name = "connector.class",
              .type = ConfigType::kString,
              .importance = Importance::kHigh,
              .doc = "Class of the connector: full name, simple name, or that without Connector.",
              .group = "Common",
              .width = Width::kLong,
              .display_name = "Connector class",
              .order = 2})
        .add({.name = "connector.plugin.version",
              .type = ConfigType::kString,
              .default_value = nullptr,
              .importance = Importance::kMedium,
              .doc = "Version of the class, or range such as [1.2,2.0); the highest there is when "
                     "absent.",
              .group = "Common",
              .width = Width::kMedium,
              .display_name = "Connector version",
              .order = 3})
        .add({.name = "tasks.max",
              .type = ConfigType::kInt,
              .default_value = "1",
              .validator = at_least(1),
              .importance = Importance::kHigh,
              .doc = "Number of tasks that the connector may use at most.",
              .group = "Common",
              .width = Width::kShort,
              .display_name = "Tasks max",
              .order = 4})
        .add({.name = "tasks.max.enforce",
              .type = ConfigType::kBoolean,
              .default_value = "true",
              .importance = Importance::kLow,
              .doc = "Whether a connector that asks for more tasks than tasks.max fails.",
              .group = "Common",
              .width = Width::kShort,
              .display_name = "Enforce tasks max",
              .order = 5});
}

void add_converter_keys(ConfigDef& def) {
    int order = 6;
    const auto add = [&](const std::string& name, const std::string& display_name) {
        def.add({.name = name,
                 .type = ConfigType::kClass,
                 .default_value = nullptr,
                 .importance = Importance::kLow,
                 .doc = "Converter of this connector; the worker's when absent.",
                 .group = "Common",
                 .width = Width::kShort,
                 .display_name = display_name + " class",
                 .order = order++})
            .add({.name = name + ".plugin.version",
                  .type = ConfigType::kString,
                  .default_value = nullptr,
                  .importance = Importance::kLow,
                  .doc = "Version of the class that is named beside it, or a range such as "
                         "`[1.0,2.0)`; the highest when absent.",
                  .group = "Common",
                  .width = Width::kShort,
                  .display_name = display_name + " version",
                  .order = order++});
    };
    add("key.converter", "Key converter");
    add("value.converter", "Value converter");
    add("header.converter", "Header converter");
}

void add_transformation_keys(ConfigDef& def) {
    def.add({.name = "transforms",
             .type = ConfigType::kList,
             .default_value = "",
             .validator = unique_aliases("transformation aliases"),
             .importance = Importance::kLow,
             .doc = "Aliases of the transformations of each record, in their order.",
             .group = "Transforms",
             .width = Width::kLong,
             .display_name = "Transforms",
             .order = 12})
        .add({.name = "predicates",
              .type = ConfigType::kList,
              .default_value = "",
              .validator = unique_aliases("predicate aliases"),
              .importance = Importance::kLow,
              .doc = "Aliases of the predicates that transformations may have.",
              .group = "Predicates",
              .width = Width::kLong,
              .display_name = "Predicates",
              .order = 13})
        .add({.name = "config.action.reload",
              .type = ConfigType::kString,
              .default_value = "restart",
              .validator = one_of({"none", "restart"}),
              .importance = Importance::kLow,
              .doc = "What to do when values of a configuration provider change.",
              .group = "Common",
              .width = Width::kMedium,
              .display_name = "Reload Action",
              .order = 14});
}

/// A key of the group "Error Handling".
ConfigKey error_key(int order,
                    const char* name,
                    ConfigType type,
                    const char* default_value,
                    const char* display_name,
                    const char* doc) {
    return {.name = name,
            .type = type,
            .default_value = default_value,
            .importance = Importance::kMedium,
            .doc = doc,
            .group = "Error Handling",
            .width = type == ConfigType::kBoolean ? Width::kShort : Width::kMedium,
            .display_name = display_name,
            .order = order};
}

void add_error_keys(ConfigDef& def) {
    auto tolerance = error_key(3,
                               "errors.tolerance",
                               ConfigType::kString,
                               "none",
                               "Error Tolerance",
                               "none: a record that fails stops the task; all: it is skipped.");
    tolerance.validator = one_of({"none", "all"});
    tolerance.width = Width::kShort;
    def.add(error_key(1,
                      "errors.retry.timeout",
                      ConfigType::kLong,
                      "0",
                      "Retry Timeout for Errors",
                      "Milliseconds to retry what may succeed later; 0 never, -1 for ever."))
        .add(error_key(2,
                       "errors.retry.delay.max.ms",
                       ConfigType::kLong,
                       "60000",
                       "Maximum Delay Between Retries for Errors",
                       "Longest pause between two of these retries."))
        .add(tolerance)
        .add(error_key(4,
                       "errors.log.enable",
                       ConfigType::kBoolean,
                       "false",
                       "Log Errors",
                       "Whether each record that fails is logged."))
        .add(error_key(5,
                       "errors.log.include.messages",
                       ConfigType::kBoolean,
                       "false",
                       "Log Error Details",
                       "Whether these lines name the record."));
}

ConfigKey context_headers_key() {
    auto key = error_key(8,
                         "errors.deadletterqueue.context.headers.enable",
                         ConfigType::kBoolean,
                         "false",
                         "Enable Error Context Headers",
                         "Whether headers tell why a record is there.");
    key.width = Width::kMedium;
    return key;
}

void add_sink_keys(ConfigDef& def) {
    def.add({.name = "topics",
             .type = ConfigType::kList,
             .default_value = "",
             .importance = Importance::kHigh,
             .doc = "Topics to read, separated by commas.",
             .group = "Common",
             .width = Width::kLong,
             .display_name = "Topics",
             .order = 4})
        .add({.name = "topics.regex",
              .type = ConfigType::kString,
              .default_value = "",
              .importance = Importance::kHigh,
              .doc = "Regular expression; all topics whose whole name matches are read.",
              .group = "Common",
              .width = Width::kLong,
              .display_name = "Topics regex",
              .order = 4})
        .add(error_key(6,
                       "errors.deadletterqueue.topic.name",
                       ConfigType::kString,
                       "",
                       "Dead Letter Queue Topic Name",
                       "Topic that records go to that fail; empty: none."))
        .add(error_key(7,
                       "errors.deadletterqueue.topic.replication.factor",
                       ConfigType::kShort,
                       "3",
                       "Dead Letter Queue Topic Replication Factor",
                       "Used when that topic has to be created."))
        .add(context_headers_key());
}

}  // namespace

const ConfigDef& connector_config_def() {
    static const ConfigDef def = [] {
        ConfigDef result;
        add_identity_keys(result);
        add_converter_keys(result);
        add_transformation_keys(result);
        add_error_keys(result);
        return result;
    }();
    return def;
}

const ConfigDef& sink_connector_config_def() {
    static const ConfigDef def = [] {
        ConfigDef result = connector_config_def();
        add_sink_keys(result);
        return result;
    }();
    return def;
}

}  // namespace kconnect
