#include "gateway/gateway_config.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/scratch_folder.hpp"

namespace kconnect::flight_gateway {
namespace {

using testing::ElementsAre;

const std::string kRoutes =
    "routes:\n"
    "  - methods: [GET]\n"
    "    path: /flightData\n"
    "    function: flight_reader\n";

GatewayConfig config_of(const std::string& text) {
    const test::ScratchFolder folder;
    return read_gateway_config(folder.write("gateway.yaml", text));
}

/// What is wrong with a file, without its folder.
std::string fault_of(const std::string& text) {
    const test::ScratchFolder folder;
    try {
        read_gateway_config(folder.write("gateway.yaml", text));
    } catch (const ConfigException& error) {
        return std::string(error.what()).substr(folder.path().string().size() + 1);
    }
    return "";
}

TEST(GatewayConfig, HasAwsLimitsWhenNothingIsSaid) {
    const auto config = config_of(kRoutes);

    EXPECT_EQ(std::chrono::seconds(29), config.timeout);
    EXPECT_EQ(10U * 1024 * 1024, config.body_bytes);
    EXPECT_EQ("127.0.0.1", config.host);
    EXPECT_EQ(8080, config.port);
    EXPECT_FALSE(config.cors);
    EXPECT_FALSE(config.rate_per_client);
    ASSERT_EQ(1U, config.routes.size());
    EXPECT_THAT(config.routes[0].methods, ElementsAre("GET"));
    EXPECT_EQ(PayloadFormat::kTwo, config.routes[0].payload);
}

TEST(GatewayConfig, ReadsAllKeys) {
    const auto config = config_of(
        "listen: '[::1]:9'\nthreads: 2\nqueue: 0\ntimeout_ms: 5\ndrain_ms: 6\n"
        "limits: {body_bytes: 7, all_bodies_bytes: 70, header_bytes: 800, connections: 9, idle_ms: "
        "10}\n"
        "rate:\n  per_client: {per_second: 0.5, burst: 3}\n  all: {per_second: 20}\n"
        "cors: {allow_origins: ['https://a.b'], allow_methods: [GET, PUT], allow_headers: X-A,\n"
        "       expose_headers: [ETag], max_age: 600, allow_credentials: true}\n"
        "access_log: 'off'\nstatic: .\ncontent_security_policy: \"default-src 'self'\"\n"
        "routes:\n  - {methods: ANY, path: '/a/{b}', function: flight_reader, payload: '1.0'}\n");

    EXPECT_EQ("::1", config.host);
    EXPECT_EQ(9, config.port);
    EXPECT_EQ(2U, config.threads);
    EXPECT_EQ(7U, config.body_bytes);
    EXPECT_EQ(70U, config.all_bodies_bytes);
    EXPECT_EQ("default-src 'self'", config.content_security_policy);
    EXPECT_EQ(800U, config.header_bytes);
    EXPECT_EQ(0.5, config.rate_per_client->per_second);
    EXPECT_EQ(3, config.rate_per_client->burst);
    EXPECT_EQ(20, config.rate_of_all->burst);
    EXPECT_THAT(config.cors->allow_headers, ElementsAre("X-A"));
    EXPECT_TRUE(config.cors->allow_credentials);
    EXPECT_EQ(PayloadFormat::kOne, config.routes[0].payload);
}

TEST(GatewayConfig, CountsPathsFromTheFolderOfTheFile) {
    const test::ScratchFolder folder;
    const auto read = [&folder](const std::string& log) {
        return read_gateway_config(
                   folder.write("gateway.yaml", "access_log: " + log + "\n" + kRoutes))
            .access_log;
    };

    EXPECT_EQ((folder.path() / "access.log").string(), read("access.log"));
    EXPECT_EQ("/var/log/access.log", read("/var/log/access.log"));
    EXPECT_EQ("stdout", read("stdout"));
}

TEST(GatewayConfig, NamesFileLineAndRemedyOfUnknownKeys) {
    EXPECT_EQ(
        "gateway.yaml:1: unknown key 'cros' in the file; use one of listen, threads, queue, "
        "timeout_ms, drain_ms, limits, rate, cors, access_log, static, content_security_policy, "
        "routes",
        fault_of("cros: {}\n" + kRoutes));
    EXPECT_EQ(
        "gateway.yaml:5: unknown key 'timeout' in a route; use one of methods, path, function, "
        "payload",
        fault_of(kRoutes + "    timeout: 1\n"));
    EXPECT_EQ("gateway.yaml:2: key 'threads' stands twice in the file; remove one of them",
              fault_of("threads: 1\nthreads: 2\n" + kRoutes));
}

TEST(GatewayConfig, RefusesDoubledRoutes) {
    EXPECT_EQ(
        "gateway.yaml:5: route GET /flightData is the same as that of line 2; remove one of them",
        fault_of(kRoutes +
                 "  - {methods: [PUT, GET], path: /flightData, function: flight_reader}\n"));
    EXPECT_EQ("gateway.yaml:3: route GET /{b} is the same as that of line 2; remove one of them",
              fault_of("routes:\n  - {methods: GET, path: '/{a}', function: flight_reader}\n"
                       "  - {methods: GET, path: '/{b}', function: flight_reader}\n"));
}

TEST(GatewayConfig, RefusesAWildcardWithCredentials) {
    EXPECT_EQ(
        "gateway.yaml:3: allow_credentials may not be true while allow_origins has a wildcard or "
        "null: any page could act as its visitor; list the origins or write false",
        fault_of("cors:\n  allow_origins: ['https://*']\n  allow_credentials: true\n" + kRoutes));
    EXPECT_THAT(fault_of("cors: {allow_origins: 'null', allow_credentials: true}\n" + kRoutes),
                testing::HasSubstr("has a wildcard or null: any page"));
    EXPECT_EQ(
        "gateway.yaml:1: allow_credentials may not be true while methods or headers have a "
        "wildcard: browsers take * as a name then; list them or write false",
        fault_of("cors: {allow_origins: 'http://a.b', allow_headers: '*', allow_credentials: true}"
                 "\n" +
                 kRoutes));
}

TEST(GatewayConfig, RefusesBadValues) {
    EXPECT_EQ("gateway.yaml:1: threads is '0'; write a whole number from 1 to 1024",
              fault_of("threads: 0\n" + kRoutes));
    EXPECT_EQ(
        "gateway.yaml:1: all_bodies_bytes is '6'; write a whole number from 7 to 1099511627776",
        fault_of("limits: {body_bytes: 7, all_bodies_bytes: 6}\n" + kRoutes));
    EXPECT_EQ(
        "gateway.yaml:1: content_security_policy must be one line of ASCII, such as \"default-src "
        "'self'\", or off",
        fault_of("content_security_policy: \"a\\nb\"\n" + kRoutes));
    EXPECT_EQ("gateway.yaml:1: timeout_ms is '5s'; write a whole number from 1 to 900000",
              fault_of("timeout_ms: 5s\n" + kRoutes));
    EXPECT_EQ("gateway.yaml:1: per_second is 'nan'; write a number above 0",
              fault_of("rate: {all: {per_second: nan}}\n" + kRoutes));
    EXPECT_EQ(
        "gateway.yaml:1: listen is 'here'; write HOST:PORT, such as 127.0.0.1:8080, [::1]:8080 or "
        ":8080",
        fault_of("listen: here\n" + kRoutes));
    EXPECT_EQ(
        "gateway.yaml:1: 'page.example' is no origin; write *, https://* or one like "
        "https://page.example:8443, without a path",
        fault_of("cors: {allow_origins: page.example}\n" + kRoutes));
    EXPECT_EQ("gateway.yaml:5: payload is '3'; write \"1.0\" or \"2.0\"",
              fault_of(kRoutes + "    payload: 3\n"));
    EXPECT_EQ(
        "gateway.yaml:1: methods has 'FETCH'; use GET, HEAD, POST, PUT, PATCH, DELETE, "
        "OPTIONS or ANY",
        fault_of("routes: [{methods: FETCH, path: /a, function: flight_reader}]"));
    EXPECT_EQ("gateway.yaml:1: unknown function 'f'; use flight_reader",
              fault_of("routes: [{methods: GET, path: /a, function: f}]"));
    EXPECT_EQ("gateway.yaml:1: path /health is the gateway's own; choose another",
              fault_of("routes: [{methods: GET, path: /health, function: flight_reader}]"));
    EXPECT_EQ("gateway.yaml:1: a route has no 'path'; add it",
              fault_of("routes: [{methods: GET, function: flight_reader}]"));
}

TEST(GatewayConfig, RefusesWhatIsNoConfiguration) {
    EXPECT_THAT(fault_of("a: [\n"), testing::StartsWith("gateway.yaml:"));
    EXPECT_THAT(fault_of("text"), testing::HasSubstr("the file must be a map with keys of listen"));
    EXPECT_THAT(fault_of(""), testing::HasSubstr("the file must be a map"));
    EXPECT_THAT(fault_of("threads: 1\n"), testing::HasSubstr("routes must be a list"));
    EXPECT_THAT(fault_of("static: nowhere\n" + kRoutes),
                testing::AllOf(testing::StartsWith("gateway.yaml:1: static: there is no folder "),
                               testing::HasSubstr("nowhere; name one or remove the key")));
    try {
        read_gateway_config("/no/such.yaml");
        FAIL() << "no exception";
    } catch (const ConfigException& error) {
        EXPECT_STREQ("/no/such.yaml: the file cannot be read; name one that exists", error.what());
    }
}

TEST(GatewayConfig, IsThatOfTheExample) {
    std::ifstream stream(KCONNECT_GATEWAY_FILE);
    std::stringstream text;
    text << stream.rdbuf();
    const test::ScratchFolder folder;
    std::filesystem::create_directory(folder.path() / "page");

    const auto config = read_gateway_config(folder.write("gateway.yaml", text.str()));

    EXPECT_EQ("/flightData", config.routes.at(0).path);
    EXPECT_TRUE(config.cors);
}

}  // namespace
}  // namespace kconnect::flight_gateway
