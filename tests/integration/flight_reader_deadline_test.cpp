#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <kconnect/sql/dialect.hpp>

#include "reader/flight_handler.hpp"
#include "support/deadline.hpp"

namespace kconnect::flight_reader {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::HasSubstr;

struct Place {
    const char* name;
    const char* variable;  ///< Has the URL that the reader uses.
    bool is_mysql;
};

/// A view that takes a minute for its one row.
class FlightReaderDeadline : public ::testing::TestWithParam<Place> {
protected:
    FlightReaderDeadline() {
        const char* const url = std::getenv(GetParam().variable);
        if (url == nullptr) {
            throw std::runtime_error(
                fmt::format("{} is not set; see tests/with-servers.sh", GetParam().variable));
        }
        settings_.connection.url = sql::parse_jdbc_url(url);
        settings_.table = fmt::format("slow flights {}", ::getpid());
        dialect_ = &sql::find_dialect(settings_.connection.url);
        connection_ = dialect_->connect(settings_.connection);
        view_ = dialect_->qualified(dialect_->parse_table_name(settings_.table));
        connection_->execute(fmt::format(
            "CREATE VIEW {} AS SELECT f.* FROM (SELECT 1 AS id, 'A' AS aircraft_id, 1 AS {}, 1 AS "
            "altitude, 1 AS speed, 1 AS heading, 1.5 AS lat, 1.5 AS lon) AS f WHERE {}",
            view_,
            dialect_->quote("timestamp"),
            GetParam().is_mysql ? "SLEEP(60) = 0" : "pg_sleep(60)::text IS NOT NULL"));
    }
    ~FlightReaderDeadline() override { connection_->execute("DROP VIEW " + view_); }

    /// How many statements of others read the view in the server now.
    std::string running() const {
        const std::string like = fmt::format("LIKE '%FROM %slow flights {}%'", ::getpid());
        const auto rows = connection_->query(
            GetParam().is_mysql
                ? "SELECT COUNT(*) FROM information_schema.processlist WHERE info " + like +
                      " AND id <> CONNECTION_ID()"
                : "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query " + like +
                      " AND pid <> pg_backend_pid()");
        return rows.at(0).at(0).value();
    }

    int status(FlightHandler& handler, std::chrono::milliseconds time) const {
        const std::string event = R"({"httpMethod": "GET", "path": "/flightData"})";
        return json::parse(handler.handle(
            event, {"request-1", std::chrono::steady_clock::now() + time}))["statusCode"];
    }

    ReaderSettings settings_;
    const sql::Dialect* dialect_ = nullptr;
    std::unique_ptr<sql::Connection> connection_;
    std::string view_;
};

TEST_P(FlightReaderDeadline, LeavesNoStatementBehindInTheServer) {
    std::mutex mutex;
    std::string log;
    FlightHandler handler(settings_, [&](const std::string& line) {
        const std::lock_guard lock(mutex);
        log += line + '\n';
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(status(handler, 1500ms), 504);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
    test::wait_until("the end of the statement in the server", [this] { return running() == "0"; });
    EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
    EXPECT_THAT(log, HasSubstr("attempt after: "));
    EXPECT_EQ(log.find("attempt after: "), log.rfind("attempt after: ")) << log;
}

/// As when the reader's process dies: nobody is left who could cancel anything.
TEST_P(FlightReaderDeadline, EndsTheStatementOfASessionThatIsGone) {
    auto other = dialect_->connect(settings_.connection);
    std::exception_ptr error;
    std::thread reader([&] {
        try {
            other->select_within(2s, "SELECT id FROM " + view_, {})->next();
        } catch (...) {
            error = std::current_exception();
        }
    });
    test::wait_until("the statement in the server", [this] { return running() == "1"; });
    other->abort();
    reader.join();
    EXPECT_NE(error, nullptr);
    test::wait_until("the end of the statement in the server", [this] { return running() == "0"; });
}

TEST_P(FlightReaderDeadline, KeepsTheConnectionAndItsSettings) {
    const auto limited = [this](std::chrono::milliseconds limit, const std::string& sql) {
        return connection_->select_within(limit, sql, {});
    };
    const std::string setting = GetParam().is_mysql ? "SELECT @@max_statement_time"
                                                    : "SELECT current_setting('statement_timeout')";
    const auto before = connection_->query(setting);
    for (int round = 0; round < 2; ++round) {
        try {
            limited(300ms, "SELECT id FROM " + view_)->next();
            FAIL() << "no error";
        } catch (const sql::SqlError& error) {
            EXPECT_TRUE(error.is_out_of_time()) << error.what();
            EXPECT_FALSE(error.connection_lost()) << error.what();
        }
        EXPECT_EQ(connection_->query(setting), before);
    }
    const auto rows = limited(30s, "SELECT 1 UNION ALL SELECT 2");
    EXPECT_TRUE(rows->next());
    EXPECT_TRUE(rows->next());
    EXPECT_FALSE(rows->next());
    EXPECT_FALSE(rows->next());
    { const auto unread = limited(30s, "SELECT 1 UNION ALL SELECT 2"); }
    EXPECT_EQ(connection_->query(setting), before);
    EXPECT_THROW(limited(30s, "SELECT no_such_column"), sql::SqlError);
    EXPECT_EQ(connection_->query(setting), before);
}

/// Not behind PgBouncer, where a session's setting would be of whoever comes next.
TEST_P(FlightReaderDeadline, MindsAShorterLimitOfTheServer) {
    if (std::string(GetParam().name) == "PgBouncer") {
        return;
    }
    connection_->execute(GetParam().is_mysql ? "SET max_statement_time=0.3"
                                             : "SET statement_timeout='300ms'");
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THROW(connection_->select_within(50s, "SELECT id FROM " + view_, {})->next(),
                 sql::SqlError);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
}

INSTANTIATE_TEST_SUITE_P(
    Servers,
    FlightReaderDeadline,
    ::testing::Values(Place{"PostgreSql", "KCONNECT_TEST_POSTGRESQL_URL", false},
                      Place{"PgBouncer", "KCONNECT_TEST_PGBOUNCER_URL", false},
                      Place{"MariaDb", "KCONNECT_TEST_MYSQL_URL", true}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kconnect::flight_reader
