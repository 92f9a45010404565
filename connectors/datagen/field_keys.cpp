#include "field_keys.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <kconnect/errors.hpp>

namespace kconnect::datagen {
namespace {

constexpr std::string_view kPrefix = "fields.";
constexpr std::string_view kTimestamp = "timestamp";
constexpr std::string_view kDefaultType = "int64";

constexpr std::array<std::pair<std::string_view, SchemaType>, 9> kTypes = {{
    {"boolean", SchemaType::kBoolean},
    {"int8", SchemaType::kInt8},
    {"int16", SchemaType::kInt16},
    {"int32", SchemaType::kInt32},
    {"int64", SchemaType::kInt64},
    {"float32", SchemaType::kFloat32},
    {"float64", SchemaType::kFloat64},
    {"string", SchemaType::kString},
    {kTimestamp, SchemaType::kInt64},
}};

const std::pair<std::string_view, SchemaType>* find_type(std::string_view name) {
    const auto* const found =
        std::ranges::find(kTypes, name, &std::pair<std::string_view, SchemaType>::first);
    return found == kTypes.end() ? nullptr : &*found;
}

std::vector<std::string> type_names() {
    std::vector<std::string> names;
    names.reserve(kTypes.size());
    for (const auto& [name, type] : kTypes) {
        names.emplace_back(name);
    }
    return names;
}

bool is_real(SchemaType type) {
    return type == SchemaType::kFloat32 || type == SchemaType::kFloat64;
}

/// The numbers that a type holds; a text is made of an INT64.
std::pair<std::int64_t, std::int64_t> range_of(SchemaType type) {
    switch (type) {
        case SchemaType::kInt8:
            return {std::numeric_limits<std::int8_t>::min(),
                    std::numeric_limits<std::int8_t>::max()};
        case SchemaType::kInt16:
            return {std::numeric_limits<std::int16_t>::min(),
                    std::numeric_limits<std::int16_t>::max()};
        case SchemaType::kInt32:
            return {std::numeric_limits<std::int32_t>::min(),
                    std::numeric_limits<std::int32_t>::max()};
        default:
            return {std::numeric_limits<std::int64_t>::min(),
                    std::numeric_limits<std::int64_t>::max()};
    }
}

Validator finite() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                constexpr double kLimit = 1e300;  // So that differences are finite, too.
                const auto* number = std::get_if<double>(&value);
                const bool fits = number == nullptr || (*number >= -kLimit && *number <= kLimit);
                return fits ? std::nullopt : std::optional<std::string>("Value must be finite");
            },
            "finite"};
}

Validator above_zero() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                const auto* real = std::get_if<double>(&value);
                const auto* integer = std::get_if<std::int64_t>(&value);
                const bool fits = real != nullptr ? *real > 0 && *real < 1e300
                                                  : integer == nullptr || *integer > 0;
                return fits ? std::nullopt : std::optional<std::string>("Value must be above 0");
            },
            "above 0"};
}

ConfigKey number_key(std::string_view name, const char* what, SchemaType type, const char* doc) {
    const auto [lowest, highest] = range_of(type);
    return {.name = field_key(name, what),
            .type = is_real(type) ? ConfigType::kDouble : ConfigType::kLong,
            .default_value = nullptr,
            .validator = null_or(is_real(type) ? finite() : between(lowest, highest)),
            .doc = doc};
}

/// The type that a configuration names; the default when it names none or a wrong one.
std::string_view type_name(const ConfigMap& config, const std::string& name) {
    const auto text = find(config, field_key(name, "type"));
    const auto* type = text ? find_type(*text) : nullptr;
    return type != nullptr ? type->first : kDefaultType;
}

void add_number_keys(std::vector<ConfigKey>& keys, std::string_view name, SchemaType type) {
    keys.push_back(number_key(name, "min", type, "Lowest number; 0 when absent."));
    keys.push_back(number_key(name, "max", type, "Highest number; 100 when absent."));
    auto step = number_key(name,
                           "step",
                           type,
                           "Counts from min to max in steps of this, and from min again; takes "
                           "values in turn. When absent, each number is drawn.");
    step.validator = null_or(above_zero());
    keys.push_back(std::move(step));
    keys.push_back({.name = field_key(name, "values"),
                    .type = ConfigType::kList,
                    .default_value = "",
                    .doc = "The values to take, instead of numbers from min to max."});
}

void add_keys(std::vector<ConfigKey>& keys, const ConfigMap& config, const std::string& name) {
    const auto [type_name_text, type] = *find_type(type_name(config, name));
    keys.push_back({.name = field_key(name, "type"),
                    .type = ConfigType::kString,
                    .default_value = ConfigDefault(std::string(kDefaultType)),
                    .validator = one_of(type_names()),
                    .doc = "Type of the field; timestamp is the time when the record is made."});
    keys.push_back({.name = field_key(name, "optional"),
                    .type = ConfigType::kBoolean,
                    .default_value = "false",
                    .doc = "Whether the field may be null."});
    keys.push_back({.name = field_key(name, "null.percent"),
                    .type = ConfigType::kInt,
                    .default_value = "0",
                    .validator = between(0, 100),
                    .doc = "How many of a hundred values are null; the field must be optional."});
    if (type != SchemaType::kBoolean && type_name_text != kTimestamp) {
        add_number_keys(keys, name, type);
    }
    if (type == SchemaType::kString) {
        keys.push_back({.name = field_key(name, "format"),
                        .type = ConfigType::kString,
                        .default_value = "{}",
                        .doc = "The text; the number takes the place of {}."});
    }
}

/// The names in `fields`; none when the key is wrong.
std::vector<std::string> field_names(const ConfigMap& config) {
    const auto text = find(config, kFieldsKey);
    if (!text) {
        return {};
    }
    auto names = std::get<std::vector<std::string>>(
        parse_config_value(kFieldsKey, *text, ConfigType::kList));
    std::erase(names, "");
    std::ranges::sort(names);
    const bool has_duplicates = std::ranges::adjacent_find(names) != names.end();
    return has_duplicates ? std::vector<std::string>{} : names;
}

std::optional<std::string> optional_text(const ParsedConfig& parsed, const std::string& key) {
    const auto& value = parsed.value(key);
    if (std::holds_alternative<std::monostate>(value)) {
        return std::nullopt;
    }
    return display(value, ConfigType::kLong);
}

FieldSettings parse_field(const std::string& name,
                          const ConfigMap& config,
                          const ParsedConfig& parsed) {
    const auto [type_text, type] = *find_type(type_name(config, name));
    FieldSettings field{.name = name,
                        .type = type,
                        .is_timestamp = type_text == kTimestamp,
                        .is_optional = parsed.boolean(field_key(name, "optional")),
                        .null_percent = parsed.integer(field_key(name, "null.percent"))};
    if (type != SchemaType::kBoolean && !field.is_timestamp) {
        field.minimum = optional_text(parsed, field_key(name, "min"));
        field.maximum = optional_text(parsed, field_key(name, "max"));
        field.step = optional_text(parsed, field_key(name, "step"));
        field.values = parsed.list(field_key(name, "values"));
    }
    if (type == SchemaType::kString) {
        field.format = parsed.string(field_key(name, "format"));
    }
    return field;
}

/// Numbers among `values` that the type does not hold.
void check_values(const FieldSettings& field, std::vector<ConfigProblem>& problems) {
    const auto key = field_key(field.name, "values");
    const auto type = is_real(field.type) ? ConfigType::kDouble : ConfigType::kLong;
    const auto [lowest, highest] = range_of(field.type);
    for (const auto& text : field.values) {
        try {
            const auto value = parse_config_value(key, text, type);
            const auto* number = std::get_if<std::int64_t>(&value);
            if (number != nullptr && (*number < lowest || *number > highest)) {
                problems.push_back(problem_with(key,
                                                text,
                                                "Value must be from " + std::to_string(lowest) +
                                                    " to " + std::to_string(highest)));
            }
        } catch (const ConfigException& error) {
            problems.push_back({key, error.what()});
        }
    }
}

void check_range(const FieldSettings& field, std::vector<ConfigProblem>& problems) {
    const auto key = field_key(field.name, "min");
    const auto minimum = field.minimum.value_or("0");
    const auto maximum = field.maximum.value_or("100");
    const auto type = is_real(field.type) ? ConfigType::kDouble : ConfigType::kLong;
    if (parse_config_value(key, minimum, type) > parse_config_value(key, maximum, type)) {
        problems.push_back(problem_with(key,
                                        minimum,
                                        "It is above " + field_key(field.name, "max") + ", which " +
                                            (field.maximum ? "is " : "is by default ") + maximum));
    }
}

void check_field(const FieldSettings& field, std::vector<ConfigProblem>& problems) {
    if (field.null_percent > 0 && !field.is_optional) {
        problems.push_back(problem_with(field_key(field.name, "null.percent"),
                                        std::to_string(field.null_percent),
                                        "Only an optional field can be null; add " +
                                            field_key(field.name, "optional") + "=true"));
    }
    if (field.values.empty()) {
        check_range(field, problems);
        return;
    }
    if (field.type != SchemaType::kString) {
        check_values(field, problems);
    }
    for (const auto& [what, text] : {std::pair{"min", field.minimum}, {"max", field.maximum}}) {
        if (text) {
            problems.push_back(problem_with(
                field_key(field.name, what),
                *text,
                "It has no effect beside " + field_key(field.name, "values") + "; remove one"));
        }
    }
}

}  // namespace

ConfigProblem problem_with(std::string_view key, std::string_view value, std::string_view problem) {
    return {std::string(key), ConfigException(key, value, problem).what()};
}

std::string field_key(std::string_view name, std::string_view what) {
    return std::string(kPrefix).append(name).append(".").append(what);
}

ConfigSection field_section() {
    return {
        "`fields.<name>.type` (boolean, int8, int16, int32, int64, float32, float64, string, "
        "timestamp), `.optional`, `.null.percent`; for numbers and strings `.min`, `.max`, "
        "`.step` or `.values`; for strings `.format`, where the number takes the place of {}",
        [](const ConfigMap& config) {
            std::vector<ConfigKey> keys;
            for (const auto& name : field_names(config)) {
                add_keys(keys, config, name);
            }
            return keys;
        }};
}

std::vector<FieldSettings> parse_fields(const ConfigMap& config, const ParsedConfig& parsed) {
    std::vector<FieldSettings> fields;
    for (const auto& name : parsed.list(kFieldsKey)) {
        fields.push_back(parse_field(name, config, parsed));
    }
    return fields;
}

std::vector<ConfigProblem> problems_of_fields(const ConfigMap& config, const ParsedConfig& parsed) {
    std::vector<ConfigProblem> problems;
    for (const auto& field : parse_fields(config, parsed)) {
        check_field(field, problems);
    }
    const auto known = field_section().expand(config);
    for (auto entry = config.lower_bound(kPrefix);
         entry != config.end() && entry->first.starts_with(kPrefix);
         ++entry) {
        if (std::ranges::find(known, entry->first, &ConfigKey::name) == known.end()) {
            problems.push_back(problem_with(entry->first,
                                            entry->second,
                                            "There is no such key for the fields of this "
                                            "connector; see fields and their types"));
        }
    }
    return problems;
}

}  // namespace kconnect::datagen
