#include "reader/connection_pool.hpp"

#include <future>

#include <gtest/gtest.h>

#include <kconnect/sql/sql_error.hpp>

#include "reader/request_error.hpp"
#include "support/scratch_folder.hpp"
#include "support/silent_server.hpp"

namespace kconnect::flight_reader {
namespace {

using std::chrono::milliseconds;

std::chrono::steady_clock::time_point in(milliseconds duration) {
    return std::chrono::steady_clock::now() + duration;
}

class ConnectionPoolTest : public testing::Test {
protected:
    sql::ConnectionSettings settings() const {
        sql::ConnectionSettings result;
        result.url = sql::parse_jdbc_url("jdbc:sqlite:" + (folder_.path() / "pool.db").string());
        return result;
    }

    std::unique_ptr<ConnectionPool> pool(const PoolRules& rules) const {
        const sql::ConnectionSettings chosen = settings();
        return std::make_unique<ConnectionPool>(sql::find_dialect(chosen.url), chosen, rules);
    }

    test::ScratchFolder folder_;
};

TEST_F(ConnectionPoolTest, UsesAConnectionAgain) {
    const auto connections = pool({.size = 2});
    sql::Connection* const first = &**connections->take(in(milliseconds(1000)));
    sql::Connection* const second = &**connections->take(in(milliseconds(1000)));
    EXPECT_EQ(first, second);
}

TEST_F(ConnectionPoolTest, AsksAConnectionThatIdled) {
    const auto connections = pool({.size = 1, .check_after = milliseconds(0)});
    connections->take(in(milliseconds(1000)));
    EXPECT_TRUE((*connections->take(in(milliseconds(1000))))->is_open(true));
}

TEST_F(ConnectionPoolTest, WaitsForAPlaceAndNoLongerThanItsRules) {
    const auto connections = pool({.size = 1, .wait = milliseconds(20)});
    auto lease = connections->take(in(milliseconds(1000)));
    EXPECT_THROW(connections->take(in(milliseconds(5000))), RequestError);
    auto waiting = std::async(std::launch::async, [&connections] {
        return connections->take(in(milliseconds(5000))) != nullptr;
    });
    lease.reset();
    EXPECT_TRUE(waiting.get());
}

TEST_F(ConnectionPoolTest, ReplacesABrokenConnectionAndThoseThatIdle) {
    const auto connections = pool({.size = 2});
    {
        const auto idle = connections->take(in(milliseconds(1000)));
        const auto broken = connections->take(in(milliseconds(1000)));
        (*broken)->abort();
    }
    const auto fresh = connections->take(in(milliseconds(1000)));
    EXPECT_TRUE((*fresh)->is_open(true));
}

TEST_F(ConnectionPoolTest, GivesAConnectionUpAtTheDeadline) {
    const auto connections = pool({.size = 1});
    const auto lease = connections->take(in(milliseconds(5)));
    EXPECT_THROW((*lease)->query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
                                 "SELECT COUNT(*) FROM n"),
                 sql::SqlError);
    EXPECT_FALSE((*lease)->is_open(false));
}

TEST_F(ConnectionPoolTest, GivesUpAServerThatNeverAnswers) {
    const test::SilentServer server;
    sql::ConnectionSettings silent;
    silent.url = sql::parse_jdbc_url(
        "jdbc:postgresql://127.0.0.1:" + std::to_string(server.port()) + "/d?user=u&password=p");
    ConnectionPool connections(sql::find_dialect(silent.url), silent, {.size = 1});
    EXPECT_THROW(connections.take(in(milliseconds(10))), sql::SqlError);
    EXPECT_THROW(connections.take(in(milliseconds(10))), sql::SqlError);
}

}  // namespace
}  // namespace kconnect::flight_reader
