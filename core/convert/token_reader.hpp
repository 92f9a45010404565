#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace kconnect::convert {

/// Text without the characters up to U+0020 at both ends: Java's String.trim().
std::string_view trimmed(std::string_view text) noexcept;

/// Cuts a header's text into tokens as Java's Values does: each of `:,{}[]"` is one, and what
/// stands between them is one; a backslash takes the next character its meaning.
/// Borrows the text; one token may be looked at before it is taken.
class TokenReader {
public:
    explicit TokenReader(std::string_view text) noexcept : text_(text) {}

    std::string_view text() const noexcept { return text_; }

    /// Where the next token begins.
    std::size_t mark() const noexcept;
    void rewind_to(std::size_t position) noexcept;

    bool has_next() const noexcept;
    std::string_view next() noexcept;

    /// The next `count` tokens as they stand in the text; absent, and none taken, when there are
    /// fewer.
    std::optional<std::string_view> next(std::size_t count) noexcept;

    /// Takes the next token if it is `expected`. Blanks around it do not count, and blank tokens
    /// before it are skipped, also when it is another.
    bool take(std::string_view expected) noexcept;

private:
    std::string_view cut_token() noexcept;

    std::string_view text_;
    std::size_t position_ = 0;
    std::optional<std::string_view> peeked_;
};

}  // namespace kconnect::convert
