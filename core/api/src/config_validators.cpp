#include <algorithm>
#include <utility>

#include <kconnect/config_def.hpp>

namespace kconnect {

namespace {

using Problem = std::optional<std::string>;

std::string joined(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) {
        text.append(text.empty() ? "" : ", ").append(value);
    }
    return text;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    const auto lower = [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                    : character;
    };
    return std::ranges::equal(left, right, {}, lower, lower);
}

Problem check_range(const ConfigValue& value,
                    std::int64_t minimum,
                    std::optional<std::int64_t> maximum) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number == nullptr) {
        return "Value must be non-null";
    }
    if (*number < minimum) {
        return "Value must be at least " + std::to_string(minimum);
    }
    if (maximum.has_value() && *number > *maximum) {
        return "Value must be no more than " + std::to_string(*maximum);
    }
    return std::nullopt;
}

Problem check_no_control_characters(const std::string& text) {
    if (text.empty()) {
        return "String may not be empty";
    }
    std::vector<std::string> found;
    for (const char character : text) {
        const auto code = static_cast<unsigned char>(character);
        if (code < 0x20 || code == 0x7f) {
            found.push_back(std::to_string(code));
        }
    }
    if (found.empty()) {
        return std::nullopt;
    }
    return "String may not contain control sequences but had the following ASCII chars: " +
           joined(found);
}

}  // namespace

Validator at_least(std::int64_t minimum) {
    return {
        [minimum](const ConfigValue& value) { return check_range(value, minimum, std::nullopt); },
        std::string("[").append(std::to_string(minimum)).append(",...]")};
}

Validator between(std::int64_t minimum, std::int64_t maximum) {
    return {[minimum, maximum](const ConfigValue& value) {
                return check_range(value, minimum, maximum);
            },
            std::string("[")
                .append(std::to_string(minimum))
                .append(",...,")
                .append(std::to_string(maximum))
                .append("]")};
}

Validator one_of(std::vector<std::string> values) {
    std::string description = std::string("[").append(joined(values)).append("]");
    return {[values = std::move(values)](const ConfigValue& value) -> Problem {
                const auto* text = std::get_if<std::string>(&value);
                if (text != nullptr && std::ranges::find(values, *text) != values.end()) {
                    return std::nullopt;
                }
                return "String must be one of: " + joined(values);
            },
            std::move(description)};
}

Validator one_of_ignoring_case(std::vector<std::string> values) {
    std::string description = "(case insensitive) [" + joined(values) + "]";
    return {[values = std::move(values)](const ConfigValue& value) -> Problem {
                const auto* text = std::get_if<std::string>(&value);
                const bool known =
                    text != nullptr && std::ranges::any_of(values, [text](const auto& candidate) {
                        return equal_ignoring_case(candidate, *text);
                    });
                if (known) {
                    return std::nullopt;
                }
                return "String must be one of (case insensitive): " + joined(values);
            },
            std::move(description)};
}

Validator non_empty_string() {
    return {[](const ConfigValue& value) -> Problem {
                const auto* text = std::get_if<std::string>(&value);
                if (text != nullptr && text->empty()) {
                    return "String must be non-empty";
                }
                return std::nullopt;
            },
            "non-empty string"};
}

Validator non_empty_string_without_control_characters() {
    return {[](const ConfigValue& value) -> Problem {
                const auto* text = std::get_if<std::string>(&value);
                // A missing value is reported as such; Kafka lets null pass here, too.
                return text == nullptr ? std::nullopt : check_no_control_characters(*text);
            },
            "non-empty string without ISO control characters"};
}

}  // namespace kconnect
