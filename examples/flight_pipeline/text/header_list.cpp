#include "text/header_list.hpp"

#include <algorithm>

namespace kconnect::flight_text {
namespace {

char lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Where the first element ends.
std::size_t element_size(std::string_view text) noexcept {
    bool in_quotes = false;
    for (std::size_t position = 0; position < text.size(); ++position) {
        in_quotes = in_quotes != (text[position] == '"');
        if (text[position] == ',' && !in_quotes) {
            return position;
        }
    }
    return text.size();
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return lower(a) == lower(b);
    });
}

std::vector<std::string_view> header_elements(std::string_view text) {
    std::vector<std::string_view> elements;
    while (!text.empty()) {
        const std::size_t size = element_size(text);
        const std::string_view element = trimmed(text.substr(0, size));
        if (!element.empty()) {
            elements.push_back(element);
        }
        text.remove_prefix(std::min(text.size(), size + 1));
    }
    return elements;
}

bool has_entity_tag(std::string_view if_none_match, std::string_view tag) {
    const auto opaque = [](std::string_view text) {
        return text.substr(text.starts_with("W/") ? 2 : 0);
    };
    const auto elements = header_elements(if_none_match);
    return std::any_of(elements.begin(), elements.end(), [&](std::string_view element) {
        return element == "*" || opaque(element) == opaque(tag);
    });
}

}  // namespace kconnect::flight_text
