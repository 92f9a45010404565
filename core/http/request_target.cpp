#include "http/request_target.hpp"

#include <algorithm>
#include <utility>

namespace kconnect::http {
namespace {

int hex_digit(char character) {
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    if (character >= 'a' && character <= 'f') {
        return character - 'a' + 10;
    }
    if (character >= 'A' && character <= 'F') {
        return character - 'A' + 10;
    }
    return -1;
}

/// The byte of the escape at `at`, -1 when it is none.
int escaped_byte(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size()) {
        return -1;
    }
    const int high = hex_digit(text[at + 1]);
    const int low = hex_digit(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Decodes one segment of a path, where Jetty allows no escapes of what means something to it.
std::string decode_segment(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            result += text[at];
            continue;
        }
        const int byte = escaped_byte(text, at);
        if (byte < 0) {
            throw BadTarget("Bad URI encoding");
        }
        if (byte == '/') {
            throw BadTarget("Ambiguous URI path separator");
        }
        if (byte == '%') {
            throw BadTarget("Ambiguous URI path encoding");
        }
        if (byte == 0) {
            throw BadTarget("Illegal character");
        }
        result += static_cast<char>(byte);
        at += 2;
    }
    if (text.find('%') != std::string_view::npos && (result == "." || result == "..")) {
        throw BadTarget("Ambiguous URI path segment");
    }
    return result;
}

/// Decodes a name or value of a query; a bad escape stands for itself.
std::string decode_query(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int byte = text[at] == '%' ? escaped_byte(text, at) : -1;
        if (byte >= 0) {
            result += static_cast<char>(byte);
            at += 2;
        } else {
            result += text[at] == '+' ? ' ' : text[at];
        }
    }
    return result;
}

std::vector<std::string> parse_path(std::string_view text) {
    if (text.empty() || text.front() != '/') {
        throw BadTarget("Bad URI");
    }
    std::vector<std::string> path;
    text.remove_prefix(1);
    while (!text.empty()) {
        const auto end = std::min(text.find('/'), text.size());
        const auto segment = text.substr(0, end);
        if (segment.empty()) {
            throw BadTarget("Ambiguous URI empty segment");
        }
        if (segment == ".." && path.empty()) {
            throw BadTarget("Bad URI");
        }
        if (segment == "..") {
            path.pop_back();
        } else if (segment != ".") {
            path.push_back(decode_segment(segment));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return path;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> query;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto entry = text.substr(0, end);
        if (!entry.empty()) {
            const auto sign = std::min(entry.find('='), entry.size());
            query.emplace_back(decode_query(entry.substr(0, sign)),
                               decode_query(entry.substr(std::min(sign + 1, entry.size()))));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return query;
}

/// Without "http://host:port", which a request by way of a proxy has.
std::string_view without_authority(std::string_view text) {
    const auto scheme_end = text.find("://");
    if (text.starts_with('/') || scheme_end == std::string_view::npos) {
        return text;
    }
    const auto path = text.find('/', scheme_end + 3);
    return path == std::string_view::npos ? std::string_view("/") : text.substr(path);
}

}  // namespace

RequestTarget parse_target(std::string_view text) {
    text = without_authority(text.substr(0, text.find('#')));
    const auto mark = std::min(text.find('?'), text.size());
    return {parse_path(text.substr(0, mark)),
            parse_query(text.substr(std::min(mark + 1, text.size())))};
}

std::optional<std::string_view> parameter(const RequestTarget& target, std::string_view name) {
    for (const auto& [key, value] : target.query) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace kconnect::http
