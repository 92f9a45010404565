#include "convert/json_text_writer.hpp"

#include <cstdint>

namespace kconnect::convert {

namespace {

void append_unit(std::string& json, std::uint32_t unit) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    json += "\\u";
    for (unsigned shift = 16; shift > 0;) {
        shift -= 4;
        json.push_back(kDigits[(unit >> shift) & 15U]);
    }
}

void append_control(std::string& json, char character) {
    static constexpr std::string_view kControls = "\b\t\n\f\r";
    static constexpr std::string_view kLetters = "btnfr";
    const std::size_t known = kControls.find(character);
    if (known == std::string_view::npos) {
        append_unit(json, static_cast<unsigned char>(character));
    } else {
        json.push_back('\\');
        json.push_back(kLetters[known]);
    }
}

void append_pair(std::string& json, std::string_view sequence) {
    std::uint32_t code = static_cast<unsigned char>(sequence[0]) & 7U;
    for (const char byte : sequence.substr(1)) {
        code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    append_unit(json, 0xD800U | ((code - 0x10000U) >> 10U));
    append_unit(json, 0xDC00U | (code & 0x3FFU));
}

}  // namespace

void append_json_text(std::string& json, std::string_view text) {
    json.push_back('"');
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char character = text[index];
        const auto byte = static_cast<unsigned char>(character);
        if (byte < ' ') {
            append_control(json, character);
        } else if (character == '"' || character == '\\') {
            json.push_back('\\');
            json.push_back(character);
        } else if (byte >= 0xF0U && index + 4 <= text.size()) {
            append_pair(json, text.substr(index, 4));
            index += 3;
        } else {
            json.push_back(character);
        }
    }
    json.push_back('"');
}

}  // namespace kconnect::convert
