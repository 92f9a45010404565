#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rest/http_words.hpp"

namespace kconnect::rest {

/// One rule of `response.http.headers.config`: "set X-Frame-Options:DENY".
struct HeaderRule {
    bool replaces = true;  ///< set and setDate; add and addDate leave what is there.
    std::string name;
    std::string value;
};

/// Reads rules, separated by commas, each in double quotes if it has a comma itself. Throws
/// ConfigException with Connect's text.
std::vector<HeaderRule> parse_header_rules(std::string_view text);

/// Does what the rules say.
void apply_rules(const std::vector<HeaderRule>& rules, Headers& headers);

}  // namespace kconnect::rest
