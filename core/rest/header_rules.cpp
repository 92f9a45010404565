#include "rest/header_rules.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "http/http_date.hpp"

namespace kconnect::rest {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The parts between commas; quotes around a part, or within it, protect commas and are dropped.
std::vector<std::string> split_csv(std::string_view text) {
    std::vector<std::string> parts(1);
    bool quoted = false;
    for (const char character : text) {
        if (character == '"') {
            quoted = !quoted;
        } else if (character == ',' && !quoted) {
            parts.emplace_back();
        } else {
            parts.back() += character;
        }
    }
    return parts;
}

/// The value of setDate and addDate: milliseconds since 1970.
std::string date_value(std::string_view text, std::string_view rule) {
    long long milliseconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw ConfigException(fmt::format(
            "Invalid header config '{}': a date is a number of milliseconds since 1970", rule));
    }
    return http::http_date(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(milliseconds)));
}

HeaderRule parse_rule(std::string_view rule) {
    const auto text = trim(rule);
    const auto action_end = text.find_first_of(kBlanks);
    if (action_end == std::string_view::npos) {
        throw ConfigException(
            fmt::format("Invalid format of header config '{}'. "
                        "Expected: '[action] [header name]:[header value]'",
                        rule));
    }
    const auto action = text.substr(0, action_end);
    const bool is_date =
        equals_ignoring_case(action, "setDate") || equals_ignoring_case(action, "addDate");
    const bool replaces =
        equals_ignoring_case(action, "set") || equals_ignoring_case(action, "setDate");
    if (!is_date && !replaces && !equals_ignoring_case(action, "add")) {
        throw ConfigException(
            fmt::format("Invalid header config action: '{}'. "
                        "Expected one of [set, add, setDate, addDate]",
                        action));
    }
    const auto header = trim(text.substr(action_end));
    const auto colon = header.find(':');
    if (colon == std::string_view::npos || colon != header.rfind(':') ||
        colon + 1 == header.size()) {
        throw ConfigException(
            fmt::format("Invalid format of header name and header value pair "
                        "'{}'. Expected: '[header name]:[header value]'",
                        header));
    }
    const auto name = trim(header.substr(0, colon));
    if (name.empty() || name.find_first_of(kBlanks) != std::string_view::npos) {
        throw ConfigException(fmt::format(
            "Invalid header name '{}'. The '[header name]' cannot contain whitespace", name));
    }
    const auto value = trim(header.substr(colon + 1));
    return {.replaces = replaces,
            .name = std::string(name),
            .value = is_date ? date_value(value, text) : std::string(value)};
}

}  // namespace

std::vector<HeaderRule> parse_header_rules(std::string_view text) {
    std::vector<HeaderRule> rules;
    if (trim(text).empty()) {
        return rules;
    }
    for (const auto& part : split_csv(text)) {
        rules.push_back(parse_rule(trim(part)));
    }
    return rules;
}

void apply_rules(const std::vector<HeaderRule>& rules, Headers& headers) {
    for (const auto& rule : rules) {
        if (rule.replaces) {
            headers.erase(std::remove_if(headers.begin(),
                                         headers.end(),
                                         [&rule](const auto& entry) {
                                             return equals_ignoring_case(entry.first, rule.name);
                                         }),
                          headers.end());
        }
        headers.emplace_back(rule.name, rule.value);
    }
}

}  // namespace kconnect::rest
