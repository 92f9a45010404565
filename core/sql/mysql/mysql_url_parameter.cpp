#include "mysql/mysql_url_parameter.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "src/url_text.hpp"

namespace kconnect::sql::mysql {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32)
                                              : static_cast<char>(letter);
    });
    return result;
}

std::string shown(const UrlParameter& parameter) {
    return without_nested_secrets(parameter.value);
}

void refuse(const UrlParameter& parameter, std::string_view problem) {
    throw ConfigException(fmt::format("Connection parameter '{}': {}", parameter.name, problem));
}

bool parse_boolean(const UrlParameter& parameter) {
    const std::string value = lower(parameter.value);
    if (value == "true" || value == "yes" || value == "1") {
        return true;
    }
    if (value == "false" || value == "no" || value == "0") {
        return false;
    }
    refuse(parameter, fmt::format("'{}' is neither true nor false", shown(parameter)));
}

unsigned parse_timeout(const UrlParameter& parameter) {
    unsigned milliseconds = 0;
    const char* end = parameter.value.data() + parameter.value.size();
    const auto [stop, error] = std::from_chars(parameter.value.data(), end, milliseconds);
    if (error != std::errc() || stop != end) {
        refuse(parameter, fmt::format("'{}' is not a number of milliseconds", shown(parameter)));
    }
    // The library makes an int of milliseconds of them, so that longer ones would become short.
    constexpr unsigned kMostSeconds = std::numeric_limits<int>::max() / 1000;
    return std::min(milliseconds / 1000 + (milliseconds % 1000 != 0 ? 1 : 0), kMostSeconds);
}

}  // namespace kconnect::sql::mysql
