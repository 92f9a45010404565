#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <kconnect/sql/dialect.hpp>

#include "reader/flight_handler.hpp"
#include "support/database_server.hpp"
#include "support/deadline.hpp"
#include "support/scratch_folder.hpp"
#include "support/unique_name.hpp"
#include "support/worker_process.hpp"
#include "unit/flight_reader/fake_runtime_api.hpp"

namespace kconnect::flight_reader {
namespace {

using nlohmann::json;
using test::DatabaseKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string required_variable(const char* name) {
    const char* const value = std::getenv(name);
    if (value == nullptr) {
        throw std::runtime_error(fmt::format("{} is not set; see tests/with-servers.sh", name));
    }
    return value;
}

ReaderSettings settings_for(const std::string& url, const std::string& table) {
    ReaderSettings settings;
    settings.connection.url = sql::parse_jdbc_url(url);
    settings.connection.application_name = "flight_reader_test";
    settings.table = table;
    return settings;
}

/// The table as the sink creates it, with flights 1 to `count`.
void fill(sql::Connection& connection,
          const sql::Dialect& dialect,
          const std::string& table,
          int count) {
    const std::string name = dialect.qualified(dialect.parse_table_name(table));
    const bool is_mysql = dialect.quote("x") == "`x`";
    connection.execute("DROP TABLE IF EXISTS " + name);
    connection.execute(fmt::format(
        "CREATE TABLE {}({} {} PRIMARY KEY, {} {}, {} BIGINT, {} INTEGER, {} INTEGER, {} INTEGER, "
        "{} {}, {} {})",
        name,
        dialect.quote("id"),
        "BIGINT",
        dialect.quote("aircraft_id"),
        is_mysql ? "VARCHAR(256)" : "TEXT",
        dialect.quote("timestamp"),
        dialect.quote("altitude"),
        dialect.quote("speed"),
        dialect.quote("heading"),
        dialect.quote("lat"),
        is_mysql ? "DOUBLE" : "DOUBLE PRECISION",
        dialect.quote("lon"),
        is_mysql ? "DOUBLE" : "DOUBLE PRECISION"));
    std::string rows;
    for (int id = 1; id <= count; ++id) {
        rows += fmt::format("{}({},'AC{}',{},35000,450,270,{},{})",
                            rows.empty() ? "" : ",",
                            id,
                            id % 3,
                            1690000000000 + id,
                            50.125 + id,
                            id == 2 ? "NULL" : "8.5");
    }
    connection.execute(fmt::format("INSERT INTO {} VALUES {}", name, rows));
}

json call(FlightHandler& handler,
          const std::string& query,
          std::chrono::milliseconds time = std::chrono::seconds(20)) {
    const std::string event = json{{"version", "2.0"},
                                   {"rawPath", "/flightData"},
                                   {"rawQueryString", query},
                                   {"requestContext", {{"http", {{"method", "GET"}}}}}}
                                  .dump();
    return json::parse(
        handler.handle(event, {"request-1", std::chrono::steady_clock::now() + time}));
}

std::vector<int> ids(FlightHandler& handler, const std::string& query) {
    const json answer = call(handler, query);
    EXPECT_EQ(answer["statusCode"], 200) << answer;
    const json page = json::parse(answer["body"].get<std::string>());
    std::vector<int> result;
    for (const json& flight : page["flights"]) {
        result.push_back(flight["id"]);
    }
    return result;
}

/// Collects lines of several threads.
class SharedLog {
public:
    Log log() {
        return [this](const std::string& line) {
            const std::lock_guard lock(mutex_);
            lines_ += line + '\n';
        };
    }
    std::string lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::string lines_;
};

class FlightReaderTest : public ::testing::TestWithParam<DatabaseKind> {
protected:
    FlightReaderTest() : database_(GetParam(), folder_.path()) {
        settings_ = settings_for(database_.url(), "flight-data");
        settings_.connection.user = database_.user();
        settings_.connection.password = database_.password();
        dialect_ = &sql::find_dialect(settings_.connection.url);
        connection_ = dialect_->connect(settings_.connection);
    }

    test::ScratchFolder folder_;
    test::ScratchDatabase database_;
    ReaderSettings settings_;
    const sql::Dialect* dialect_;
    std::unique_ptr<sql::Connection> connection_;
    SharedLog log_;
};

TEST_P(FlightReaderTest, FiltersAndPagesAsTheDatabaseDoes) {
    fill(*connection_, *dialect_, "flight-data", 9);
    FlightHandler handler(settings_, log_.log());
    EXPECT_THAT(ids(handler, "limit=4"), ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(ids(handler, "limit=4&after=8"), ElementsAre(9));
    EXPECT_THAT(ids(handler, "aircraft_id=AC0"), ElementsAre(3, 6, 9));
    EXPECT_THAT(ids(handler, "aircraft_id=AC0%27+OR+1=1+--+"), IsEmpty());
    EXPECT_THAT(ids(handler, "since=1690000000008"), ElementsAre(8, 9));
    EXPECT_THAT(ids(handler, "bbox=8.5,51,9,53.125"), ElementsAre(1, 3));
    EXPECT_THAT(ids(handler, "bbox=8,-90,-8,90&limit=3"), ElementsAre(1, 3, 4));
    const json page = json::parse(call(handler, "limit=2")["body"].get<std::string>());
    EXPECT_EQ(page["flights"][0].dump(),
              json::parse(R"({"id":1,"aircraft_id":"AC1","timestamp":1690000000001,)"
                          R"("altitude":35000,"speed":450,"heading":270,"lat":51.125,"lon":8.5})")
                  .dump());
    EXPECT_TRUE(page["flights"][1]["lon"].is_null());
    EXPECT_EQ(page["next"], 2);
    EXPECT_EQ(log_.lines(), "");
}

TEST_P(FlightReaderTest, TakesATableWithItsSchema) {
    const std::string schema =
        GetParam() == DatabaseKind::kPostgreSql ? "public" : settings_.connection.url.database;
    settings_.table = schema + ".Other Flights";
    fill(*connection_, *dialect_, settings_.table, 2);
    FlightHandler handler(settings_, log_.log());
    EXPECT_THAT(ids(handler, ""), ElementsAre(1, 2));
}

TEST_P(FlightReaderTest, AnswersSeveralThreadsWithFewerConnections) {
    fill(*connection_, *dialect_, "flight-data", 600);
    settings_.pool_size = 2;
    FlightHandler handler(settings_, log_.log());
    std::vector<std::future<int>> threads;
    for (int thread = 0; thread < 6; ++thread) {
        threads.push_back(std::async(std::launch::async, [&handler] {
            int good = 0;
            for (int round = 0; round < 20; ++round) {
                good += call(handler, "limit=500")["statusCode"] == 200 ? 1 : 0;
            }
            return good;
        }));
    }
    for (auto& thread : threads) {
        EXPECT_EQ(thread.get(), 20);
    }
    EXPECT_EQ(log_.lines(), "");
}

TEST_P(FlightReaderTest, SaysNothingOfTheInsideWhenTheTableIsMissing) {
    FlightHandler handler(settings_, log_.log());
    const json answer = call(handler, "");
    EXPECT_EQ(answer["statusCode"], 500);
    EXPECT_THAT(answer["body"].get<std::string>(), Not(HasSubstr("flight-data")));
    EXPECT_THAT(answer["body"].get<std::string>(), HasSubstr("request-1"));
    EXPECT_THAT(log_.lines(), HasSubstr("flight-data"));
}

TEST_P(FlightReaderTest, KeepsAWrongPasswordForTheLogAndOutOfIt) {
    settings_.connection.password = "wrong-secret";
    FlightHandler handler(settings_, log_.log());
    EXPECT_EQ(call(handler, "")["statusCode"], 500);
    EXPECT_THAT(log_.lines(), HasSubstr("FLIGHT_DATABASE_PASSWORD"));
    EXPECT_THAT(log_.lines(), Not(HasSubstr("wrong-secret")));
}

TEST_P(FlightReaderTest, GivesUpALockedTableAtItsDeadline) {
    fill(*connection_, *dialect_, "flight-data", 1);
    FlightHandler handler(settings_, log_.log());
    if (GetParam() == DatabaseKind::kPostgreSql) {
        connection_->execute("BEGIN");
        connection_->execute("LOCK TABLE \"flight-data\"");
    } else {
        connection_->execute("LOCK TABLES `flight-data` WRITE");
    }
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(call(handler, "", std::chrono::milliseconds(700))["statusCode"], 504);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    connection_->execute(GetParam() == DatabaseKind::kPostgreSql ? "ROLLBACK" : "UNLOCK TABLES");
    EXPECT_THAT(ids(handler, ""), ElementsAre(1));
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         FlightReaderTest,
                         ::testing::Values(DatabaseKind::kPostgreSql, DatabaseKind::kMySql),
                         [](const auto& test) { return name_of(test.param); });

TEST(FlightReaderPooled, AnswersBehindPgBouncerInTransactionMode) {
    const ReaderSettings direct = settings_for(required_variable("KCONNECT_TEST_PGBOUNCER_URL"),
                                               test::unique_name("pooled flights", " "));
    const sql::Dialect& dialect = sql::find_dialect(direct.connection.url);
    const auto connection = dialect.connect(direct.connection);
    fill(*connection, dialect, direct.table, 50);
    SharedLog log;
    FlightHandler handler(direct, log.log());
    std::vector<std::future<int>> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.push_back(std::async(std::launch::async, [&handler] {
            int good = 0;
            for (int round = 0; round < 25; ++round) {
                good += ids(handler, "limit=10&after=5").size() == 10 ? 1 : 0;
            }
            return good;
        }));
    }
    for (auto& thread : threads) {
        EXPECT_EQ(thread.get(), 25);
    }
    EXPECT_EQ(log.lines(), "");
    connection->execute("DROP TABLE " + dialect.qualified(dialect.parse_table_name(direct.table)));
}

/// A server of the test's own, which can be restarted.
class RestartedServer {
public:
    RestartedServer(const char* script, const std::filesystem::path& folder)
        : script_(fmt::format("{}/{}", KCONNECT_TEST_SERVERS, script)), folder_(folder.string()) {
        std::filesystem::permissions(folder, std::filesystem::perms(0755));
        run("start");
    }
    ~RestartedServer() { std::system(command("stop").c_str()); }
    RestartedServer(const RestartedServer&) = delete;
    RestartedServer& operator=(const RestartedServer&) = delete;

    void restart() const { run("restart"); }

    std::string url(const char* file) const {
        const std::string text = test::read_file(std::filesystem::path(folder_) / file);
        const std::size_t start = text.find('\'') + 1;
        return text.substr(start, text.rfind('\'') - start);
    }

private:
    std::string command(const char* action) const {
        return fmt::format("{} {} {} >> {}/script.log 2>&1", script_, action, folder_, folder_);
    }
    void run(const char* action) const {
        if (std::system(command(action).c_str()) != 0) {
            throw std::runtime_error(
                test::read_file(std::filesystem::path(folder_) / "script.log"));
        }
    }

    std::string script_;
    std::string folder_;
};

struct ServerKind {
    const char* name;
    const char* script;
    const char* file;
};

class FlightReaderRestart : public ::testing::TestWithParam<ServerKind> {};

TEST_P(FlightReaderRestart, AnswersEveryCallWhileTheDatabaseRestarts) {
    const test::ScratchFolder folder;
    const RestartedServer server(GetParam().script, folder.path());
    ReaderSettings settings = settings_for(server.url(GetParam().file), "flight-data");
    const sql::Dialect& dialect = sql::find_dialect(settings.connection.url);
    fill(*dialect.connect(settings.connection), dialect, "flight-data", 20);
    SharedLog log;
    FlightHandler handler(settings, log.log());
    std::atomic<bool> is_over{false};
    std::atomic<int> answers{0};
    const auto caller = [&] {
        std::vector<std::string> failures;
        while (!is_over) {
            const json answer = call(handler, "limit=5", std::chrono::seconds(60));
            ++answers;
            if (answer["statusCode"] != 200) {
                failures.push_back(answer.dump());
            }
        }
        return failures;
    };
    auto first = std::async(std::launch::async, caller);
    auto second = std::async(std::launch::async, caller);
    test::wait_until("answers before the restart", [&] { return answers > 20; });
    server.restart();
    const int before = answers;
    test::wait_until("answers after the restart", [&] { return answers > before + 20; });
    is_over = true;
    EXPECT_THAT(first.get(), IsEmpty());
    EXPECT_THAT(second.get(), IsEmpty());
    EXPECT_THAT(log.lines(), HasSubstr("WARN"));
    EXPECT_THAT(log.lines(), Not(HasSubstr("ERROR\"")));
}

INSTANTIATE_TEST_SUITE_P(
    Servers,
    FlightReaderRestart,
    ::testing::Values(ServerKind{"PostgreSql", "postgresql.sh", "postgresql.env"},
                      ServerKind{"MariaDb", "mariadb.sh", "mariadb.env"}),
    [](const auto& test) { return std::string(test.param.name); });

/// The program, as Lambda starts it.
class FlightReaderProgram : public ::testing::Test {
protected:
    FlightReaderProgram() : database_(DatabaseKind::kPostgreSql, folder_.path()) {
        const sql::JdbcUrl url = sql::parse_jdbc_url(database_.url());
        const sql::Dialect& dialect = sql::find_dialect(url);
        sql::ConnectionSettings settings;
        settings.url = url;
        settings.user = database_.user();
        settings.password = database_.password();
        fill(*dialect.connect(settings), dialect, "flight-data", 3);
        ::setenv("AWS_LAMBDA_RUNTIME_API", api_.address().c_str(), 1);
        ::setenv("FLIGHT_DATABASE_URL", database_.url().c_str(), 1);
        ::setenv("FLIGHT_DATABASE_USER", database_.user().c_str(), 1);
        ::setenv("FLIGHT_DATABASE_PASSWORD", database_.password().c_str(), 1);
        std::filesystem::create_symlink(KCONNECT_TEST_FLIGHT_READER, bootstrap());
    }

    std::filesystem::path bootstrap() const { return folder_.path() / "bootstrap"; }
    std::filesystem::path log() const { return folder_.path() / "log"; }

    test::ScratchFolder folder_;
    test::ScratchDatabase database_;
    testing::FakeRuntimeApi api_;
};

TEST_F(FlightReaderProgram, AnswersSoonAfterItsStart) {
    const auto deadline =
        std::chrono::system_clock::now().time_since_epoch() + std::chrono::seconds(30);
    api_.add(
        {"id-1",
         R"({"httpMethod": "GET", "path": "/flightData"})",
         std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(deadline).count())});
    const auto start = std::chrono::steady_clock::now();
    const test::WorkerProcess program(bootstrap(), {}, log());
    test::wait_until("an answer", [this] { return !api_.reports().empty(); });
    const auto taken = std::chrono::steady_clock::now() - start;
    RecordProperty(
        "milliseconds",
        static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(taken).count()));
    EXPECT_LT(taken, std::chrono::seconds(5));
    const testing::Report report = api_.reports()[0];
    EXPECT_EQ(report.kind, "response");
    EXPECT_EQ(json::parse(report.body)["statusCode"], 200) << report.body;
    EXPECT_THAT(api_.breaches(), IsEmpty());
}

TEST_F(FlightReaderProgram, ReportsBadSettingsAndEnds) {
    ::setenv("FLIGHT_DATABASE_URL", "jdbc:none:x", 1);
    test::WorkerProcess program(bootstrap(), {}, log());
    EXPECT_EQ(program.wait_for_exit(), 1);
    ASSERT_EQ(api_.reports().size(), 1U);
    EXPECT_EQ(api_.reports()[0].kind, "init");
    EXPECT_THAT(api_.breaches(), IsEmpty());
}

TEST_F(FlightReaderProgram, WritesTheRowsOfAScheduledRun) {
    const std::filesystem::path output = folder_.path() / "out.json";
    test::WorkerProcess program(
        KCONNECT_TEST_FLIGHT_READER, {"run", "--output", output.string()}, log());
    EXPECT_EQ(program.wait_for_exit(), 0) << program.output();
    EXPECT_EQ(json::parse(test::read_file(output))["flights"].size(), 3U);
}

TEST_F(FlightReaderProgram, LeavesADeadLetterWhenTheDatabaseIsAway) {
    ::setenv("FLIGHT_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x", 1);
    const std::filesystem::path letters = folder_.path() / "dead.jsonl";
    test::WorkerProcess program(KCONNECT_TEST_FLIGHT_READER,
                                {"run", "--dead-letter", letters.string(), "--timeout", "1"},
                                log());
    EXPECT_EQ(program.wait_for_exit(), 1) << program.output();
    const json letter = json::parse(test::read_file(letters));
    EXPECT_THAT(letter["error"].get<std::string>(), HasSubstr("status 503"));
    EXPECT_THAT(program.output(), Not(HasSubstr(database_.password())));
}

TEST_F(FlightReaderProgram, RefusesABadCommandLineWithOneLine) {
    test::WorkerProcess program(KCONNECT_TEST_FLIGHT_READER, {"walk"}, log());
    EXPECT_EQ(program.wait_for_exit(), 2);
    EXPECT_EQ(program.output(),
              "flight_reader: Unknown command 'walk': it is lambda or run; see flight_reader "
              "--help\n");
}

}  // namespace
}  // namespace kconnect::flight_reader
