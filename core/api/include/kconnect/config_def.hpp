#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kconnect/config_map.hpp>
#include <kconnect/config_value.hpp>
#include <kconnect/export.hpp>

namespace kconnect {

enum class Importance : std::uint8_t { kHigh, kMedium, kLow };
enum class Width : std::uint8_t { kNone, kShort, kMedium, kLong };

KCONNECT_API std::string_view name_of(Importance importance) noexcept;
KCONNECT_API std::string_view name_of(Width width) noexcept;

/// A key's default: none (the key is required), null, or a text that is parsed like a user's.
class KCONNECT_API ConfigDefault {
public:
    ConfigDefault() = default;  ///< Required.
    // Implicit, so that tables of keys read as literals.
    ConfigDefault(std::nullptr_t)  // NOLINT(google-explicit-constructor): a literal in tables
        : has_default_(true) {}
    ConfigDefault(const char* text)  // NOLINT(google-explicit-constructor): a literal in tables
        : has_default_(true), text_(text) {}
    explicit ConfigDefault(std::string text) : has_default_(true), text_(std::move(text)) {}

    bool has_default() const noexcept { return has_default_; }
    /// Absent when there is no default or the default is null.
    const std::optional<std::string>& text() const noexcept { return text_; }

private:
    bool has_default_ = false;
    std::optional<std::string> text_;
};

/// One key of a connector, converter or worker. Written once, with designated initialisers.
struct ConfigKey {
    std::string name;
    ConfigType type = ConfigType::kString;
    ConfigDefault default_value{};
    std::optional<Validator> validator{};
    Importance importance = Importance::kMedium;
    std::string doc{};
    std::string group{};
    Width width = Width::kNone;
    std::string display_name{};  ///< The name when empty.
    std::vector<std::string> dependents{};
    std::function<std::vector<std::string>(const ConfigMap&)> recommended_values{};
    bool internal = false;  ///< Accepted, but in no listing and no reference page.
    int order = -1;         ///< Place within the group; several keys may share one.
};

/// What validation says about one key, as PUT .../config/validate answers it.
struct ConfigKeyResult {
    ConfigKey key;
    ConfigValue value;
    std::vector<std::string> errors;
    std::vector<std::string> recommended_values{};
    bool is_visible = true;
    bool is_defined = true;  ///< False: of `key`, only the name means something.
};

/// Keys whose names depend on other values, e.g. `transforms.<alias>.type` for each alias in
/// `transforms`. `expand` gives the keys for a configuration; it throws nothing.
struct ConfigSection {
    std::string description;  ///< For the reference page: "transforms.<alias>.*".
    std::function<std::vector<ConfigKey>(const ConfigMap& config)> expand;
};

class ParsedConfig;

/// The table of keys from which parsing, defaults, validation, REST answers and reference pages
/// are made. Rules and texts are those of org.apache.kafka.common.config.ConfigDef.
class KCONNECT_API ConfigDef {
public:
    ConfigDef();
    ConfigDef(std::initializer_list<ConfigKey> keys);
    ConfigDef(const ConfigDef&);
    ConfigDef& operator=(const ConfigDef&);
    ~ConfigDef();

    /// Adds one key, a section or all of another table; a second key of a name is an error.
    ConfigDef& add(ConfigKey key);
    ConfigDef& add(ConfigSection section);
    ConfigDef& add(const ConfigDef& other);

    const std::vector<ConfigKey>& keys() const noexcept { return keys_; }
    const std::vector<ConfigSection>& sections() const noexcept { return sections_; }
    const ConfigKey* find(std::string_view name) const noexcept;

    /// The values of all keys; throws ConfigException for the first key that is wrong.
    /// Unknown keys are accepted.
    ParsedConfig parse(const ConfigMap& config) const;

    /// All keys with all that is wrong with them; a bad number under a range validator has two
    /// errors, as in Kafka. Throws nothing.
    std::vector<ConfigKeyResult> validate(const ConfigMap& config) const;

private:
    std::vector<ConfigKey> keys_;
    std::vector<ConfigSection> sections_;
};

/// The parsed values of a configuration. Read each once, into a struct of your own, in start().
class KCONNECT_API ParsedConfig {
public:
    explicit ParsedConfig(std::map<std::string, ConfigValue, std::less<>> values);
    ~ParsedConfig();
    ParsedConfig(const ParsedConfig&);
    ParsedConfig& operator=(const ParsedConfig&);

    /// Each throws ConfigException for a key that is not in the table, or is null or of another
    /// type.
    bool boolean(std::string_view key) const;
    std::int64_t integer(std::string_view key) const;
    double real(std::string_view key) const;
    const std::string& string(std::string_view key) const;
    const std::vector<std::string>& list(std::string_view key) const;
    /// Absent when null.
    std::optional<std::string> optional_string(std::string_view key) const;
    std::optional<std::int64_t> optional_integer(std::string_view key) const;
    const ConfigValue& value(std::string_view key) const;

private:
    std::map<std::string, ConfigValue, std::less<>> values_;
};

}  // namespace kconnect
