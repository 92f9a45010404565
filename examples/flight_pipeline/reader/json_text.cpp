#include "reader/json_text.hpp"

#include <cstddef>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "text/utf8.hpp"

namespace kconnect::flight_reader {
namespace {

bool needs_escape(char letter) noexcept {
    return static_cast<unsigned char>(letter) < 0x20U || letter == '"' || letter == '\\';
}

void append_escape(std::string& json, char letter) {
    if (letter == '"' || letter == '\\') {
        json += '\\';
        json += letter;
    } else {
        json += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    }
}

}  // namespace

void append_json_text(std::string& json, std::string_view text) {
    if (flight_text::is_utf8(text)) {
        append_json_utf8(json, text);
    } else {
        json += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
}

void append_json_utf8(std::string& json, std::string_view text) {
    json += '"';
    std::size_t start = 0;
    for (std::size_t position = 0; position < text.size(); ++position) {
        if (needs_escape(text[position])) {
            json.append(text, start, position - start);
            append_escape(json, text[position]);
            start = position + 1;
        }
    }
    json.append(text, start);
    json += '"';
}

}  // namespace kconnect::flight_reader
