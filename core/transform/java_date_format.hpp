#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kconnect::transform {

/// Writes instants as Java's SimpleDateFormat does in UTC with English words: Julian before
/// 15 October 1582, weeks from Sunday.
class JavaDateFormat {
public:
    /// Throws JavaException (IllegalArgumentException) for what is no pattern.
    explicit JavaDateFormat(std::string_view pattern);

    /// Appends the text of `instant`, in milliseconds since 1970.
    void append(std::string& text, std::int64_t instant) const;

private:
    /// A letter so many times, or a text as it stands (`letter` is 0).
    struct Part {
        char letter;
        int count;
        std::string literal;
    };

    void add_literal(std::string_view text);
    void add_field(char letter, int count);

    std::vector<Part> parts_;
};

}  // namespace kconnect::transform
