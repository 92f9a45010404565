#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kconnect::flight_gateway {

/// The form of the events that a function gets.
enum class PayloadFormat : std::uint8_t { kOne, kTwo };

/// Which requests go to which function.
struct RouteConfig {
    std::vector<std::string> methods;  ///< "GET"; "ANY" stands for all.
    std::string path;                  ///< "/aircraft/{aircraft_id}"
    std::string function;
    PayloadFormat payload = PayloadFormat::kTwo;
};

/// A token bucket: `burst` requests at once, then `per_second`.
struct RateConfig {
    double per_second = 0;
    double burst = 0;
};

/// Which pages of other origins may read answers.
struct CorsConfig {
    std::vector<std::string> allow_origins{};  ///< "*", "https://*" or "https://page.example".
    std::vector<std::string> allow_methods{"GET"};
    std::vector<std::string> allow_headers{};
    std::vector<std::string> expose_headers{};
    std::optional<std::chrono::seconds> max_age{};
    bool allow_credentials = false;
};

/// What `gateway.yaml` says.
struct GatewayConfig {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one.
    std::size_t threads = 8;    ///< Calls of functions at a time.
    std::size_t queue = 64;     ///< Requests that wait for a thread; beyond them 503 is answered.
    std::chrono::milliseconds timeout{29'000};  ///< Then 504 is answered.
    std::chrono::milliseconds drain{10'000};    ///< What requests get to end at SIGTERM.
    std::chrono::milliseconds idle{60'000};     ///< For a client to send a request.
    std::size_t connections = 1024;
    std::uint32_t header_bytes = 10 * 1024;
    std::uint64_t body_bytes = 10ULL * 1024 * 1024;
    std::uint64_t all_bodies_bytes =
        256 * 1024 * 1024;  ///< At a time; beyond them 503 is answered.
    std::optional<RateConfig> rate_per_client;
    std::optional<RateConfig> rate_of_all;
    std::optional<CorsConfig> cors;
    std::string access_log = "stdout";    ///< "stdout", "off" or a file.
    std::filesystem::path static_folder;  ///< Empty: no page is served.
    /// What the page may load, as the header of that name says; "off" for none.
    std::string content_security_policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
        "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    std::vector<RouteConfig> routes;
};

/// Reads a file. Throws ConfigException, "gateway.yaml:7: ..." with what may stand there, for
/// unknown and doubled keys, doubled routes and bad values. Paths in it count from its folder.
GatewayConfig read_gateway_config(const std::filesystem::path& file);

/// "127.0.0.1:8080", "[::1]:0" or ":8080". Throws ConfigException.
void set_listen(GatewayConfig& config, std::string_view text);

}  // namespace kconnect::flight_gateway
