#include "datagen_config.hpp"

namespace kconnect::datagen {
namespace {

constexpr std::int64_t kDayInMilliseconds = 86400000;

/// 0, or what a clock of nanoseconds can keep.
Validator rate_limits() {
    return {
        [](const ConfigValue& value) -> std::optional<std::string> {
            const auto* rate = std::get_if<double>(&value);
            const bool fits = rate == nullptr || *rate == 0 || (*rate >= 0.001 && *rate <= 1000000);
            return fits ? std::nullopt
                        : std::optional<std::string>("Value must be 0 or from 0.001 to 1000000");
        },
        "0, or from 0.001 to 1000000"};
}

Validator factor_limits() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                const auto* factor = std::get_if<double>(&value);
                const bool fits = factor == nullptr || (*factor >= 0.001 && *factor <= 10000);
                return fits ? std::nullopt
                            : std::optional<std::string>("Value must be from 0.001 to 10000");
            },
            "from 0.001 to 10000"};
}

void add_what(ConfigDef& def) {
    def.add({.name = std::string(kTopicKey),
             .type = ConfigType::kString,
             .validator = non_empty_string(),
             .importance = Importance::kHigh,
             .doc = "Topic to write to"})
        .add({.name = std::string(kQuickstartKey),
              .type = ConfigType::kString,
              .default_value = nullptr,
              .validator = null_or(one_of_ignoring_case({"flights"})),
              .importance = Importance::kHigh,
              .doc = "Ready-made records instead of declared fields. flights: aircraft between "
                     "real airports; key {id}, value {id, aircraft_id, timestamp, altitude, speed, "
                     "heading, lat, lon}, in epoch milliseconds, feet, knots and degrees."})
        .add({.name = std::string(kAircraftKey),
              .type = ConfigType::kInt,
              .default_value = "50",
              .validator = between(1, 1000000),
              .doc = "flights: how many aircraft; the tasks share them."})
        .add({.name = std::string(kTimeFactorKey),
              .type = ConfigType::kDouble,
              .default_value = "1",
              .validator = factor_limits(),
              .doc = "flights: how many times faster than the clock the aircraft move. Without a "
                     "limit of the rate they move as if each reported once a second."})
        .add({.name = std::string(kFieldsKey),
              .type = ConfigType::kList,
              .default_value = "",
              .validator = unique_aliases("fields"),
              .importance = Importance::kHigh,
              .doc = "Names of the fields of the records' values, in their order."})
        .add(field_section());
}

void add_shape(ConfigDef& def) {
    def.add({.name = std::string(kSchemaNameKey),
             .type = ConfigType::kString,
             .default_value = nullptr,
             .validator = null_or(non_empty_string()),
             .importance = Importance::kLow,
             .doc = "Name of the value's schema, and with .key of the key's; when absent, flight "
                    "or datagen."})
        .add({.name = std::string(kKeyFieldKey),
              .type = ConfigType::kString,
              .default_value = "",
              .doc = "Field whose value is the record's key."})
        .add({.name = std::string(kKeyFieldsKey),
              .type = ConfigType::kList,
              .default_value = "",
              .validator = unique_aliases("key fields"),
              .doc = "Fields that make up the record's key, a struct. Without this and "
                     "schema.keyfield the key is {id} for flights, null for declared fields."})
        .add({.name = std::string(kSchemaStringKey),
              .type = ConfigType::kString,
              .default_value = "",
              .importance = Importance::kLow,
              .doc = "Not supported: declare the fields in fields."})
        .add({.name = std::string(kSchemaFileKey),
              .type = ConfigType::kString,
              .default_value = "",
              .importance = Importance::kLow,
              .doc = "Not supported: declare the fields in fields."});
}

void add_how_many(ConfigDef& def) {
    def.add({.name = std::string(kRateKey),
             .type = ConfigType::kDouble,
             .default_value = nullptr,
             .validator = null_or(rate_limits()),
             .importance = Importance::kHigh,
             .doc = "Records per second of all tasks together; 0: as fast as possible. When "
                    "absent, max.interval holds."})
        .add({.name = std::string(kMaxIntervalKey),
              .type = ConfigType::kLong,
              .default_value = "500",
              .validator = between(-1, kDayInMilliseconds),
              .importance = Importance::kHigh,
              .doc = "Each task waits from 0 to so many milliseconds, at random, between two "
                     "records; 0 or less: as fast as possible."})
        .add({.name = std::string(kIterationsKey),
              .type = ConfigType::kLong,
              .default_value = "-1",
              .importance = Importance::kHigh,
              .doc = "Records that each task makes, those before a restart included; then it is "
                     "idle. Less than 1: no limit."})
        .add({.name = std::string(kSeedKey),
              .type = ConfigType::kLong,
              .default_value = "1",
              .doc = "Same seed, same records, but for their times."})
        .add({.name = std::string(kTaskKey),
              .type = ConfigType::kInt,
              .default_value = "0",
              .validator = at_least(0),
              .internal = true})
        .add({.name = std::string(kTasksKey),
              .type = ConfigType::kInt,
              .default_value = "1",
              .validator = at_least(1),
              .internal = true});
}

}  // namespace

const ConfigDef& datagen_config_def() {
    static const ConfigDef def = [] {
        ConfigDef result;
        add_what(result);
        add_shape(result);
        add_how_many(result);
        return result;
    }();
    return def;
}

}  // namespace kconnect::datagen
