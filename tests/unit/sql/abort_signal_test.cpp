#include <chrono>
#include <future>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "support/silent_server.hpp"

namespace kconnect::sql {
namespace {

constexpr std::chrono::seconds kDeadline{5};

/// Subprotocol, and what messages call the database.
struct Server {
    std::string subprotocol;
    std::string name;
};

class SilentDatabase : public testing::TestWithParam<Server> {
protected:
    std::string error_of_opening() {
        ConnectionSettings settings;
        settings.url = parse_jdbc_url(
            fmt::format("jdbc:{}://127.0.0.1:{}/db", GetParam().subprotocol, server.port()));
        settings.user = "anna";
        try {
            find_dialect(settings.url).connect(settings, abort);
        } catch (const SqlError& error) {
            EXPECT_TRUE(error.connection_lost());
            EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
            return error.what();
        }
        return "connected";
    }

    std::string expected() const {
        return fmt::format(
            "Connecting to {} at 127.0.0.1:{} was given up", GetParam().name, server.port());
    }

    test::SilentServer server;
    AbortSignal abort;
};

TEST_P(SilentDatabase, IsGivenUpAsSoonAsTheSignalIsRaised) {
    auto error = std::async(std::launch::async, [this] { return error_of_opening(); });
    ASSERT_TRUE(server.has_client(kDeadline));
    EXPECT_EQ(error.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
    abort.raise();
    ASSERT_EQ(error.wait_for(std::chrono::seconds(1)), std::future_status::ready);
    EXPECT_EQ(error.get(), expected());
}

TEST_P(SilentDatabase, IsNotWaitedForOnceTheSignalWasRaised) {
    abort.raise();
    auto error = std::async(std::launch::async, [this] { return error_of_opening(); });
    ASSERT_EQ(error.wait_for(std::chrono::seconds(1)), std::future_status::ready);
    EXPECT_EQ(error.get(), expected());
}

TEST_P(SilentDatabase, IsWaitedForAgainAfterTheSignalWasLowered) {
    abort.raise();
    abort.lower();
    EXPECT_FALSE(abort.is_raised());
    auto error = std::async(std::launch::async, [this] { return error_of_opening(); });
    EXPECT_EQ(error.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
    abort.raise();
    EXPECT_EQ(error.get(), expected());
}

INSTANTIATE_TEST_SUITE_P(EveryServer,
                         SilentDatabase,
                         testing::Values(Server{"postgresql", "PostgreSQL"},
                                         Server{"mysql", "MySQL"}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace kconnect::sql
