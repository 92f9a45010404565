#include <algorithm>
#include <set>
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
    bool is_below = false;
    bool is_above = false;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        is_below = *number < minimum;
        is_above = maximum.has_value() && *number > *maximum;
    } else if (const auto* real = std::get_if<double>(&value)) {
        is_below = *real < static_cast<double>(minimum);
        is_above = maximum.has_value() && *real > static_cast<double>(*maximum);
    } else {
        return "Value must be non-null";
    }
    if (is_below) {
        return "Value must be at least " + std::to_string(minimum);
    }
    if (is_above) {
        return "Value must be no more than " + std::to_string(*maximum);
    }
    return std::nullopt;
}

Problem check_no_control_characters(const std::string& text) {
    if (text.empty()) {
        return "String may not be empty";
    }
    std::vector<std::string> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto code = static_cast<unsigned char>(text[at]);
        // U+0080 to U+009F are control characters, too: two bytes in UTF-8.
        if (code == 0xC2 && at + 1 < text.size() &&
            static_cast<unsigned char>(text[at + 1]) < 0xA0) {
            code = static_cast<unsigned char>(text[++at]);
            found.push_back(std::to_string(code));
        } else if (code < 0x20 || code == 0x7f) {
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

Validator list_of(std::vector<std::string> values) {
    const Validator of_one = one_of(std::move(values));
    return {[of_one](const ConfigValue& value) -> Problem {
                const auto* elements = std::get_if<std::vector<std::string>>(&value);
                for (const auto& element :
                     elements == nullptr ? std::vector<std::string>{} : *elements) {
                    if (auto problem = of_one.check(element)) {
                        return problem;
                    }
                }
                return std::nullopt;
            },
            of_one.description};
}

Validator unique_aliases(const std::string& what) {
    return all_of({non_null(),
                   {[](const ConfigValue& value) -> Problem {
                        const auto* aliases = std::get_if<std::vector<std::string>>(&value);
                        if (aliases == nullptr ||
                            std::set<std::string>(aliases->begin(), aliases->end()).size() ==
                                aliases->size()) {
                            return std::nullopt;
                        }
                        return "Duplicate alias provided.";
                    },
                    "unique " + what}});
}

Validator list_of_at_most(std::size_t size) {
    return {[size](const ConfigValue& value) -> Problem {
                const auto* elements = std::get_if<std::vector<std::string>>(&value);
                if (elements == nullptr || elements->size() <= size) {
                    return std::nullopt;
                }
                return "exceeds maximum list size of [" + std::to_string(size) + "].";
            },
            "List containing maximum of " + std::to_string(size) + " elements"};
}

Validator non_null() {
    return {[](const ConfigValue& value) -> Problem {
                if (!std::holds_alternative<std::monostate>(value)) {
                    return std::nullopt;
                }
                return "entry must be non null";
            },
            "non-null string"};
}

Validator null_or(Validator validator) {
    std::string description = validator.description;
    return {[validator = std::move(validator)](const ConfigValue& value) -> Problem {
                return std::holds_alternative<std::monostate>(value) ? std::nullopt
                                                                     : validator.check(value);
            },
            std::move(description)};
}

Validator all_of(std::vector<Validator> validators) {
    std::string description;
    for (const auto& validator : validators) {
        description.append(description.empty() ? "" : ", ").append(validator.description);
    }
    return {[validators = std::move(validators)](const ConfigValue& value) -> Problem {
                for (const auto& validator : validators) {
                    if (auto problem = validator.check(value)) {
                        return problem;
                    }
                }
                return std::nullopt;
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
