#include "gateway/payload_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <kconnect/errors.hpp>

namespace kconnect::flight_gateway {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// How many bytes a character takes that begins with this one; 0 when none does.
std::size_t length_of(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/// False for encodings that are too long, for surrogates and for what is beyond Unicode.
bool is_second_byte(unsigned char first, unsigned char second) {
    const unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       bytes_of(bytes),
                                       static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty()) {
        return "";
    }
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    const int length = text.size() % 4 != 0
                           ? -1
                           : EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                             bytes_of(text),
                                             static_cast<int>(text.size()));
    if (length < 0) {
        return std::nullopt;
    }
    const auto padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    bytes.resize(static_cast<std::size_t>(length) - padding);
    return bytes;
}

bool is_utf8(std::string_view bytes) noexcept {
    for (std::size_t at = 0; at < bytes.size();) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto length = length_of(first);
        if (length == 0 || at + length > bytes.size()) {
            return false;
        }
        if (length > 1 && !is_second_byte(first, static_cast<unsigned char>(bytes[at + 1]))) {
            return false;
        }
        for (std::size_t next = 2; next < length; ++next) {
            if ((static_cast<unsigned char>(bytes[at + next]) & 0xC0U) != 0x80U) {
                return false;
            }
        }
        at += length;
    }
    return true;
}

bool is_text_type(std::string_view content_type) {
    auto type = std::string(content_type.substr(0, content_type.find(';')));
    while (type.ends_with(' ')) {
        type.pop_back();
    }
    std::transform(type.begin(), type.end(), type.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
    });
    return type.empty() || type.starts_with("text/") || type == "application/json" ||
           type == "application/xml" || type == "application/javascript" ||
           type.ends_with("+json") || type.ends_with("+xml");
}

std::string random_id() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw ConnectException("The system gives no random bytes for the id of a request");
    }
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        text += at == 4 || at == 6 || at == 8 || at == 10 ? "-" : "";
        text += fmt::format("{:02x}", bytes[at]);
    }
    return text;
}

std::string fingerprint(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytes_of(bytes), bytes.size(), digest.data());
    std::string text;
    for (std::size_t at = 0; at < digest.size() / 2; ++at) {
        text += fmt::format("{:02x}", digest[at]);
    }
    return text;
}

}  // namespace kconnect::flight_gateway
