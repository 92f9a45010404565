#pragma once

#include <cstdint>
#include <string_view>

#include <kconnect/arena.hpp>

namespace kconnect::file {

/// A text as Java has it after decoding UTF-8.
struct JavaText {
    std::string_view utf8;        ///< What is malformed is U+FFFD; in the arena.
    std::int64_t characters = 0;  ///< UTF-16 units, as Java counts them.
};

/// Decodes bytes as Java's UTF-8 decoder does: each malformed part becomes one U+FFFD.
JavaText decode_java_text(std::string_view bytes, Arena& arena);

}  // namespace kconnect::file
