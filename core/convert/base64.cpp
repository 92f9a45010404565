#include "convert/base64.hpp"

#include <array>
#include <cstdint>

namespace kconnect::convert {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::uint8_t, 256> make_decoding_table() {
    std::array<std::uint8_t, 256> table{};
    table.fill(kInvalid);
    for (std::size_t index = 0; index < kAlphabet.size(); ++index) {
        table[static_cast<unsigned char>(kAlphabet[index])] = static_cast<std::uint8_t>(index);
    }
    return table;
}

constexpr std::array<std::uint8_t, 256> kDecoding = make_decoding_table();

std::uint32_t bits_of(char character) noexcept {
    return kDecoding[static_cast<unsigned char>(character)];
}

bool is_blank(char character) noexcept {
    return static_cast<unsigned char>(character) <= ' ';
}

/// Decodes four characters to one, two or three bytes; gives their number, 0 when malformed.
std::size_t decode_group(std::string_view group, std::byte* into) noexcept {
    const std::uint32_t first = bits_of(group[0]);
    const std::uint32_t second = bits_of(group[1]);
    if (first == kInvalid || second == kInvalid) {
        return 0;
    }
    std::uint32_t bits = (first << 18U) | (second << 12U);
    into[0] = static_cast<std::byte>(bits >> 16U);
    if (group[2] == '=') {
        return group[3] == '=' ? 1 : 0;
    }
    const std::uint32_t third = bits_of(group[2]);
    if (third == kInvalid) {
        return 0;
    }
    bits |= third << 6U;
    into[1] = static_cast<std::byte>((bits >> 8U) & 0xFFU);
    if (group[3] == '=') {
        return 2;
    }
    const std::uint32_t fourth = bits_of(group[3]);
    if (fourth == kInvalid) {
        return 0;
    }
    into[2] = static_cast<std::byte>((bits | fourth) & 0xFFU);
    return 3;
}

}  // namespace

std::optional<std::span<const std::byte>> decode_base64(std::string_view text, Arena& arena) {
    const auto bytes = arena.make_array<std::byte>(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    std::size_t position = 0;
    while (true) {
        while (position < text.size() && is_blank(text[position])) {
            ++position;
        }
        if (position == text.size()) {
            return bytes.first(size);
        }
        if (text.size() - position < 4) {
            return std::nullopt;
        }
        const std::size_t decoded = decode_group(text.substr(position, 4), &bytes[size]);
        if (decoded == 0) {
            return std::nullopt;
        }
        size += decoded;
        position += 4;
    }
}

std::string_view encode_base64(std::span<const std::byte> bytes, Arena& arena) {
    const std::size_t size = (bytes.size() + 2) / 3 * 4;
    char* const start = arena.make_bytes(size);
    char* next = start;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t left = bytes.size() - at;
        std::uint32_t bits = std::to_integer<std::uint32_t>(bytes[at]) << 16U;
        bits |= left > 1 ? std::to_integer<std::uint32_t>(bytes[at + 1]) << 8U : 0U;
        bits |= left > 2 ? std::to_integer<std::uint32_t>(bytes[at + 2]) : 0U;
        *next++ = kAlphabet[(bits >> 18U) & 63U];
        *next++ = kAlphabet[(bits >> 12U) & 63U];
        *next++ = left > 1 ? kAlphabet[(bits >> 6U) & 63U] : '=';
        *next++ = left > 2 ? kAlphabet[bits & 63U] : '=';
    }
    return {start, size};
}

}  // namespace kconnect::convert
