#include "convert/json_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "convert/utf16_sink.hpp"

namespace kconnect::convert {

namespace {

std::uint32_t byte_at(std::string_view text, std::size_t position) noexcept {
    return static_cast<unsigned char>(text[position]);
}

std::optional<std::uint32_t> hex_digit(char character) noexcept {
    if (character >= '0' && character <= '9') {
        return static_cast<std::uint32_t>(character - '0');
    }
    if (character >= 'a' && character <= 'f') {
        return static_cast<std::uint32_t>(character - 'a' + 10);
    }
    if (character >= 'A' && character <= 'F') {
        return static_cast<std::uint32_t>(character - 'A' + 10);
    }
    return std::nullopt;
}

/// The unit behind the `u` of an escape; absent unless there are four hexadecimal digits.
std::optional<std::uint32_t> hex_unit(std::string_view digits) noexcept {
    if (digits.size() < 4) {
        return std::nullopt;
    }
    std::uint32_t unit = 0;
    for (const char character : digits.substr(0, 4)) {
        const auto digit = hex_digit(character);
        if (!digit.has_value()) {
            return std::nullopt;
        }
        unit = unit * 16 + *digit;
    }
    return unit;
}

/// Decodes the escape whose backslash is at the start; gives its length, 0 when malformed.
std::size_t decode_escape(std::string_view escape, Utf16Sink& sink) {
    static constexpr std::string_view kLetters = "\"\\/bfnrt";
    static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (escape.size() < 2) {
        return 0;
    }
    if (escape[1] == 'u') {
        const auto unit = hex_unit(escape.substr(2));
        if (!unit.has_value()) {
            return 0;
        }
        sink.put(*unit);
        return 6;
    }
    const std::size_t letter = kLetters.find(escape[1]);
    if (letter == std::string_view::npos) {
        return 0;
    }
    sink.put(static_cast<unsigned char>(kMeanings[letter]));
    return 2;
}

/// Decodes one multi-byte sequence as Jackson's UTF8StreamJsonParser; gives its length, 0 when
/// malformed.
std::size_t decode_sequence(std::string_view text, JsonTextPlace place, Utf16Sink& sink) {
    const std::uint32_t lead = byte_at(text, 0);
    const std::size_t length = (lead & 0xE0U) == 0xC0U   ? 2
                               : (lead & 0xF0U) == 0xE0U ? 3
                               : (lead & 0xF8U) == 0xF0U ? 4
                                                         : 0;
    if (length == 0 || text.size() < length) {
        return 0;
    }
    std::uint32_t code = lead & (0x7FU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        const std::uint32_t next = byte_at(text, index);
        if ((next & 0xC0U) != 0x80U) {
            return 0;
        }
        code = (code << 6U) | (next & 0x3FU);
    }
    if (length < 4) {
        sink.put(code);
    } else {
        // Jackson splits without a look at the range; the result is cut to 16 bits as in Java.
        const std::uint32_t offset = code - 0x10000U;
        const auto signed_shift =
            static_cast<std::uint32_t>(static_cast<std::int32_t>(offset) >> 10);
        const bool name = place == JsonTextPlace::kName;
        sink.put((name ? 0xD800U + signed_shift : 0xD800U | signed_shift) & 0xFFFFU);
        sink.put(0xDC00U | (offset & 0x3FFU));
    }
    return length;
}

/// Reads units of `width` bytes; what is left over at the end is dropped.
std::string_view recode(std::string_view document,
                        std::size_t width,
                        bool big_endian,
                        Arena& arena) {
    char* const start = arena.make_bytes(document.size() / width * 4);
    Utf16Sink sink{start};
    for (std::size_t at = 0; at + width <= document.size(); at += width) {
        std::uint32_t code = 0;
        for (std::size_t index = 0; index < width; ++index) {
            code = (code << 8U) | byte_at(document, at + (big_endian ? index : width - 1 - index));
        }
        if (code >= 0x10000U && code <= 0x10FFFFU) {
            sink.put(0xD800U | ((code - 0x10000U) >> 10U));
            sink.put(0xDC00U | (code & 0x3FFU));
        } else {
            sink.put(code <= 0xFFFFU ? code : 0xFFFDU);
        }
    }
    return {start, static_cast<std::size_t>(sink.finish() - start)};
}

}  // namespace

std::optional<std::string_view> decode_json_text(std::string_view content,
                                                 Arena& arena,
                                                 JsonTextPlace place) {
    const auto is_plain = [](char character) {
        return character != '\\' && static_cast<unsigned char>(character) < 0x80U;
    };
    if (std::ranges::all_of(content, is_plain)) {
        return content;
    }
    char* const start = arena.make_bytes(content.size());
    Utf16Sink sink{start};
    std::size_t position = 0;
    while (position < content.size()) {
        const std::string_view rest = content.substr(position);
        std::size_t length = 1;
        if (rest[0] == '\\') {
            length = decode_escape(rest, sink);
        } else if (byte_at(rest, 0) >= 0x80U) {
            length = decode_sequence(rest, place, sink);
        } else {
            sink.put(byte_at(rest, 0));
        }
        if (length == 0) {
            return std::nullopt;
        }
        position += length;
    }
    return std::string_view{start, static_cast<std::size_t>(sink.finish() - start)};
}

std::string_view to_utf8_document(std::string_view document, Arena& arena) {
    using namespace std::string_view_literals;
    if (document.size() >= 4) {
        if (document.starts_with("\xEF\xBB\xBF"sv)) {
            return document.substr(3);
        }
        if (document.starts_with("\0\0\xFE\xFF"sv) || document.starts_with("\xFF\xFE\0\0"sv)) {
            return recode(document.substr(4), 4, document[0] == '\0', arena);
        }
        if (document.starts_with("\xFE\xFF"sv) || document.starts_with("\xFF\xFE"sv)) {
            return recode(document.substr(2), 2, document[0] == '\xFE', arena);
        }
        if (document.starts_with("\0\0\0"sv) || document.substr(1, 3) == "\0\0\0"sv) {
            return recode(document, 4, document[0] == '\0', arena);
        }
    }
    if (document.size() >= 2 && (document[0] == '\0' || document[1] == '\0')) {
        return recode(document, 2, document[0] == '\0', arena);
    }
    return document;
}

}  // namespace kconnect::convert
