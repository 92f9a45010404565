#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include <kconnect/config_def.hpp>
#include <kconnect/errors.hpp>

namespace kconnect {

std::string_view name_of(ConfigType type) noexcept {
    static constexpr std::array<std::string_view, 9> kNames = {
        "BOOLEAN", "STRING", "INT", "SHORT", "LONG", "DOUBLE", "LIST", "CLASS", "PASSWORD"};
    return kNames[static_cast<std::size_t>(type)];
}

std::string_view name_of(Importance importance) noexcept {
    static constexpr std::array<std::string_view, 3> kNames = {"HIGH", "MEDIUM", "LOW"};
    return kNames[static_cast<std::size_t>(importance)];
}

std::string_view name_of(Width width) noexcept {
    static constexpr std::array<std::string_view, 4> kNames = {"NONE", "SHORT", "MEDIUM", "LONG"};
    return kNames[static_cast<std::size_t>(width)];
}

namespace {

/// As Java trims: without blanks and control characters at both ends.
std::string_view trimmed(std::string_view text) {
    const auto is_blank = [](char character) {
        return static_cast<unsigned char>(character) <= 0x20;
    };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                    : character;
    });
    return lower;
}

ConfigValue parse_boolean(std::string_view key, std::string_view text) {
    const std::string lower = lower_case(trimmed(text));
    if (lower != "true" && lower != "false") {
        throw ConfigException(key, text, "Expected value to be either true or false");
    }
    return lower == "true";
}

ConfigValue parse_integer(std::string_view key, std::string_view text, ConfigType type) {
    const auto [minimum, maximum] = [type]() -> std::pair<std::int64_t, std::int64_t> {
        if (type == ConfigType::kShort) {
            return {std::numeric_limits<std::int16_t>::min(),
                    std::numeric_limits<std::int16_t>::max()};
        }
        if (type == ConfigType::kInt) {
            return {std::numeric_limits<std::int32_t>::min(),
                    std::numeric_limits<std::int32_t>::max()};
        }
        return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    }();
    std::string_view digits = trimmed(text);
    if (digits.starts_with('+') && !digits.starts_with("+-")) {
        digits.remove_prefix(1);
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number < minimum ||
        number > maximum) {
        throw ConfigException(key, text, "Not a number of type " + std::string(name_of(type)));
    }
    return number;
}

/// What Double.parseDouble takes: a sign, digits or NaN or Infinity, and a type's letter behind.
ConfigValue parse_double(std::string_view key, std::string_view text) {
    double number = 0;
    std::string_view digits = trimmed(text);
    if (digits.starts_with('+') && !digits.starts_with("+-")) {
        digits.remove_prefix(1);
    }
    const bool is_word = digits == "NaN" || digits.ends_with("Infinity");
    if (!is_word && !digits.empty() &&
        std::string_view("dDfF").find(digits.back()) != std::string_view::npos) {
        digits.remove_suffix(1);
    }
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_foreign_word = !is_word && digits.find_first_of("nN") != std::string_view::npos;
    if (error == std::errc::invalid_argument || end != digits.data() + digits.size() ||
        is_foreign_word) {
        throw ConfigException(key, text, "Not a number of type DOUBLE");
    }
    return number;
}

/// Elements are trimmed; empty ones stay, as Kafka keeps them; an empty text is an empty list.
ConfigValue parse_list(std::string_view text) {
    std::vector<std::string> elements;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        elements.emplace_back(trimmed(text.substr(0, comma)));
        if (comma == std::string_view::npos) {
            break;
        }
        text.remove_prefix(comma + 1);
        if (text.empty()) {
            elements.emplace_back();
        }
    }
    return elements;
}

ConfigValue default_of(const ConfigKey& key) {
    if (!key.default_value.text().has_value()) {
        return std::monostate{};
    }
    return parse_config_value(key.name, *key.default_value.text(), key.type);
}

std::string missing_text(const ConfigKey& key) {
    return "Missing required configuration \"" + key.name + "\" which has no default value.";
}

std::string invalid_text(const ConfigKey& key,
                         const ConfigValue& value,
                         const std::string& problem) {
    return "Invalid value " + display(value, key.type) + " for configuration " + key.name + ": " +
           problem;
}

/// What the validator has against the value. A validator that blames a part of it, an element of a
/// list, throws the whole text.
std::optional<std::string> problem_of(const ConfigKey& key, const ConfigValue& value) {
    try {
        const auto problem = key.validator->check(value);
        return problem.has_value() ? std::optional(invalid_text(key, value, *problem))
                                   : std::nullopt;
    } catch (const ConfigException& exception) {
        return exception.what();
    }
}

/// The key's value; what is wrong with it goes to `report`.
template <typename Report>
ConfigValue evaluate(const ConfigKey& key, const ConfigMap& config, Report report) {
    ConfigValue value;
    if (const auto text = find(config, key.name); text.has_value()) {
        try {
            value = parse_config_value(key.name, *text, key.type);
        } catch (const ConfigException& exception) {
            report(std::string(exception.what()));
        }
    } else if (!key.default_value.has_default()) {
        report(missing_text(key));
    } else {
        value = default_of(key);
    }
    if (key.validator.has_value()) {
        if (const auto problem = problem_of(key, value); problem.has_value()) {
            report(*problem);
        }
    }
    return value;
}

}  // namespace

ConfigValue parse_config_value(std::string_view key, std::string_view text, ConfigType type) {
    const std::string_view value = trimmed(text);
    switch (type) {
        case ConfigType::kBoolean:
            return parse_boolean(key, text);
        case ConfigType::kInt:
        case ConfigType::kShort:
        case ConfigType::kLong:
            return parse_integer(key, text, type);
        case ConfigType::kDouble:
            return parse_double(key, text);
        case ConfigType::kList:
            return parse_list(value);
        case ConfigType::kString:
        case ConfigType::kClass:
        case ConfigType::kPassword:
            return std::string(value);
    }
    return std::monostate{};
}

std::string display(const ConfigValue& value, ConfigType type) {
    if (std::holds_alternative<std::monostate>(value)) {
        return "null";
    }
    if (type == ConfigType::kPassword) {
        return "[hidden]";
    }
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return *boolean ? "true" : "false";
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*integer);
    }
    if (const auto* real = std::get_if<double>(&value)) {
        char buffer[32];
        const auto result = std::to_chars(std::begin(buffer), std::end(buffer), *real);
        return {buffer, result.ptr};
    }
    if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
        std::string text = "[";
        for (const std::string& element : *list) {
            text.append(text.size() > 1 ? ", " : "").append(element);
        }
        return text + "]";
    }
    return std::get<std::string>(value);
}

ConfigDef::ConfigDef() = default;
ConfigDef::ConfigDef(const ConfigDef&) = default;
ConfigDef& ConfigDef::operator=(const ConfigDef&) = default;
ConfigDef::~ConfigDef() = default;

ConfigDef::ConfigDef(std::initializer_list<ConfigKey> keys) {
    for (const ConfigKey& key : keys) {
        add(key);
    }
}

ConfigDef& ConfigDef::add(ConfigKey key) {
    if (find(key.name) != nullptr) {
        throw ConfigException("Configuration " + key.name + " is defined twice.");
    }
    keys_.push_back(std::move(key));
    return *this;
}

ConfigDef& ConfigDef::add(ConfigSection section) {
    sections_.push_back(std::move(section));
    return *this;
}

ConfigDef& ConfigDef::add(const ConfigDef& other) {
    for (const ConfigKey& key : other.keys_) {
        add(key);
    }
    sections_.insert(sections_.end(), other.sections_.begin(), other.sections_.end());
    return *this;
}

const ConfigKey* ConfigDef::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(keys_, name, &ConfigKey::name);
    return found == keys_.end() ? nullptr : &*found;
}

ParsedConfig ConfigDef::parse(const ConfigMap& config) const {
    std::map<std::string, ConfigValue, std::less<>> values;
    const auto fail = [](const std::string& message) { throw ConfigException(message); };
    for (const ConfigKey& key : keys_) {
        values.insert_or_assign(key.name, evaluate(key, config, fail));
    }
    for (const ConfigSection& section : sections_) {
        for (const ConfigKey& key : section.expand(config)) {
            values.insert_or_assign(key.name, evaluate(key, config, fail));
        }
    }
    return ParsedConfig(std::move(values));
}

std::vector<ConfigKeyResult> ConfigDef::validate(const ConfigMap& config) const {
    std::vector<ConfigKeyResult> results;
    const auto add_result = [&](const ConfigKey& key) {
        ConfigKeyResult result{.key = key, .value = {}, .errors = {}};
        result.value = evaluate(key, config, [&result](std::string message) {
            result.errors.push_back(std::move(message));
        });
        if (key.recommended_values) {
            result.recommended_values = key.recommended_values(config);
        }
        results.push_back(std::move(result));
    };
    std::ranges::for_each(keys_, add_result);
    for (const ConfigSection& section : sections_) {
        std::ranges::for_each(section.expand(config), add_result);
    }
    return results;
}

ParsedConfig::ParsedConfig(std::map<std::string, ConfigValue, std::less<>> values)
    : values_(std::move(values)) {
}
ParsedConfig::~ParsedConfig() = default;
ParsedConfig::ParsedConfig(const ParsedConfig&) = default;
ParsedConfig& ParsedConfig::operator=(const ParsedConfig&) = default;

const ConfigValue& ParsedConfig::value(std::string_view key) const {
    const auto found = values_.find(key);
    if (found == values_.end()) {
        throw ConfigException("Unknown configuration '" + std::string(key) + "'");
    }
    return found->second;
}

namespace {

template <typename Type>
const Type& typed(std::string_view key, const ConfigValue& value) {
    if (const auto* typed_value = std::get_if<Type>(&value)) {
        return *typed_value;
    }
    throw ConfigException("Configuration '" + std::string(key) +
                          "' is null or of another type than asked for");
}

}  // namespace

bool ParsedConfig::boolean(std::string_view key) const {
    return typed<bool>(key, value(key));
}

std::int64_t ParsedConfig::integer(std::string_view key) const {
    return typed<std::int64_t>(key, value(key));
}

double ParsedConfig::real(std::string_view key) const {
    return typed<double>(key, value(key));
}

const std::string& ParsedConfig::string(std::string_view key) const {
    return typed<std::string>(key, value(key));
}

const std::vector<std::string>& ParsedConfig::list(std::string_view key) const {
    return typed<std::vector<std::string>>(key, value(key));
}

std::optional<std::string> ParsedConfig::optional_string(std::string_view key) const {
    const ConfigValue& found = value(key);
    if (std::holds_alternative<std::monostate>(found)) {
        return std::nullopt;
    }
    return typed<std::string>(key, found);
}

std::optional<std::int64_t> ParsedConfig::optional_integer(std::string_view key) const {
    const ConfigValue& found = value(key);
    if (std::holds_alternative<std::monostate>(found)) {
        return std::nullopt;
    }
    return typed<std::int64_t>(key, found);
}

}  // namespace kconnect
