#pragma once

#include <string>
#include <string_view>

namespace kconnect::sql::mysql {

/// One parameter of a JDBC URL, or a further `connection.*` key.
struct UrlParameter {
    std::string name;  ///< As written.
    std::string value;
};

/// `text` with the letters A to Z as small ones.
std::string lower(std::string_view text);

/// The value for messages, without secrets.
std::string shown(const UrlParameter& parameter);

/// Throws ConfigException that names the parameter.
[[noreturn]] void refuse(const UrlParameter& parameter, std::string_view problem);

/// true, yes, 1, false, no or 0 in any case; throws ConfigException for anything else.
bool parse_boolean(const UrlParameter& parameter);

/// Milliseconds, rounded up to the whole seconds that the client library takes; throws
/// ConfigException for what is no number.
unsigned parse_timeout(const UrlParameter& parameter);

}  // namespace kconnect::sql::mysql
