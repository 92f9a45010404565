#include "config/source_connector_config.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <kconnect/logging.hpp>

#include "config/connector_config.hpp"

namespace kconnect {
namespace {

constexpr std::string_view kPrefix = "topic.creation.";
constexpr std::string_view kDefaultGroup = "default";
constexpr std::array<std::string_view, 4> kGroupKeys = {
    "include", "exclude", "partitions", "replication.factor"};

/// -1, or at least one.
Validator positive_or_broker_default(const std::string& problem) {
    return {[problem](const ConfigValue& value) -> std::optional<std::string> {
                const auto* number = std::get_if<std::int64_t>(&value);
                const bool wrong = number != nullptr && *number != -1 && *number < 1;
                return wrong ? std::optional(problem) : std::nullopt;
            },
            "Positive number, or -1 to use the broker's default"};
}

/// A key that only exactly-once delivery would read.
ConfigKey exactly_once_key(int order,
                           const char* name,
                           ConfigType type,
                           ConfigDefault default_value,
                           Validator validator,
                           const char* display_name,
                           const char* doc) {
    return {.name = name,
            .type = type,
            .default_value = std::move(default_value),
            .validator = std::move(validator),
            .importance = type == ConfigType::kLong ? Importance::kLow : Importance::kMedium,
            .doc = doc,
            .group = "Exactly Once Support",
            .width = Width::kShort,
            .display_name = display_name,
            .order = order};
}

void add_source_keys(ConfigDef& def) {
    def.add({.name = "topic.creation.groups",
             .type = ConfigType::kList,
             .default_value = "",
             .validator = unique_aliases("topic creation groups"),
             .importance = Importance::kLow,
             .doc =
                 "Groups of topics that are created with settings of their own; default is always "
                 "there. Each has topic.creation.<group>.include, .exclude, .partitions, "
                 ".replication.factor and any setting of topics.",
             .group = "Topic Creation",
             .width = Width::kLong,
             .display_name = "Topic Creation Groups",
             .order = 1})
        .add(exactly_once_key(2,
                              "exactly.once.support",
                              ConfigType::kString,
                              "requested",
                              one_of_ignoring_case({"REQUIRED", "REQUESTED"}),
                              "Exactly once support",
                              "No effect in standalone mode, as in Connect."))
        .add(exactly_once_key(3,
                              "transaction.boundary",
                              ConfigType::kString,
                              "poll",
                              one_of_ignoring_case({"INTERVAL", "POLL", "CONNECTOR"}),
                              "Transaction Boundary",
                              "No effect in standalone mode: there are no transactions."))
        .add(exactly_once_key(4,
                              "transaction.boundary.interval.ms",
                              ConfigType::kLong,
                              nullptr,
                              null_or(at_least(0)),
                              "Transaction boundary interval",
                              "No effect in standalone mode."))
        .add({.name = "offsets.storage.topic",
              .type = ConfigType::kString,
              .default_value = nullptr,
              .validator = non_empty_string(),
              .importance = Importance::kLow,
              .doc = "No effect in standalone mode: offsets are in the worker's file.",
              .group = "offsets.topic",
              .width = Width::kLong,
              .display_name = "Offsets topic",
              .order = 1});
}

/// The keys of one group, without their prefix; for `default` the numbers are required.
ConfigDef group_def(const ConfigDefault& replication_factor, const ConfigDefault& partitions) {
    return ConfigDef{
        {.name = "include", .type = ConfigType::kList, .default_value = ""},
        {.name = "exclude", .type = ConfigType::kList, .default_value = ""},
        {.name = "replication.factor",
         .type = ConfigType::kShort,
         .default_value = replication_factor,
         .validator = positive_or_broker_default(
             "Replication factor must be positive and not larger than the number of brokers in the "
             "Kafka cluster, or -1 to use the broker's default")},
        {.name = "partitions",
         .type = ConfigType::kInt,
         .default_value = partitions,
         .validator = positive_or_broker_default("Number of partitions must be positive, or -1 to "
                                                 "use the broker's default")},
    };
}

TopicCreationRule parse_group(const std::string& name,
                              const ConfigMap& config,
                              const ConfigDef& def) {
    auto own = with_prefix(config, fmt::format("{}{}.", kPrefix, name));
    const auto parsed = def.parse(own);
    TopicCreationRule rule{
        .name = name,
        .include = parsed.list("include"),
        .exclude = parsed.list("exclude"),
        .partitions = static_cast<std::int32_t>(parsed.integer("partitions")),
        .replication_factor = static_cast<std::int16_t>(parsed.integer("replication.factor"))};
    for (const auto key : kGroupKeys) {
        own.erase(std::string(key));
    }
    rule.topic_config = {own.begin(), own.end()};
    return rule;
}

/// A required number that is missing is named with its whole key, as in Java.
void check_default_group(const ConfigMap& config) {
    for (const auto* key : {"replication.factor", "partitions"}) {
        const auto name = fmt::format("{}{}.{}", kPrefix, kDefaultGroup, key);
        ConfigDef{{.name = name, .type = ConfigType::kString}}.parse(config);
    }
}

}  // namespace

const ConfigDef& source_connector_config_def() {
    static const ConfigDef def = [] {
        ConfigDef result = connector_config_def();
        add_source_keys(result);
        return result;
    }();
    return def;
}

bool uses_topic_creation(const ConfigMap& config) {
    const auto first = config.lower_bound(kPrefix);
    return first != config.end() && first->first.starts_with(kPrefix);
}

std::vector<TopicCreationRule> parse_topic_creation(const ConfigMap& config) {
    if (!uses_topic_creation(config)) {
        return {};
    }
    check_default_group(config);
    auto fallback = parse_group(std::string(kDefaultGroup), config, group_def({}, {}));
    // Its expressions have no effect.
    fallback.include = {".*"};
    fallback.exclude.clear();
    const auto replication_factor = std::to_string(fallback.replication_factor);
    const auto partitions = std::to_string(fallback.partitions);
    const auto def = group_def(replication_factor.c_str(), partitions.c_str());
    std::vector<TopicCreationRule> rules;
    const auto parsed = source_connector_config_def().parse(config);
    for (const auto& name : parsed.list("topic.creation.groups")) {
        if (name == kDefaultGroup) {
            Logger("kconnect.config.SourceConnectorConfig")
                .warn(
                    "'default' topic creation group always exists and does not need to be listed "
                    "explicitly");
            continue;
        }
        rules.push_back(parse_group(name, config, def));
    }
    rules.push_back(std::move(fallback));
    return rules;
}

}  // namespace kconnect
