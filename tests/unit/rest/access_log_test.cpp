#include "rest/access_log.hpp"

#include <gtest/gtest.h>

namespace kconnect::rest {
namespace {

constexpr std::chrono::sys_time<std::chrono::milliseconds> kNow{
    std::chrono::milliseconds(1795363786123)};

TEST(AccessLine, HasTheFormOfConnectsLog) {
    const Access access{.client = "127.0.0.1",
                        .request_line = "GET /connectors HTTP/1.1",
                        .user_agent = "curl/7.88.1",
                        .status = 200,
                        .body_bytes = 38,
                        .duration = std::chrono::milliseconds(4)};

    EXPECT_EQ(
        "127.0.0.1 - - [22/Nov/2026:16:09:46 +0000] \"GET /connectors HTTP/1.1\" 200 38 \"-\" "
        "\"curl/7.88.1\" 4",
        access_line(access, kNow));
}

TEST(AccessLine, NamesTheReferrer) {
    const Access access{
        .client = "::1", .request_line = "GET / HTTP/1.1", .referrer = "http://a/b", .status = 404};

    EXPECT_EQ(
        "::1 - - [22/Nov/2026:16:09:46 +0000] \"GET / HTTP/1.1\" 404 0 \"http://a/b\" \"-\" 0",
        access_line(access, kNow));
}

}  // namespace
}  // namespace kconnect::rest
