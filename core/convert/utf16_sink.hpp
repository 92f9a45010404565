#pragma once

#include <cstdint>

namespace kconnect::convert {

/// Takes UTF-16 units as a Java string holds them and writes them as UTF-8; a surrogate without
/// its partner becomes '?', as Java's String.getBytes does. The caller owns the memory, which
/// needs at most 3 bytes a unit (4 for a pair).
class Utf16Sink {
public:
    explicit Utf16Sink(char* into) noexcept : next_(into) {}

    void put(std::uint32_t unit) noexcept {
        const bool low = (unit & 0xFC00U) == 0xDC00U;
        if (pending_high_ != 0) {
            const std::uint32_t high = pending_high_;
            pending_high_ = 0;
            if (low) {
                put_pair(0x10000U + ((high & 0x3FFU) << 10U) + (unit & 0x3FFU));
                return;
            }
            *next_++ = '?';
        }
        if ((unit & 0xFC00U) == 0xD800U) {
            pending_high_ = unit;
        } else if (low) {
            *next_++ = '?';
        } else {
            put_plain(unit);
        }
    }

    /// Ends the text; gives the end of what was written.
    char* finish() noexcept {
        if (pending_high_ != 0) {
            pending_high_ = 0;
            *next_++ = '?';
        }
        return next_;
    }

private:
    void put_plain(std::uint32_t unit) noexcept {
        if (unit < 0x80U) {
            *next_++ = static_cast<char>(unit);
        } else if (unit < 0x800U) {
            *next_++ = static_cast<char>(0xC0U | (unit >> 6U));
            *next_++ = static_cast<char>(0x80U | (unit & 0x3FU));
        } else {
            *next_++ = static_cast<char>(0xE0U | (unit >> 12U));
            *next_++ = static_cast<char>(0x80U | ((unit >> 6U) & 0x3FU));
            *next_++ = static_cast<char>(0x80U | (unit & 0x3FU));
        }
    }

    void put_pair(std::uint32_t code) noexcept {
        *next_++ = static_cast<char>(0xF0U | (code >> 18U));
        *next_++ = static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
        *next_++ = static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        *next_++ = static_cast<char>(0x80U | (code & 0x3FU));
    }

    char* next_;
    std::uint32_t pending_high_ = 0;
};

}  // namespace kconnect::convert
