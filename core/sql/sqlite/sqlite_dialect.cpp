#include "sqlite/sqlite_dialect.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <sqlite3.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/cell_fault.hpp>

#include "sqlite/sqlite_connection.hpp"
#include "sqlite/sqlite_options.hpp"
#include "src/parameter_log.hpp"

namespace kconnect::sql {
namespace {

enum class Affinity : std::uint8_t { kInteger, kText, kBlob, kReal, kNumeric };

/// SQLite's rules, in its order: https://www.sqlite.org/datatype3.html, section 3.1.
Affinity affinity_of(std::string_view declared_type) {
    std::string type(declared_type);
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 32 : letter);
    });
    const auto has = [&](std::string_view part) { return type.find(part) != std::string::npos; };
    if (has("INT")) {
        return Affinity::kInteger;
    }
    if (has("CHAR") || has("CLOB") || has("TEXT")) {
        return Affinity::kText;
    }
    if (type.empty() || has("BLOB")) {
        return Affinity::kBlob;
    }
    return has("REAL") || has("FLOA") || has("DOUB") ? Affinity::kReal : Affinity::kNumeric;
}

bool is_whole_number(const Schema& schema) {
    return schema.type() <= SchemaType::kInt64 || schema.type() == SchemaType::kBoolean;
}

}  // namespace

std::unique_ptr<Connection> SqliteDialect::connect(const ConnectionSettings& settings,
                                                   const AbortSignal& abort) const {
    const sqlite::Options options = sqlite::parse_options(settings);
    for (const std::string& parameter : options.unknown) {
        log_unknown_parameter("sqlite", settings.url, parameter);
    }
    return std::make_unique<sqlite::SqliteConnection>(options, abort);
}

TableId SqliteDialect::parse_table_name(std::string_view text) const {
    TableId id = StandardDialect::parse_table_name(text);
    if (!id.catalog.empty()) {
        throw ConfigException(fmt::format(
            "Table name '{}' has three parts: SQLite knows an attached database and a table; put a "
            "part that holds dots into backticks",
            text));
    }
    return id;
}

std::vector<std::string> SqliteDialect::add_columns(
    const TableId& table, std::span<const ColumnDefinition> columns) const {
    return add_column_each(table, columns);
}

std::string SqliteDialect::mapped_type(const Schema& schema, bool /*primary_key*/) const {
    if (schema.logical_type() != LogicalType::kNone) {
        return "NUMERIC";
    }
    switch (schema.type()) {
        case SchemaType::kInt8:
        case SchemaType::kInt16:
        case SchemaType::kInt32:
        case SchemaType::kInt64:
        case SchemaType::kBoolean:
            return "INTEGER";
        case SchemaType::kFloat32:
        case SchemaType::kFloat64:
            return "REAL";
        case SchemaType::kString:
            return "TEXT";
        case SchemaType::kBytes:
            return "BLOB";
        case SchemaType::kArray:
        case SchemaType::kMap:
        case SchemaType::kStruct:
            return {};
    }
    return {};
}

bool SqliteDialect::compares_exactly(const Schema& schema, const Column& target) const {
    const Affinity affinity = affinity_of(target.type);
    const bool binary = target.collation == "BINARY";
    if (schema.logical_type() == LogicalType::kDecimal) {
        return false;
    }
    if (is_whole_number(schema)) {
        // Text affinity makes text of numbers, REAL rounds large ones.
        return affinity == Affinity::kInteger || affinity == Affinity::kNumeric ||
               affinity == Affinity::kBlob;
    }
    if (schema.type() == SchemaType::kString) {
        // Other affinities make one number of '1' and '1.0'.
        return binary && (affinity == Affinity::kText || affinity == Affinity::kBlob);
    }
    return schema.type() == SchemaType::kBytes;  // no affinity and no collation touches bytes
}

/// Only NOT NULL can refuse a cell by itself: SQLite cuts and limits nothing.
std::string SqliteDialect::fault_of(const SqlError& error,
                                    const Value& cell,
                                    const Column& target) const {
    return error.vendor_code() == SQLITE_CONSTRAINT_NOTNULL ? cell_fault::null(cell, target) : "";
}

}  // namespace kconnect::sql
