#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/schema.hpp>

namespace kconnect::datagen {

inline constexpr std::string_view kFieldsKey = "fields";

/// Something wrong that concerns more than one key.
struct ConfigProblem {
    std::string key;   ///< The one to blame.
    std::string text;  ///< The whole line, as ConfigException makes it.
};

ConfigProblem problem_with(std::string_view key, std::string_view value, std::string_view problem);

/// What a declared field looks like: `fields.<name>.*`.
struct FieldSettings {
    std::string name{};
    SchemaType type = SchemaType::kInt64;
    bool is_timestamp = false;  ///< Connect's Timestamp: when the record was made.
    bool is_optional = false;
    std::int64_t null_percent = 0;
    std::vector<std::string> values{};  ///< Empty: numbers from `min` to `max`.
    std::optional<std::string> minimum{};
    std::optional<std::string> maximum{};
    std::optional<std::string> step{};
    std::string format{};  ///< Of texts; the number stands for {}.
};

/// `fields.<name>.*` for each name in `fields`.
ConfigSection field_section();

/// The fields of a configuration whose keys are right one by one.
std::vector<FieldSettings> parse_fields(const ConfigMap& config, const ParsedConfig& parsed);

/// What is wrong between the keys of fields; the keys are right one by one.
std::vector<ConfigProblem> problems_of_fields(const ConfigMap& config, const ParsedConfig& parsed);

/// "fields.<name>.<what>"
std::string field_key(std::string_view name, std::string_view what);

}  // namespace kconnect::datagen
