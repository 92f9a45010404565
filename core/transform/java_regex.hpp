#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <kconnect/config_value.hpp>

namespace kconnect::transform {

/// A regular expression as Java's, by ICU. Threads: one at a time.
class JavaRegex {
public:
    /// Throws ConfigException for what is no expression.
    explicit JavaRegex(std::string_view expression);
    ~JavaRegex();
    JavaRegex(JavaRegex&&) noexcept;
    JavaRegex& operator=(JavaRegex&&) noexcept;

    /// Whether the whole text matches; known at once for texts that it has seen, such as topics.
    bool matches(std::string_view text);
    /// The text with its first match replaced (Java: Matcher.replaceFirst). Throws JavaException
    /// for a replacement that Java does not take.
    std::string replace_first(std::string_view text, std::string_view replacement);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// STRING that is an expression: "Invalid regex: ..." otherwise.
Validator regex_validator();

}  // namespace kconnect::transform
