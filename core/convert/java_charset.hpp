#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <kconnect/arena.hpp>

namespace kconnect::convert {

/// UTF-8 text of bytes that should be UTF-8: the bytes themselves when they are well formed, else a
/// copy in `arena` with U+FFFD where Java's decoder puts it.
std::string_view decode_utf8_as_java(std::string_view bytes, Arena& arena);

/// A character set by its Java name. Threads: one at a time.
class JavaCharset {
public:
    ~JavaCharset();
    JavaCharset(JavaCharset&&) noexcept;
    JavaCharset& operator=(JavaCharset&&) noexcept;

    /// Absent when there is no character set of this name.
    static std::optional<JavaCharset> named(const std::string& name);

    /// Bytes as UTF-8 text; what is malformed becomes U+FFFD.
    std::string_view decode(std::string_view bytes, Arena& arena) const;
    /// UTF-8 text as bytes; what the character set lacks becomes '?'.
    std::string_view encode(std::string_view text, Arena& arena) const;

private:
    struct Converter;
    explicit JavaCharset(std::unique_ptr<Converter> converter);

    std::unique_ptr<Converter> converter_;
};

}  // namespace kconnect::convert
