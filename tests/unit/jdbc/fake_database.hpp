#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::jdbc::testing {

/// A database of the tests: tables by name, a log of everything that was asked of it, and hooks
/// that let a statement fail or wait.
class FakeDatabase final : public sql::Dialect {
public:
    /// One line per call: "CREATE t(id,a)", "ADD t(b)", "begin", "upsert t(id,a) [1,x] [2,y]",
    /// "commit", "rollback", "connect".
    std::vector<std::string> log() const;
    /// The lines that start with `word`.
    std::vector<std::string> log_of(const std::string& word) const;
    void add_table(sql::Table table);
    bool has_table(const std::string& name) const;

    /// Called before each step of the log with its line; may throw or wait.
    std::function<void(const std::string& line)> before;
    /// Called before a connection is opened; may throw or wait for the signal.
    std::function<void(const sql::AbortSignal& abort)> before_connect;
    /// What compares_exactly() answers.
    bool exact_keys = true;
    /// How often a table was described.
    int descriptions() const;
    /// Set when some connection was given up.
    bool aborted() const;

    std::string_view name() const override { return "FakeDatabaseDialect"; }
    bool handles(std::string_view subprotocol) const override { return subprotocol == "fake"; }
    using Dialect::connect;
    std::unique_ptr<sql::Connection> connect(const sql::ConnectionSettings& settings,
                                             const sql::AbortSignal& abort) const override;
    std::string quote(std::string_view identifier) const override {
        return std::string(identifier);
    }
    std::string qualified(const sql::TableId& table) const override { return table.name; }
    sql::TableId parse_table_name(std::string_view text) const override {
        return {"", "", std::string(text)};
    }
    std::string column_type(const Schema& schema, bool) const override {
        return std::string(kconnect::name_of(schema.type()));
    }
    std::string create_table(const sql::TableId& table,
                             std::span<const sql::ColumnDefinition> columns) const override;
    std::vector<std::string> add_columns(
        const sql::TableId& table, std::span<const sql::ColumnDefinition> columns) const override;
    bool compares_exactly(const Schema&, const sql::Column&) const override { return exact_keys; }

private:
    friend class FakeConnection;
    void step(const std::string& line);
    void apply(const std::string& statement);

    mutable std::mutex mutex_;
    std::vector<std::string> log_;
    std::map<std::string, sql::Table> tables_;
    int descriptions_ = 0;
    bool aborted_ = false;
};

}  // namespace kconnect::jdbc::testing
