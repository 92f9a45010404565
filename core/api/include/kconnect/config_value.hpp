#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <kconnect/export.hpp>

namespace kconnect {

/// Types of configuration values; names and parsing rules are those of Kafka's ConfigDef.
enum class ConfigType : std::uint8_t {
    kBoolean,
    kString,
    kInt,
    kShort,
    kLong,
    kDouble,
    kList,
    kClass,
    kPassword,
};

KCONNECT_API std::string_view name_of(ConfigType type) noexcept;

/// A parsed value; monostate is null. INT, SHORT and LONG are int64, CLASS is its name, PASSWORD
/// is its clear text.
using ConfigValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

/// Says what is wrong with a parsed value, or nothing when it is fine. `description` is what
/// Kafka prints as the validator's text, e.g. "[1,...]".
struct Validator {
    std::function<std::optional<std::string>(const ConfigValue& value)> check;
    std::string description;
};

/// Validators with Kafka's texts. The ranges take DOUBLE, too.
KCONNECT_API Validator at_least(std::int64_t minimum);
KCONNECT_API Validator between(std::int64_t minimum, std::int64_t maximum);
KCONNECT_API Validator one_of(std::vector<std::string> values);
KCONNECT_API Validator one_of_ignoring_case(std::vector<std::string> values);
/// Each element of a LIST.
KCONNECT_API Validator list_of(std::vector<std::string> values);
/// No element of a LIST twice: "Duplicate alias provided." `what` names the elements.
KCONNECT_API Validator unique_aliases(const std::string& what);
KCONNECT_API Validator list_of_at_most(std::size_t size);
KCONNECT_API Validator non_null();
/// Lets null pass, and judges anything else by `validator`.
KCONNECT_API Validator null_or(Validator validator);
/// The first problem that one of them has.
KCONNECT_API Validator all_of(std::vector<Validator> validators);
KCONNECT_API Validator non_empty_string();
KCONNECT_API Validator non_empty_string_without_control_characters();

/// Parses one text as ConfigDef does (trimmed first); throws ConfigException with Kafka's text.
KCONNECT_API ConfigValue parse_config_value(std::string_view key,
                                            std::string_view text,
                                            ConfigType type);

/// The value as logs and REST show it: "[hidden]" for passwords, "null" for null.
KCONNECT_API std::string display(const ConfigValue& value, ConfigType type);

}  // namespace kconnect
