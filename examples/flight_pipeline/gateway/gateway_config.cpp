#include "gateway/gateway_config.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "gateway/route_path.hpp"
#include "gateway/yaml_section.hpp"

namespace kconnect::flight_gateway {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kLongestTime = 900'000;  // As long as a Lambda function may run.
constexpr std::string_view kMethods[] = {
    "ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};

template <typename Number>
void read_integer(const YamlSection& section,
                  std::string_view key,
                  std::int64_t least,
                  std::int64_t most,
                  Number& value) {
    if (section.has(key)) {
        value = static_cast<Number>(section.integer(key, least, most));
    }
}

void read_time(const YamlSection& section, std::string_view key, milliseconds& value) {
    if (section.has(key)) {
        value = milliseconds(section.integer(key, 1, kLongestTime));
    }
}

void read_limits(const YamlSection& section, GatewayConfig& config) {
    constexpr std::int64_t kMost = 1 << 30;
    read_integer(section, "body_bytes", 0, kMost, config.body_bytes);
    config.all_bodies_bytes = std::max(config.all_bodies_bytes, config.body_bytes);
    read_integer(section,
                 "all_bodies_bytes",
                 static_cast<std::int64_t>(config.body_bytes),
                 std::int64_t{1} << 40,
                 config.all_bodies_bytes);
    read_integer(section, "header_bytes", 256, 1 << 20, config.header_bytes);
    read_integer(section, "connections", 1, 1'000'000, config.connections);
    read_time(section, "idle_ms", config.idle);
}

RateConfig read_rate(const YamlSection& section) {
    RateConfig rate;
    rate.per_second = section.number("per_second", 0);
    rate.burst = std::max(1.0, rate.per_second);
    if (section.has("burst")) {
        rate.burst = static_cast<double>(section.integer("burst", 1, 1'000'000'000));
    }
    return rate;
}

void read_rates(const YamlSection& section, GatewayConfig& config) {
    if (section.has("per_client")) {
        config.rate_per_client = read_rate(section.section("per_client", {"per_second", "burst"}));
    }
    if (section.has("all")) {
        config.rate_of_all = read_rate(section.section("all", {"per_second", "burst"}));
    }
}

bool is_token(std::string_view text) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
               (character >= 'A' && character <= 'Z') ||
               kMarks.find(character) != std::string_view::npos;
    });
}

std::vector<std::string> read_tokens(const YamlSection& section, std::string_view key) {
    auto names = section.texts(key);
    for (const auto& name : names) {
        if (!is_token(name)) {
            section.fail_at(
                key, fmt::format("{} has '{}', which is no name of a header or method", key, name));
        }
    }
    return names;
}

bool is_origin(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.starts_with(scheme)) {
            const auto host = text.substr(scheme.size());
            return host == "*" ||
                   (!host.empty() && host.find_first_of("/?#@* \t,\r\n") == std::string_view::npos);
        }
    }
    return text == "*" || text == "null";
}

/// What lets any page act as its visitor, and what browsers do not take together with credentials.
void check_credentials(const YamlSection& section, const CorsConfig& cors) {
    const auto is_anyone = [](const std::string& text) {
        return text.find('*') != std::string::npos || text == "null";
    };
    if (std::any_of(cors.allow_origins.begin(), cors.allow_origins.end(), is_anyone)) {
        section.fail_at(
            "allow_credentials",
            "allow_credentials may not be true while allow_origins has a wildcard or null: any "
            "page could act as its visitor; list the origins or write false");
    }
    for (const auto* const names :
         {&cors.allow_methods, &cors.allow_headers, &cors.expose_headers}) {
        if (std::find(names->begin(), names->end(), "*") != names->end()) {
            section.fail_at("allow_credentials",
                            "allow_credentials may not be true while methods or headers have a "
                            "wildcard: browsers take * as a name then; list them or write false");
        }
    }
}

CorsConfig read_cors(const YamlSection& section) {
    CorsConfig cors;
    cors.allow_origins = section.texts("allow_origins");
    for (const auto& origin : cors.allow_origins) {
        if (!is_origin(origin)) {
            section.fail_at("allow_origins",
                            fmt::format("'{}' is no origin; write *, https://* or one like "
                                        "https://page.example:8443, without a path",
                                        origin));
        }
    }
    if (section.has("allow_methods")) {
        cors.allow_methods = read_tokens(section, "allow_methods");
    }
    if (section.has("allow_headers")) {
        cors.allow_headers = read_tokens(section, "allow_headers");
    }
    if (section.has("expose_headers")) {
        cors.expose_headers = read_tokens(section, "expose_headers");
    }
    if (section.has("max_age")) {
        cors.max_age = std::chrono::seconds(section.integer("max_age", -1, 86'400));
    }
    if (section.has("allow_credentials")) {
        cors.allow_credentials = section.truth("allow_credentials");
    }
    if (cors.allow_credentials) {
        check_credentials(section, cors);
    }
    return cors;
}

PayloadFormat read_payload(const YamlSection& section) {
    const auto text = section.text("payload");
    if (text != "1.0" && text != "2.0") {
        section.fail_at("payload", fmt::format("payload is '{}'; write \"1.0\" or \"2.0\"", text));
    }
    return text == "1.0" ? PayloadFormat::kOne : PayloadFormat::kTwo;
}

RouteConfig read_route(const YamlSection& section) {
    RouteConfig route;
    route.methods = section.texts("methods");
    for (const auto& method : route.methods) {
        if (std::find(std::begin(kMethods), std::end(kMethods), method) == std::end(kMethods)) {
            section.fail_at("methods",
                            fmt::format("methods has '{}'; use GET, HEAD, POST, PUT, PATCH, "
                                        "DELETE, OPTIONS or ANY",
                                        method));
        }
    }
    route.path = section.text("path");
    try {
        parse_route_path(route.path);
    } catch (const ConfigException& error) {
        section.fail_at("path", error.what());
    }
    route.function = section.text("function");
    if (route.function != "flight_reader") {
        section.fail_at("function",
                        fmt::format("unknown function '{}'; use flight_reader", route.function));
    }
    if (section.has("payload")) {
        route.payload = read_payload(section);
    }
    return route;
}

void read_routes(const YamlSection& root, GatewayConfig& config) {
    const auto list = root.find("routes");
    if (!list || !list.IsSequence() || list.size() == 0) {
        root.fail(list, "routes must be a list of at least one route");
    }
    std::map<std::string, int> lines;  // Of "METHOD shape of the path".
    for (const auto& node : list) {
        const YamlSection section(
            root.file(), "a route", node, {"methods", "path", "function", "payload"});
        config.routes.push_back(read_route(section));
        const auto& route = config.routes.back();
        for (const auto& method : route.methods) {
            const int line = node.Mark().line + 1;
            const auto shape = method + " " + shape_of(parse_route_path(route.path));
            const auto [found, is_new] = lines.emplace(shape, line);
            if (!is_new) {
                root.fail(
                    node,
                    fmt::format("route {} {} is the same as that of line {}; remove one of them",
                                method,
                                route.path,
                                found->second));
            }
        }
    }
}

std::string read_policy(const YamlSection& root) {
    auto policy = root.text("content_security_policy");
    if (std::any_of(policy.begin(), policy.end(), [](char character) {
            return character < ' ' || character > '~';
        })) {
        root.fail_at("content_security_policy",
                     "content_security_policy must be one line of ASCII, such as \"default-src "
                     "'self'\", or off");
    }
    return policy;
}

/// A path of the file counts from the file's folder.
std::filesystem::path from_folder_of(const YamlSection& root, const std::string& path) {
    return std::filesystem::path(root.file()).parent_path() / path;
}

void read_static(const YamlSection& root, GatewayConfig& config) {
    const auto folder = from_folder_of(root, root.text("static"));
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        root.fail_at("static",
                     fmt::format("static: there is no folder {}; name one or remove the key",
                                 folder.string()));
    }
    config.static_folder = folder;
}

YAML::Node load(const std::filesystem::path& file) {
    try {
        return YAML::LoadFile(file.string());
    } catch (const YAML::BadFile&) {
        throw ConfigException(
            fmt::format("{}: the file cannot be read; name one that exists", file.string()));
    } catch (const YAML::Exception& error) {
        throw ConfigException(
            fmt::format("{}:{}: no YAML: {}", file.string(), error.mark.line + 1, error.msg));
    }
}

void read_all(const YamlSection& root, GatewayConfig& config) {
    if (root.has("listen")) {
        try {
            set_listen(config, root.text("listen"));
        } catch (const ConfigException& error) {
            root.fail_at("listen", error.what());
        }
    }
    read_integer(root, "threads", 1, 1024, config.threads);
    read_integer(root, "queue", 0, 1'000'000, config.queue);
    read_time(root, "timeout_ms", config.timeout);
    read_time(root, "drain_ms", config.drain);
    if (root.has("limits")) {
        read_limits(
            root.section(
                "limits",
                {"body_bytes", "all_bodies_bytes", "header_bytes", "connections", "idle_ms"}),
            config);
    }
    if (root.has("rate")) {
        read_rates(root.section("rate", {"per_client", "all"}), config);
    }
    if (root.has("cors")) {
        config.cors = read_cors(root.section("cors",
                                             {"allow_origins",
                                              "allow_methods",
                                              "allow_headers",
                                              "expose_headers",
                                              "max_age",
                                              "allow_credentials"}));
    }
    if (root.has("access_log")) {
        config.access_log = root.text("access_log");
        if (config.access_log != "stdout" && config.access_log != "off") {
            config.access_log = from_folder_of(root, config.access_log).string();
        }
    }
    if (root.has("static")) {
        read_static(root, config);
    }
    if (root.has("content_security_policy")) {
        config.content_security_policy = read_policy(root);
    }
    read_routes(root, config);
}

}  // namespace

void set_listen(GatewayConfig& config, std::string_view text) {
    const auto colon = text.rfind(':');
    const auto digits =
        colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, port);
    auto host = text.substr(0, std::min(colon, text.size()));
    const bool has_brackets = host.starts_with('[') && host.ends_with(']');
    if (has_brackets) {
        host = host.substr(1, host.size() - 2);
    }
    if (digits.empty() || error != std::errc() || stop != end ||
        (!has_brackets && host.find(':') != std::string_view::npos)) {
        throw ConfigException(fmt::format(
            "listen is '{}'; write HOST:PORT, such as 127.0.0.1:8080, [::1]:8080 or :8080", text));
    }
    config.host = host;
    config.port = port;
}

GatewayConfig read_gateway_config(const std::filesystem::path& file) {
    GatewayConfig config;
    const YamlSection root(file.string(),
                           "the file",
                           load(file),
                           {"listen",
                            "threads",
                            "queue",
                            "timeout_ms",
                            "drain_ms",
                            "limits",
                            "rate",
                            "cors",
                            "access_log",
                            "static",
                            "content_security_policy",
                            "routes"});
    read_all(root, config);
    return config;
}

}  // namespace kconnect::flight_gateway
