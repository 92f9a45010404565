#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace kconnect::test {

/// An answer over HTTP.
struct HttpAnswer {
    int status = 0;
    std::string body;
};

/// GET http://127.0.0.1:PORT/PATH; absent when nobody answers there.
std::optional<HttpAnswer> http_get(std::uint16_t port, const std::string& path);

}  // namespace kconnect::test
