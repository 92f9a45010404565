#include "rest/cross_origin.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::rest {
namespace {

/// The matcher's stack grows with the text; no origin is that long.
constexpr std::size_t kLongestOrigin = 512;

/// What is left between `separator`s, without blanks around it and without what is empty then.
std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        const auto part = text.substr(0, end);
        const auto first = part.find_first_not_of(" \t");
        if (first != std::string_view::npos) {
            parts.emplace_back(part.substr(first, part.find_last_not_of(" \t") - first + 1));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) {
        text += (text.empty() ? "" : ",") + part;
    }
    return text;
}

}  // namespace

CrossOrigin::CrossOrigin(std::string_view origins, std::string_view methods) {
    for (const auto& pattern : split(origins, ',')) {
        is_enabled_ = true;
        if (pattern == "*") {
            allows_any_ = true;
            continue;
        }
        try {
            patterns_.emplace_back(pattern, std::regex::ECMAScript | std::regex::icase);
        } catch (const std::regex_error& error) {
            throw ConfigException("access.control.allow.origin",
                                  pattern,
                                  fmt::format("no regular expression: {}", error.what()));
        }
    }
    methods_ = join(split(methods, ','));
    if (methods_.empty()) {
        methods_ = "GET,POST,HEAD";
    }
}

bool CrossOrigin::allows(std::string_view origins) const {
    if (allows_any_) {
        return true;
    }
    const auto parts = split(origins, ' ');
    return std::any_of(parts.begin(), parts.end(), [this](const auto& origin) {
        return origin.size() <= kLongestOrigin &&
               std::any_of(patterns_.begin(), patterns_.end(), [&origin](const auto& pattern) {
                   return std::regex_match(origin, pattern);
               });
    });
}

Headers CrossOrigin::headers_for(const Request& request) const {
    if (!is_enabled_) {
        return {};
    }
    Headers headers = {{"Vary", "Origin"}};
    const auto origin = header(request.headers, "Origin");
    if (origin.empty() || !allows(origin)) {
        return headers;
    }
    headers.emplace_back("Access-Control-Allow-Origin", origin);
    const bool is_preflight = request.method == "OPTIONS" &&
                              !header(request.headers, "Access-Control-Request-Method").empty();
    if (is_preflight) {
        headers.emplace_back("Access-Control-Allow-Methods", methods_);
        headers.emplace_back("Access-Control-Allow-Headers", "Content-Type");
        headers.emplace_back("Access-Control-Max-Age", "60");
    }
    return headers;
}

}  // namespace kconnect::rest
