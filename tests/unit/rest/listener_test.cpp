#include "rest/listener.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::rest {
namespace {

std::string message_for(std::string_view text) {
    try {
        parse_listener("listeners", text);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "";
}

TEST(Listener, HasAHostAndAPort) {
    const auto listener = parse_listener("listeners", "http://127.0.0.1:8083");

    EXPECT_EQ("127.0.0.1", listener.host);
    EXPECT_EQ(8083, listener.port);
}

TEST(Listener, HasAnEmptyHostForAllInterfaces) {
    EXPECT_EQ("", parse_listener("listeners", "HTTP://:8083").host);
}

TEST(Listener, TakesAnAddressOfVersionSixInBrackets) {
    const auto listener = parse_listener("listeners", "http://[::1]:0");

    EXPECT_EQ("::1", listener.host);
    EXPECT_EQ(0, listener.port);
}

TEST(Listener, RefusesAnotherFormWithConnectsText) {
    constexpr auto kText = "Listener doesn't have the right format (protocol://hostname:port).";

    EXPECT_EQ(kText, message_for("http://host"));
    EXPECT_EQ(kText, message_for("host:80"));
    EXPECT_EQ(kText, message_for("http://host:port"));
    EXPECT_EQ(kText, message_for("http://ho/st:80"));
    EXPECT_EQ(kText, message_for("http://host:80/"));
}

TEST(Listener, RefusesAnotherProtocolWithConnectsText) {
    EXPECT_EQ("Listener protocol must be either \"http\" or \"https\".", message_for("ftp://x:1"));
}

TEST(Listener, RefusesPortsOutOfRange) {
    EXPECT_EQ("port out of range:70000", message_for("http://x:70000"));
    EXPECT_EQ("port out of range:-1", message_for("http://x:-1"));
}

TEST(Listener, SaysThatHttpsIsNotSupportedYet) {
    EXPECT_EQ(
        "listeners=HTTPS://x:8443: HTTPS is not supported yet by kconnect 0.1.0; write http:// "
        "and put a proxy that ends TLS before it",
        message_for("HTTPS://x:8443"));
}

}  // namespace
}  // namespace kconnect::rest
