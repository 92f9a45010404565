#include "reader/percent_encoding.hpp"

#include <charconv>
#include <string>

#include "reader/request_error.hpp"

namespace kconnect::flight_reader {
namespace {

std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t position = 0; position < text.size(); ++position) {
        if (text[position] != '%') {
            result += text[position] == '+' ? ' ' : text[position];
            continue;
        }
        const std::string_view digits = text.substr(position + 1, 2);
        unsigned code = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) {
            throw bad_request("The query string has a '%' without two hexadecimal digits in " +
                              shown(text));
        }
        result += static_cast<char>(code);
        position += 2;
    }
    return result;
}

}  // namespace

QueryParameters parse_query_string(std::string_view text) {
    QueryParameters parameters;
    while (!text.empty()) {
        const std::size_t end = text.find('&');
        const std::string_view part = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (part.empty()) {
            continue;
        }
        const std::size_t equals = part.find('=');
        parameters.emplace_back(
            decoded(part.substr(0, equals)),
            equals == std::string_view::npos ? std::string() : decoded(part.substr(equals + 1)));
    }
    return parameters;
}

}  // namespace kconnect::flight_reader
