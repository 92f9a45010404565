#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kconnect::rest {

/// An address that the server listens at, as `listeners` names it: "http://127.0.0.1:8083".
struct Listener {
    std::string host;        ///< Empty: all interfaces.
    std::uint16_t port = 0;  ///< 0: any free one.
    std::string text;        ///< As it was written.
};

/// Which resources a listener serves.
enum class ListenerRole : std::uint8_t { kRegular, kAdmin };

/// Reads one URL of `listeners` or `admin.listeners`; `key` names it in messages. Throws
/// ConfigException, with Connect's text where it has one; also for https, which is not supported.
Listener parse_listener(std::string_view key, std::string_view text);

}  // namespace kconnect::rest
