#include "src/write_shape.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {

namespace {

std::vector<std::string> first_names(const WriteShape& shape, std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t index = 0; index < count; ++index) {
        names.push_back(shape.columns[index].name);
    }
    return names;
}

/// "PRIMARY (a, b), u (c)", or "none".
std::string usable_indexes(const Table& table) {
    std::vector<std::string> texts;
    for (const UniqueIndex& index : table.unique_indexes) {
        if (index.names_key()) {
            texts.push_back(fmt::format("{} ({})", index.name, fmt::join(index.columns, ", ")));
        }
    }
    return texts.empty() ? "none" : fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

std::vector<std::string> column_names(const WriteShape& shape) {
    return first_names(shape, shape.columns.size());
}

std::vector<std::string> key_names(const WriteShape& shape) {
    return first_names(shape, shape.key_count);
}

void check_upsert_key(const WriteShape& shape, std::string_view table) {
    const std::vector<std::string> keys = key_names(shape);
    if (shape.mode != WriteMode::kUpsert || shape.table.kind == TableKind::kView ||
        shape.table.unique_index(keys) != nullptr) {
        return;
    }
    throw SqlError(
        fmt::format("{} has no primary key or unique index that consists of the key columns ({}), "
                    "so an upsert would add a row for each record: create one, or set pk.fields to "
                    "the columns of an existing one: {}",
                    table,
                    fmt::join(keys, ", "),
                    usable_indexes(shape.table)),
        SqlErrorKind::kTask,
        "42P10");
}

void check_shape(const WriteShape& shape, std::string_view table) {
    const bool needs_keys = shape.mode == WriteMode::kUpsert || shape.mode == WriteMode::kDelete;
    if (shape.columns.empty() || (needs_keys && shape.key_count == 0)) {
        throw ConnectException(
            fmt::format("Rows for {} have no {}columns: check pk.mode and "
                        "pk.fields",
                        table,
                        needs_keys ? "key " : ""));
    }
    if (shape.mode == WriteMode::kUpdate && shape.key_count == shape.columns.size()) {
        throw SqlError(fmt::format("An UPDATE of {} has no column to set: its rows have only key "
                                   "columns; use insert.mode=upsert or other pk.fields",
                                   table),
                       SqlErrorKind::kTask,
                       "42601");
    }
}

void check_inserted(std::size_t inserted, std::size_t rows) {
    if (inserted != rows) {
        throw DataException(
            fmt::format("Update count ({}) did not sum up to total number of regular records ({})",
                        inserted,
                        rows));
    }
}

}  // namespace kconnect::sql
