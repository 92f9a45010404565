#include <cstdint>

#include "config/properties_file.hpp"

namespace kconnect {
namespace {

/// The length of the character that starts with `byte`, and the smallest code point that needs it;
/// length 0 for a byte that starts none.
struct Shape {
    std::size_t length;
    std::uint32_t least;
};

Shape shape_of(unsigned char byte) {
    if (byte < 0x80) {
        return {1, 0};
    }
    if (byte >= 0xC0 && byte < 0xE0) {
        return {2, 0x80};
    }
    if (byte >= 0xE0 && byte < 0xF0) {
        return {3, 0x800};
    }
    if (byte >= 0xF0 && byte < 0xF8) {
        return {4, 0x10000};
    }
    return {0, 0};
}

/// The length of the character at the start of `bytes`; 0 when it is none.
std::size_t character_length(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes.front());
    const auto shape = shape_of(first);
    if (shape.length < 2 || shape.length > bytes.size()) {
        return shape.length == 1 ? 1 : 0;
    }
    std::uint32_t code = first & (0x7FU >> shape.length);
    for (const char next : bytes.substr(1, shape.length - 1)) {
        if ((static_cast<unsigned char>(next) & 0xC0U) != 0x80U) {
            return 0;
        }
        code = code << 6U | (static_cast<unsigned char>(next) & 0x3FU);
    }
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    return code < shape.least || code > 0x10FFFF || is_surrogate ? 0 : shape.length;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto length = character_length(bytes);
        if (length == 0) {
            return false;
        }
        bytes.remove_prefix(length);
    }
    return true;
}

}  // namespace kconnect
