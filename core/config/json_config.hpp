#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <kconnect/config_map.hpp>

namespace kconnect {

/// A JSON object of scalars, as Java reads it into a map of strings: `1`, `1.50` and `true` keep
/// their text.
struct JsonScalars {
    ConfigMap texts;
    std::set<std::string> nulls;    ///< Members that are null.
    std::set<std::string> nesting;  ///< Members that are objects or arrays.
};

/// The two levels of a JSON object that a connector file can have.
struct JsonConfig {
    JsonScalars top;
    std::optional<JsonScalars> config;  ///< The member `config`, if it is an object.
};

/// Reads the first JSON value of `text`; what follows it is ignored, as in Java. Absent when it is
/// no JSON object.
std::optional<JsonConfig> parse_json_config(std::string_view text);

}  // namespace kconnect
