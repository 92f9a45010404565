#include "gateway/yaml_section.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

namespace kconnect::flight_gateway {
namespace {

constexpr std::size_t kLongestValueShown = 80;

std::string shown(const std::string& text) {
    return text.size() <= kLongestValueShown ? text : text.substr(0, kLongestValueShown) + "...";
}

}  // namespace

YamlSection::YamlSection(std::string file,
                         std::string what,
                         const YAML::Node& node,
                         std::initializer_list<std::string_view> keys)
    : file_(std::move(file)), what_(std::move(what)), node_(node) {
    if (!node_.IsMap()) {
        fail(node_, fmt::format("{} must be a map with keys of {}", what_, fmt::join(keys, ", ")));
    }
    std::set<std::string> seen;
    for (const auto& entry : node_) {
        if (!entry.first.IsScalar()) {
            fail(entry.first, fmt::format("{} has a key that is no text", what_));
        }
        const auto& key = entry.first.Scalar();
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            fail(entry.first,
                 fmt::format("unknown key '{}' in {}; use one of {}",
                             shown(key),
                             what_,
                             fmt::join(keys, ", ")));
        }
        if (!seen.insert(key).second) {
            fail(entry.first,
                 fmt::format("key '{}' stands twice in {}; remove one of them", key, what_));
        }
    }
}

YAML::Node YamlSection::find(std::string_view key) const {
    for (const auto& entry : node_) {
        if (entry.first.Scalar() == key) {
            return entry.second;
        }
    }
    return YAML::Node(YAML::NodeType::Undefined);
}

YamlSection YamlSection::section(std::string_view key,
                                 std::initializer_list<std::string_view> keys) const {
    return {file_, std::string(key), find(key), keys};
}

std::string YamlSection::text(std::string_view key) const {
    const auto value = find(key);
    if (!value) {
        fail(node_, fmt::format("{} has no '{}'; add it", what_, key));
    }
    if (!value.IsScalar() || value.Scalar().empty()) {
        fail(value, fmt::format("{} must be a text", key));
    }
    return value.Scalar();
}

std::vector<std::string> YamlSection::texts(std::string_view key) const {
    const auto value = find(key);
    if (value && value.IsScalar()) {
        return {text(key)};
    }
    if (!value || !value.IsSequence() || value.size() == 0) {
        fail(value ? value : node_, fmt::format("{} must be a list of texts", key));
    }
    std::vector<std::string> result;
    for (const auto& entry : value) {
        if (!entry.IsScalar() || entry.Scalar().empty()) {
            fail(entry, fmt::format("{} must be a list of texts", key));
        }
        result.push_back(entry.Scalar());
    }
    return result;
}

std::int64_t YamlSection::integer(std::string_view key,
                                  std::int64_t least,
                                  std::int64_t most) const {
    const auto value = text(key);
    std::int64_t number = 0;
    const auto* const end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc() || stop != end || number < least || number > most) {
        fail_at(
            key,
            fmt::format(
                "{} is '{}'; write a whole number from {} to {}", key, shown(value), least, most));
    }
    return number;
}

double YamlSection::number(std::string_view key, double above) const {
    const auto value = text(key);
    double number = 0;
    const auto* const end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    constexpr double kMost = 1e9;
    // Written so that a NaN fails, too.
    if (error != std::errc() || stop != end || !(number > above && number <= kMost)) {
        fail_at(key, fmt::format("{} is '{}'; write a number above {}", key, shown(value), above));
    }
    return number;
}

bool YamlSection::truth(std::string_view key) const {
    const auto value = text(key);
    if (value != "true" && value != "false") {
        fail_at(key, fmt::format("{} is '{}'; write true or false", key, shown(value)));
    }
    return value == "true";
}

void YamlSection::fail(const YAML::Node& at, const std::string& message) const {
    const auto mark = at.Mark();
    throw ConfigException(mark.is_null() ? fmt::format("{}: {}", file_, message)
                                         : fmt::format("{}:{}: {}", file_, mark.line + 1, message));
}

}  // namespace kconnect::flight_gateway
