#include "java_regex.hpp"

#include <optional>

#include <fmt/format.h>
#include <unicode/regex.h>

#include <kconnect/errors.hpp>

#include "java_exception.hpp"
#include "java_regex_problem.hpp"
#include "text_cache.hpp"

namespace kconnect::transform {
namespace {

constexpr std::int32_t kMostSteps = 5000;  ///< In ICU's unit, about a millisecond each.

icu::UnicodeString utf16(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string problem_text(UErrorCode status, const icu::UnicodeString& expression) {
    const auto otherwise = [status]() -> std::string_view {
        switch (status) {
            case U_REGEX_INVALID_BACK_REF:
                return "Reference to a group that is not there";
            case U_REGEX_LOOK_BEHIND_LIMIT:
                return "Look-behind group does not have an obvious maximum length";
            default:
                return "Syntax error";
        }
    };
    return "Invalid regex: " + java_regex_problem({expression.getBuffer(),
                                                   static_cast<std::size_t>(expression.length())},
                                                  otherwise());
}

/// Throws a text without the key: the validator adds it.
std::unique_ptr<icu::RegexPattern> compile(std::string_view expression) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError position{};
    const icu::UnicodeString text = utf16(expression);
    std::unique_ptr<icu::RegexPattern> pattern(
        icu::RegexPattern::compile(text, UREGEX_ERROR_ON_UNKNOWN_ESCAPES, position, status));
    if (U_FAILURE(status) != 0) {
        throw ConfigException(problem_text(status, text));
    }
    return pattern;
}

void check(UErrorCode status, std::string_view text) {
    if (U_FAILURE(status) != 0) {
        throw ConnectException(fmt::format(
            "Cannot match '{}' with the regular expression: {}", text, u_errorName(status)));
    }
}

bool is_digit(char16_t character) {
    return character >= u'0' && character <= u'9';
}

bool is_letter(char16_t character) {
    return (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z');
}

/// Writes a replacement with Java's rules for `$` and `\`, which are not quite ICU's.
class Replacement {
public:
    Replacement(const icu::RegexPattern& pattern, icu::RegexMatcher& matcher)
        : pattern_(pattern), matcher_(matcher) {}

    icu::UnicodeString expand(const icu::UnicodeString& text) {
        text_ = &text;
        for (at_ = 0; at_ < text.length();) {
            const char16_t character = text[at_++];
            if (character == u'\\') {
                if (at_ == text.length()) {
                    refuse("character to be escaped is missing");
                }
                result_ += text[at_++];
            } else if (character == u'$') {
                append_group();
            } else {
                result_ += character;
            }
        }
        return result_;
    }

private:
    [[noreturn]] static void refuse(const std::string& problem) {
        throw JavaException("java.lang.IllegalArgumentException", problem);
    }

    void append_group() {
        if (at_ == text_->length()) {
            refuse("Illegal group reference: group index is missing");
        }
        const char16_t next = (*text_)[at_];
        if (next != u'{' && !is_digit(next)) {
            refuse("Illegal group reference");
        }
        const std::int32_t group = next == u'{' ? named_group() : numbered_group();
        UErrorCode status = U_ZERO_ERROR;
        result_ += matcher_.group(group, status);
    }

    /// As many digits as there are groups for.
    std::int32_t numbered_group() {
        std::int32_t group = (*text_)[at_++] - u'0';
        if (group > matcher_.groupCount()) {
            throw JavaException("java.lang.IndexOutOfBoundsException",
                                fmt::format("No group {}", group));
        }
        while (at_ < text_->length() && is_digit((*text_)[at_])) {
            const std::int32_t longer = group * 10 + ((*text_)[at_] - u'0');
            if (longer > matcher_.groupCount()) {
                break;
            }
            group = longer;
            ++at_;
        }
        return group;
    }

    std::int32_t named_group() {
        icu::UnicodeString name;
        for (++at_; at_ < text_->length() && (is_letter((*text_)[at_]) || is_digit((*text_)[at_]));
             ++at_) {
            name += (*text_)[at_];
        }
        if (name.isEmpty()) {
            refuse("named capturing group has 0 length name");
        }
        if (at_ == text_->length() || (*text_)[at_] != u'}') {
            refuse("named capturing group is missing trailing '}'");
        }
        ++at_;
        std::string utf8;
        name.toUTF8String(utf8);
        if (is_digit(name[0])) {
            refuse(fmt::format("capturing group name {{{}}} starts with digit character", utf8));
        }
        UErrorCode status = U_ZERO_ERROR;
        const std::int32_t group = pattern_.groupNumberFromName(name, status);
        if (U_FAILURE(status) != 0) {
            refuse(fmt::format("No group with name {{{}}}", utf8));
        }
        return group;
    }

    const icu::RegexPattern& pattern_;
    icu::RegexMatcher& matcher_;
    const icu::UnicodeString* text_ = nullptr;
    std::int32_t at_ = 0;
    icu::UnicodeString result_;
};

}  // namespace

struct JavaRegex::Parts {
    std::unique_ptr<icu::RegexPattern> pattern;
    std::unique_ptr<icu::RegexMatcher> matcher;
    icu::UnicodeString input;  ///< The matcher looks into it.
    TextCache<bool> matches;

    void look_at(std::string_view text) {
        input = utf16(text);
        matcher->reset(input);
    }
};

JavaRegex::JavaRegex(std::string_view expression) : parts_(std::make_unique<Parts>()) {
    parts_->pattern = compile(expression);
    UErrorCode status = U_ZERO_ERROR;
    parts_->matcher.reset(parts_->pattern->matcher(status));
    // Without a limit some expressions would take longer than anybody waits.
    parts_->matcher->setTimeLimit(kMostSteps, status);
    check(status, expression);
}

JavaRegex::~JavaRegex() = default;
JavaRegex::JavaRegex(JavaRegex&&) noexcept = default;
JavaRegex& JavaRegex::operator=(JavaRegex&&) noexcept = default;

bool JavaRegex::matches(std::string_view text) {
    return parts_->matches.get(text, [this](std::string_view unknown) {
        parts_->look_at(unknown);
        UErrorCode status = U_ZERO_ERROR;
        const bool result = parts_->matcher->matches(status) != 0;
        check(status, unknown);
        return result;
    });
}

std::string JavaRegex::replace_first(std::string_view text, std::string_view replacement) {
    parts_->look_at(text);
    UErrorCode status = U_ZERO_ERROR;
    const bool is_found = parts_->matcher->find(status) != 0;
    check(status, text);
    if (!is_found) {
        return std::string(text);
    }
    icu::UnicodeString result(parts_->input, 0, parts_->matcher->start(status));
    result += Replacement(*parts_->pattern, *parts_->matcher).expand(utf16(replacement));
    result += icu::UnicodeString(parts_->input, parts_->matcher->end(status));
    std::string utf8;
    result.toUTF8String(utf8);
    return utf8;
}

Validator regex_validator() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                const auto* text = std::get_if<std::string>(&value);
                if (text == nullptr) {
                    return "Invalid regex: null";
                }
                try {
                    compile(*text);
                } catch (const ConfigException& error) {
                    return error.what();
                }
                return std::nullopt;
            },
            "valid regex"};
}

}  // namespace kconnect::transform
