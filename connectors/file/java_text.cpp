#include "java_text.hpp"

#include <algorithm>
#include <cstddef>

namespace kconnect::file {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// The next character of a text: its bytes, and whether they are well-formed.
struct Character {
    std::size_t bytes;
    bool is_valid;
};

unsigned byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool is_continuation(unsigned byte) {
    return (byte & 0xc0U) == 0x80U;
}

Character three_bytes(unsigned first, std::string_view text) {
    const unsigned second = byte_at(text, 1);
    if (!is_continuation(second) || (first == 0xe0 && second < 0xa0)) {
        return {1, false};
    }
    if (!is_continuation(byte_at(text, 2))) {
        return {2, false};
    }
    // Surrogates are malformed as a whole.
    return {3, first != 0xed || second < 0xa0};
}

Character four_bytes(unsigned first, std::string_view text) {
    const unsigned second = byte_at(text, 1);
    const bool out_of_range = (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    if (first > 0xf4 || !is_continuation(second) || out_of_range) {
        return {1, false};
    }
    if (!is_continuation(byte_at(text, 2))) {
        return {2, false};
    }
    return is_continuation(byte_at(text, 3)) ? Character{4, true} : Character{3, false};
}

Character first_character(std::string_view text) {
    const unsigned first = byte_at(text, 0);
    if (first < 0x80) {
        return {1, true};
    }
    if (first < 0xc2 || first > 0xf7) {
        return {1, false};
    }
    if (first < 0xe0) {
        return is_continuation(byte_at(text, 1)) ? Character{2, true} : Character{1, false};
    }
    return first < 0xf0 ? three_bytes(first, text) : four_bytes(first, text);
}

}  // namespace

JavaText decode_java_text(std::string_view bytes, Arena& arena) {
    const bool is_ascii = std::ranges::all_of(
        bytes, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
    if (is_ascii) {
        return {arena.copy(bytes), static_cast<std::int64_t>(bytes.size())};
    }
    char* const start = arena.make_bytes(bytes.size() * kReplacement.size());
    char* end = start;
    std::int64_t characters = 0;
    while (!bytes.empty()) {
        const auto [size, is_valid] = first_character(bytes);
        const auto text = is_valid ? bytes.substr(0, size) : kReplacement;
        end = std::ranges::copy(text, end).out;
        characters += is_valid && size == 4 ? 2 : 1;
        bytes.remove_prefix(size);
    }
    return {{start, static_cast<std::size_t>(end - start)}, characters};
}

}  // namespace kconnect::file
