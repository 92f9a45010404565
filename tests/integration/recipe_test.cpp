// The files of docs/sinks/jdbc.md, run by the real worker with the real servers.
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <kconnect/sql/jdbc_url.hpp>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/topic_records.hpp"

namespace kconnect::test {
namespace {

using connect_json::envelope;
using connect_json::field;
using connect_json::id_struct;
using connect_json::struct_schema;

constexpr const char* kTopic = "flight-data";

/// The files of the page by their names.
std::map<std::string, std::string> recipes() {
    std::ifstream page(KCONNECT_TEST_JDBC_PAGE);
    std::map<std::string, std::string> found;
    std::string text;
    std::string name;
    bool is_inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("```")) {
            if (is_inside) {
                EXPECT_TRUE(found.emplace(name, text).second) << "twice on the page: " << name;
            }
            is_inside = line == "```properties";
            text.clear();
        } else if (is_inside) {
            text += line + '\n';
            name = line.starts_with("name=") ? line.substr(5) : name;
        }
    }
    return found;
}

/// Where a file runs.
enum class Server { kPostgreSql, kMySql, kSqlite, kPgBouncer, kTlsPostgreSql, kTlsMySql };

/// What goes into a topic with one of the page's files, and what comes of it.
struct RecipeRun {
    std::string recipe;
    Server server;
    std::vector<TopicRecord> records;
    std::string sql;  ///< Names in quotes "like these" get those of the database.
    TextRows rows;
    std::vector<std::string> dead_letters;  ///< Their values.
    std::vector<std::string> setup;         ///< Statements before the worker starts.
    std::string user;                       ///< Empty: the tests' own.
};

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    if (value == nullptr) {
        throw std::runtime_error(
            fmt::format("{} is not set; run the tests by tests/with-servers.sh", name));
    }
    return value;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

bool is_mysql(Server server) {
    return server == Server::kMySql || server == Server::kTlsMySql;
}

std::unique_ptr<ScratchDatabase> database_on(Server server, const std::filesystem::path& folder) {
    constexpr const char* kTlsUrl =
        "jdbc:{}://localhost:{}/kconnect?user=kconnect&password=kconnect-password&sslmode={}";
    switch (server) {
        case Server::kTlsPostgreSql:
            return std::make_unique<ScratchDatabase>(
                DatabaseKind::kPostgreSql,
                sql::parse_jdbc_url(fmt::format(kTlsUrl,
                                                "postgresql",
                                                variable("KCONNECT_TEST_TLS_POSTGRESQL_PORT"),
                                                "require")));
        case Server::kTlsMySql:
            return std::make_unique<ScratchDatabase>(
                DatabaseKind::kMySql,
                sql::parse_jdbc_url(fmt::format(
                    kTlsUrl, "mysql", variable("KCONNECT_TEST_TLS_MYSQL_PORT"), "REQUIRED")));
        case Server::kMySql:
            return std::make_unique<ScratchDatabase>(DatabaseKind::kMySql, folder);
        case Server::kSqlite:
            return std::make_unique<ScratchDatabase>(DatabaseKind::kSqlite, folder);
        default:
            return std::make_unique<ScratchDatabase>(DatabaseKind::kPostgreSql, folder);
    }
}

/// The page's line with what stands between < and >, and the certificates, filled in.
std::string filled_in(std::string line, const RecipeRun& run, const ScratchDatabase& database) {
    if (run.server == Server::kSqlite) {
        return line.starts_with("connection.url=") ? "connection.url=" + database.url()
               : line.starts_with("connection.")   ? std::string()
                                                   : line;
    }
    if (run.server == Server::kMySql) {
        line = replaced(replaced(line, "jdbc:postgresql:", "jdbc:mysql:"), ":5432", ":3306");
    }
    const std::string address =
        run.server == Server::kPgBouncer ? variable("KCONNECT_TEST_PGBOUNCER_URL") : database.url();
    const sql::JdbcUrl url = sql::parse_jdbc_url(address);
    const std::string place = fmt::format("{}:{}", url.hosts.at(0).host, url.hosts.at(0).port);
    for (const char* port : {"5432", "3306", "6432"}) {
        line = replaced(line, fmt::format("<host>:{}", port), place);
    }
    line = replaced(line, "<database>", sql::parse_jdbc_url(database.url()).database);
    line = replaced(line, "<user>", run.user.empty() ? database.user() : run.user);
    line = replaced(line, "<password>", database.password());
    if (line.find("/etc/kconnect/") != std::string::npos) {
        const std::string folder = variable("KCONNECT_TEST_TLS_CERTIFICATES");
        line = replaced(line, "/etc/kconnect/global-bundle.pem", folder + "/ca.pem");
        line = replaced(line, "/etc/kconnect/", folder + "/");
    }
    return line;
}

std::string filled_in_file(const RecipeRun& run, const ScratchDatabase& database) {
    std::istringstream page(recipes().at(run.recipe));
    std::string file;
    for (std::string line; std::getline(page, line);) {
        file += filled_in(line, run, database) + '\n';
    }
    EXPECT_EQ(file.find('<'), std::string::npos) << "not filled in:\n" << file;
    return file;
}

TopicRecord altitude(int id, int value) {
    return {.key = id_struct(id),
            .value = envelope(struct_schema(field("altitude", "int32", true)),
                              fmt::format(R"({{"altitude":{}}})", value)),
            .headers = {},
            .timestamp = {}};
}

TopicRecord speed(int id, int value) {
    return {.key = id_struct(id),
            .value = envelope(struct_schema(field("altitude", "int32", true) + "," +
                                            field("speed", "int32", true)),
                              fmt::format(R"({{"altitude":{},"speed":{}}})", 10 * value, value)),
            .headers = {},
            .timestamp = {}};
}

TopicRecord with_value(int id, std::optional<std::string> value) {
    return {.key = id_struct(id), .value = std::move(value), .headers = {}, .timestamp = {}};
}

RecipeRun newest_value_wins(std::string recipe, Server server) {
    return {.recipe = std::move(recipe),
            .server = server,
            .records = {altitude(1, 1), altitude(2, 5), altitude(1, 2)},
            .sql = R"(SELECT * FROM "flight-data" ORDER BY "id")",
            .rows = {{"2", "1"}, {"5", "2"}},
            .dead_letters = {},
            .setup = {},
            .user = {}};
}

RecipeRun deletes(std::string recipe, Server server) {
    RecipeRun run = newest_value_wins(std::move(recipe), server);
    run.records = {altitude(1, 1), altitude(2, 2), with_value(1, {}), altitude(3, 3)};
    run.rows = {{"2", "2"}, {"3", "3"}};
    return run;
}

RecipeRun history(Server server) {
    RecipeRun run = newest_value_wins("history", server);
    run.records = {altitude(1, 1), altitude(1, 1), speed(1, 7)};
    run.sql = R"(SELECT * FROM "history_of_flight-data" ORDER BY "altitude")";
    run.rows = {{"1", "NULL"}, {"1", "NULL"}, {"70", "7"}};
    return run;
}

RecipeRun dead_letters(Server server) {
    RecipeRun run = newest_value_wins("dead-letters", server);
    run.records = {altitude(1, 1), with_value(2, "no JSON"), with_value(4, {}), altitude(3, 3)};
    run.rows = {{"1", "1"}, {"3", "3"}};
    run.dead_letters = {"no JSON", "null"};
    return run;
}

RecipeRun aiven(Server server) {
    RecipeRun run = newest_value_wins("aiven", server);
    run.sql = R"(SELECT * FROM "flights" ORDER BY "altitude")";
    run.rows = {{"1"}, {"2"}, {"5"}};
    return run;
}

RecipeRun client_certificate() {
    RecipeRun run = newest_value_wins("client-certificate", Server::kTlsPostgreSql);
    run.user = "certified";
    run.setup = {"GRANT ALL ON SCHEMA public TO certified"};
    return run;
}

RecipeRun pooled() {
    RecipeRun run = deletes("pooled", Server::kPgBouncer);
    run.setup = {"CREATE SCHEMA flights",
                 R"(CREATE TABLE flights."flight-data" (altitude INT, id BIGINT PRIMARY KEY))"};
    run.sql = R"(SELECT * FROM flights."flight-data" ORDER BY "id")";
    return run;
}

const std::vector<RecipeRun>& runs() {
    static const std::vector<RecipeRun> all = [] {
        std::vector<RecipeRun> list{newest_value_wins("tls-postgresql", Server::kTlsPostgreSql),
                                    newest_value_wins("tls-mysql", Server::kTlsMySql),
                                    newest_value_wins("tls-mariadb", Server::kTlsMySql),
                                    client_certificate(),
                                    pooled()};
        for (const Server server : {Server::kPostgreSql, Server::kMySql, Server::kSqlite}) {
            list.push_back(newest_value_wins("rds-sink", server));
            list.push_back(deletes("deletes", server));
            list.push_back(history(server));
            list.push_back(dead_letters(server));
            list.push_back(aiven(server));
        }
        return list;
    }();
    return all;
}

class RecipeTest : public WorkerTest, public testing::WithParamInterface<RecipeRun> {
protected:
    void given_records() {
        kafka().create_topic(kTopic, 1, "connect-" + run_.recipe);
        kafka().create_topic("flight-data-errors", 1, "none");
        send_records(kafka().bootstrap_servers(), kTopic, run_.records);
        for (const std::string& statement : run_.setup) {
            database_->execute(statement);
        }
    }

    const RecipeRun run_ = GetParam();
    std::unique_ptr<ScratchDatabase> database_ = database_on(run_.server, folder_.path());
};

TEST_P(RecipeTest, GivesTheTableThatThePagePromises) {
    given_records();
    const std::string sql = is_mysql(run_.server) ? replaced(run_.sql, "\"", "`") : run_.sql;
    const auto worker = start(worker_file(), sink_file(filled_in_file(run_, *database_)));
    expect_rows(*worker, *database_, sql, run_.rows);
    stop(*worker);
    EXPECT_EQ(database_->rows(sql), run_.rows) << "after the end of the worker";
    std::vector<std::string> letters;
    for (const TopicRecord& record :
         read_topic(kafka().bootstrap_servers(), "flight-data-errors")) {
        letters.push_back(record.value.value_or("null"));
        EXPECT_THAT(record.headers,
                    testing::Contains(testing::Key("__connect.errors.exception.message")));
    }
    EXPECT_EQ(letters, run_.dead_letters);
}

std::string name_of_server(Server server) {
    switch (server) {
        case Server::kMySql:
            return "MySql";
        case Server::kSqlite:
            return "Sqlite";
        case Server::kPgBouncer:
            return "PgBouncer";
        case Server::kTlsPostgreSql:
            return "PostgreSqlWithTls";
        case Server::kTlsMySql:
            return "MySqlWithTls";
        case Server::kPostgreSql:
            break;
    }
    return "PostgreSql";
}

INSTANTIATE_TEST_SUITE_P(Page, RecipeTest, testing::ValuesIn(runs()), [](const auto& test) {
    return replaced(test.param.recipe, "-", "_") + "_" + name_of_server(test.param.server);
});

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest's name
void PrintTo(const RecipeRun& run, std::ostream* stream) {
    *stream << run.recipe;
}

TEST(Recipes, HaveARunEach) {
    std::set<std::string> run;
    for (const RecipeRun& each : runs()) {
        run.insert(each.recipe);
    }
    std::set<std::string> written;
    for (const auto& [name, text] : recipes()) {
        written.insert(name);
    }
    EXPECT_EQ(written, run) << "files of the page, and those with a run in this test";
}

}  // namespace
}  // namespace kconnect::test
