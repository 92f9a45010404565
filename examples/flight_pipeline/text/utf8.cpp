#include "text/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace kconnect::flight_text {
namespace {

bool is_continuation(char letter) noexcept {
    return (static_cast<unsigned char>(letter) & 0xC0U) == 0x80U;
}

/// Bytes of the character that begins here; 0 when none does.
std::size_t character_size(std::string_view text) noexcept {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80U) {
        return 1;
    }
    if (text.size() < 2 || !is_continuation(text[1]) || first < 0xC2U || first > 0xF4U) {
        return 0;
    }
    if (first < 0xE0U) {
        return 2;
    }
    const auto second = static_cast<unsigned char>(text[1]);
    if (text.size() < 3 || !is_continuation(text[2]) || (first == 0xE0U && second < 0xA0U) ||
        (first == 0xEDU && second > 0x9FU)) {
        return 0;
    }
    if (first < 0xF0U) {
        return 3;
    }
    const bool is_good = text.size() >= 4 && is_continuation(text[3]) &&
                         !(first == 0xF0U && second < 0x90U) && !(first == 0xF4U && second > 0x8FU);
    return is_good ? 4 : 0;
}

/// Bytes of ASCII at the beginning, in whole words.
std::size_t ascii_words(std::string_view text) noexcept {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t size = 0;
    for (std::uint64_t word = 0; text.size() - size >= sizeof word; size += sizeof word) {
        std::memcpy(&word, text.data() + size, sizeof word);
        if ((word & kHighBits) != 0) {
            break;
        }
    }
    return size;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        text.remove_prefix(ascii_words(text));
        if (text.empty()) {
            break;
        }
        const std::size_t size = character_size(text);
        if (size == 0) {
            return false;
        }
        text.remove_prefix(size);
    }
    return true;
}

}  // namespace kconnect::flight_text
