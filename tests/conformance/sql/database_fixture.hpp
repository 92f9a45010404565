#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/schema.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {

/// The databases that the suite runs for.
enum class Database { kPostgresql, kMysql, kSqlite };

std::string_view name_of(Database database);

/// How to reach the database; throws when its environment variable is missing, so that the test
/// fails. SQLite gets a file of its own in the test's temporary folder.
ConnectionSettings settings_of(Database database);

/// Column `name` with values of `schema`.
ColumnDefinition key(std::string name, SchemaType type);
ColumnDefinition column(std::string name, SchemaType type);
ColumnDefinition column(std::string name, SchemaPtr schema);

/// A connection and one table, whose name is the test's and holds a blank, a quote and an
/// upper-case letter.
class DatabaseFixture : public testing::Test {
protected:
    /// Called by SetUp().
    void open(Database database);
    void TearDown() override;

    Connection& connection() { return *connection_; }
    const Dialect& dialect() const { return *dialect_; }
    Database database() const { return database_; }
    std::unique_ptr<Connection> another_connection() const;

    /// Creates the table and describes it.
    Table create(const std::vector<ColumnDefinition>& columns);
    Table describe();
    std::string qualified() const { return dialect_->qualified(id_); }
    const TableId& id() const { return id_; }

    /// Cells of all rows, one after the other; key columns come first.
    void write(WriteMode mode,
               const std::vector<ColumnDefinition>& columns,
               const std::vector<Value>& cells,
               bool distinct_keys = true);
    std::unique_ptr<RowWriter> writer(WriteMode mode,
                                      const std::vector<ColumnDefinition>& columns,
                                      bool distinct_keys = true);

    /// Each row as "a|b|NULL", in the order of `order_by`.
    std::vector<std::string> rows(std::string_view select, std::string_view order_by);
    /// All of the table's rows with these columns, ordered by the first.
    std::vector<std::string> rows(std::initializer_list<std::string_view> columns);

private:
    Database database_ = Database::kSqlite;
    const Dialect* dialect_ = nullptr;
    std::unique_ptr<Connection> connection_;
    TableId id_;
};

/// For tests that run for all databases.
class EveryDatabase : public DatabaseFixture, public testing::WithParamInterface<Database> {
protected:
    void SetUp() override { open(GetParam()); }
};

/// Runs `statement` and gives the SqlError that it must throw.
template <typename Statement>
SqlError error_of(Statement&& statement) {
    try {
        statement();
    } catch (const SqlError& error) {
        return error;
    }
    ADD_FAILURE() << "no SqlError was thrown";
    return {"none", SqlErrorKind::kTask, ""};
}

}  // namespace kconnect::sql
