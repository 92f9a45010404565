#include "table_structure.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::jdbc {

namespace {

const Logger& logger() {
    static const Logger instance("io.confluent.connect.jdbc.sink.DbStructure");
    return instance;
}

std::string displayed_field(const sql::ColumnDefinition& column) {
    const Schema& schema = *column.schema;
    return fmt::format("SinkRecordField{{schema=Schema{{{}{}{}}}, name='{}', isPrimaryKey={}}}",
                       schema.name().value_or(""),
                       schema.name().has_value() ? ":" : "",
                       name_of(schema.type()),
                       column.name,
                       column.primary_key);
}

/// "[SinkRecordField{...}, ...]"
std::string displayed_fields(const std::vector<sql::ColumnDefinition>& columns) {
    std::vector<std::string> fields;
    fields.reserve(columns.size());
    for (const sql::ColumnDefinition& column : columns) {
        fields.push_back(displayed_field(column));
    }
    return fmt::format("[{}]", fmt::join(fields, ", "));
}

/// JDBC's name of the kind, as table.types lists it.
std::string_view type_name(sql::TableKind kind) {
    switch (kind) {
        case sql::TableKind::kTable:
            return "TABLE";
        case sql::TableKind::kPartitionedTable:
            return "PARTITIONED TABLE";
        case sql::TableKind::kView:
            return "VIEW";
    }
    return "TABLE";
}

std::string_view capitalized(sql::TableKind kind) {
    switch (kind) {
        case sql::TableKind::kTable:
            return "Table";
        case sql::TableKind::kPartitionedTable:
            return "Partitioned Table";
        case sql::TableKind::kView:
            return "View";
    }
    return "Table";
}

std::vector<sql::ColumnDefinition> missing_columns(const sql::Table& table,
                                                   std::span<const sql::ColumnDefinition> columns) {
    std::vector<sql::ColumnDefinition> missing;
    for (const sql::ColumnDefinition& column : columns) {
        if (table.column(column.name) == nullptr) {
            missing.push_back(column);
        }
    }
    return missing;
}

void check_that_columns_may_be_added(const JdbcSinkConfig& config,
                                     const sql::Table& table,
                                     const std::vector<sql::ColumnDefinition>& missing) {
    if (table.kind == sql::TableKind::kView) {
        throw TableAlterOrCreateException(
            fmt::format("View {} is missing fields ({}) and ALTER VIEW is unsupported",
                        displayed(table.id),
                        displayed_fields(missing)));
    }
    for (const sql::ColumnDefinition& column : missing) {
        if (!column.schema->is_optional() && column.schema->default_value().is_null()) {
            throw TableAlterOrCreateException(
                fmt::format("Cannot ALTER {} {} to add missing field {}, as the field is not "
                            "optional and does not have a default value",
                            type_name(table.kind),
                            displayed(table.id),
                            displayed_field(column)));
        }
    }
    if (!config.auto_evolve) {
        throw TableAlterOrCreateException(
            fmt::format("{} {} is missing fields ({}) and auto-evolution is disabled",
                        capitalized(table.kind),
                        displayed(table.id),
                        displayed_fields(missing)));
    }
}

/// Of a kind that table.types does not list, a table counts as missing. With auto.create it is
/// found all the same, as by Java's sink once its CREATE TABLE has failed.
void check_kind(const JdbcSinkConfig& config, const sql::Table& table) {
    if (config.auto_create ||
        std::ranges::find(config.table_types, table.kind) != config.table_types.end()) {
        return;
    }
    logger().warn(fmt::format("{} is a {}, which table.types does not list; add {} to table.types",
                              displayed(table.id),
                              type_name(table.kind),
                              type_name(table.kind)));
    throw TableAlterOrCreateException(
        fmt::format("Table {} is missing and auto-creation is disabled", displayed(table.id)));
}

/// The description of a table that exists now.
sql::Table described(sql::Connection& connection, const sql::TableId& table) {
    auto description = connection.describe(table);
    if (!description.has_value()) {
        throw TableAlterOrCreateException(
            fmt::format("Table {} cannot be seen after it was created; check the user's privileges",
                        displayed(table)));
    }
    return *std::move(description);
}

sql::Table create(const JdbcSinkConfig& config,
                  const sql::Dialect& dialect,
                  sql::Connection& connection,
                  const sql::TableId& table,
                  std::span<const sql::ColumnDefinition> columns) {
    if (!config.auto_create) {
        throw TableAlterOrCreateException(
            fmt::format("Table {} is missing and auto-creation is disabled", displayed(table)));
    }
    const std::string statement = dialect.create_table(table, columns);
    logger().info(fmt::format("Creating table with sql: {}", statement));
    try {
        connection.define(statement);
    } catch (const sql::SqlError& error) {
        // Another task may have won the race; if not, the server's refusal stands.
        if (error.connection_lost() || !connection.describe(table).has_value()) {
            throw;
        }
    }
    return described(connection, table);
}

sql::Table amend(const JdbcSinkConfig& config,
                 const sql::Dialect& dialect,
                 sql::Connection& connection,
                 sql::Table table,
                 std::span<const sql::ColumnDefinition> columns) {
    std::vector<sql::ColumnDefinition> missing = missing_columns(table, columns);
    for (int attempt = 0; !missing.empty(); ++attempt) {
        check_that_columns_may_be_added(config, table, missing);
        try {
            for (const std::string& statement : dialect.add_columns(table.id, missing)) {
                logger().info(fmt::format("Amending table with sql: {}", statement));
                connection.define(statement);
            }
        } catch (const sql::SqlError& error) {
            // What may pass comes again after the back-off, with the whole unit.
            if (error.connection_lost() || error.kind() == sql::SqlErrorKind::kTransient) {
                throw;
            }
            if (attempt >= config.max_retries) {
                throw TableAlterOrCreateException(
                    fmt::format("Failed to amend {} '{}' to add missing fields: {}",
                                type_name(table.kind),
                                displayed(table.id),
                                displayed_fields(missing)),
                    std::current_exception());
            }
            logger().warn(fmt::format("Amend failed, re-attempting: {}", error.what()));
        }
        // Perhaps another task was faster.
        table = described(connection, table.id);
        missing = missing_columns(table, columns);
    }
    return table;
}

}  // namespace

TableAlterOrCreateException::~TableAlterOrCreateException() = default;

std::string_view TableAlterOrCreateException::java_class() const noexcept {
    return "io.confluent.connect.jdbc.sink.TableAlterOrCreateException";
}

std::string displayed(const sql::TableId& table) {
    std::string text;
    for (const std::string* part : {&table.catalog, &table.schema, &table.name}) {
        if (!part->empty()) {
            text.append(text.empty() ? "\"" : ".\"").append(*part).append("\"");
        }
    }
    return text;
}

sql::Table ensure_structure(const JdbcSinkConfig& config,
                            const sql::Dialect& dialect,
                            sql::Connection& connection,
                            const sql::TableId& table,
                            std::span<const sql::ColumnDefinition> columns) {
    auto description = connection.describe(table);
    if (!description.has_value()) {
        description = create(config, dialect, connection, table, columns);
    } else {
        check_kind(config, *description);
    }
    return amend(config, dialect, connection, *std::move(description), columns);
}

}  // namespace kconnect::jdbc
