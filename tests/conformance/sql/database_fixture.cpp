#include "conformance/sql/database_fixture.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "support/unique_name.hpp"

namespace kconnect::sql {

namespace {

std::string required_variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') {
        throw std::runtime_error(
            fmt::format("{} is not set: run the suite by tests/with-servers.sh, or set it to a "
                        "JDBC URL with user and password",
                        name));
    }
    return value;
}

/// The variable of the server that the test runs on: "17" and "8" ask for another than usual.
const char* url_variable(Database database) {
    if (database == Database::kPostgresql) {
        return std::getenv("KCONNECT_TEST_POSTGRESQL_SERVER") == nullptr
                   ? "KCONNECT_TEST_POSTGRESQL_URL"
                   : "KCONNECT_TEST_POSTGRESQL17_URL";
    }
    return std::getenv("KCONNECT_TEST_MYSQL_SERVER") == nullptr ? "KCONNECT_TEST_MYSQL_URL"
                                                                : "KCONNECT_TEST_MYSQL8_URL";
}

std::filesystem::path sqlite_file() {
    return std::filesystem::temp_directory_path() /
           fmt::format("kconnect-conformance-{}.db", test::process_mark());
}

std::string sqlite_url() {
    const char* subprotocol = std::getenv("KCONNECT_TEST_SQLITE_SUBPROTOCOL");
    return fmt::format(
        "jdbc:{}:{}", subprotocol == nullptr ? "sqlite" : subprotocol, sqlite_file().string());
}

}  // namespace

std::string_view name_of(Database database) {
    switch (database) {
        case Database::kPostgresql:
            return "PostgreSQL";
        case Database::kMysql:
            return "MySQL";
        case Database::kSqlite:
            return "SQLite";
    }
    return "";
}

ConnectionSettings settings_of(Database database) {
    const std::string url =
        database == Database::kSqlite ? sqlite_url() : required_variable(url_variable(database));
    ConnectionSettings settings;
    settings.url = parse_jdbc_url(url);
    settings.application_name = "kconnect-conformance";
    if (const char* strategy = std::getenv("KCONNECT_TEST_MYSQL_STRATEGY");
        strategy != nullptr && database == Database::kMysql) {
        settings.properties["kconnect.write.strategy"] = strategy;
    }
    return settings;
}

ColumnDefinition key(std::string name, SchemaType type) {
    return {std::move(name), primitive_schema(type), true};
}

ColumnDefinition column(std::string name, SchemaType type) {
    return {std::move(name), primitive_schema(type, true), false};
}

ColumnDefinition column(std::string name, SchemaPtr schema) {
    return {std::move(name), std::move(schema), false};
}

void DatabaseFixture::open(Database database) {
    database_ = database;
    const ConnectionSettings settings = settings_of(database);
    dialect_ = &find_dialect(settings.url);
    connection_ = dialect_->connect(settings);
    // Another process may run the same test with another write strategy on the same server.
    const char* const strategy = std::getenv("KCONNECT_TEST_MYSQL_STRATEGY");
    std::string name = fmt::format("C '{}{}",
                                   strategy == nullptr ? "" : std::string(1, *strategy) + ' ',
                                   testing::UnitTest::GetInstance()->current_test_info()->name());
    std::replace(name.begin(), name.end(), '/', ' ');
    id_ = connection_->resolve({{}, {}, name.substr(0, 60)});
    connection_->execute("DROP TABLE IF EXISTS " + qualified());
}

void DatabaseFixture::TearDown() {
    if (dialect_ != nullptr) {
        connection_ = another_connection();
        connection_->execute("DROP TABLE IF EXISTS " + qualified());
        connection_.reset();
    }
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        std::filesystem::remove(sqlite_file().string() + suffix);
    }
}

std::unique_ptr<Connection> DatabaseFixture::another_connection() const {
    return dialect_->connect(settings_of(database_));
}

Table DatabaseFixture::create(const std::vector<ColumnDefinition>& columns) {
    connection_->execute(dialect_->create_table(id_, columns));
    return describe();
}

Table DatabaseFixture::describe() {
    std::optional<Table> table = connection_->describe(id_);
    if (!table) {
        throw std::runtime_error("the table " + qualified() + " is not described");
    }
    return *std::move(table);
}

std::unique_ptr<RowWriter> DatabaseFixture::writer(WriteMode mode,
                                                   const std::vector<ColumnDefinition>& columns,
                                                   bool distinct_keys) {
    WriteShape shape{describe(), mode, {}, 0, distinct_keys};
    for (const ColumnDefinition& definition : columns) {
        const Column* target = shape.table.column_exactly(definition.name);
        if (target == nullptr) {
            throw std::runtime_error("no column " + definition.name);
        }
        shape.columns.push_back({definition.name, definition.schema, *target, definition.clock});
        shape.key_count += definition.primary_key ? 1 : 0;
    }
    return connection_->row_writer(shape);
}

void DatabaseFixture::write(WriteMode mode,
                            const std::vector<ColumnDefinition>& columns,
                            const std::vector<Value>& cells,
                            bool distinct_keys) {
    const std::unique_ptr<RowWriter> rows = writer(mode, columns, distinct_keys);
    connection_->begin();
    try {
        rows->write({cells.data(), cells.size() / columns.size(), columns.size()});
        connection_->commit();
    } catch (...) {
        connection_->rollback();
        throw;
    }
}

std::vector<std::string> DatabaseFixture::rows(std::string_view select, std::string_view order_by) {
    std::vector<std::string> lines;
    for (const TextRow& row : connection_->query(
             fmt::format("SELECT {} FROM {} ORDER BY {}", select, qualified(), order_by))) {
        std::vector<std::string> cells;
        for (const std::optional<std::string>& cell : row) {
            cells.push_back(cell.value_or("NULL"));
        }
        lines.push_back(fmt::format("{}", fmt::join(cells, "|")));
    }
    return lines;
}

std::vector<std::string> DatabaseFixture::rows(std::initializer_list<std::string_view> columns) {
    std::vector<std::string> names;
    for (const std::string_view name : columns) {
        names.push_back(dialect_->quote(name));
    }
    return rows(fmt::format("{}", fmt::join(names, ",")), names.front());
}

}  // namespace kconnect::sql
