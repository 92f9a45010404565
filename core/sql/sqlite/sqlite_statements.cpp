#include "sqlite/sqlite_statements.hpp"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "src/write_shape.hpp"

namespace kconnect::sql::sqlite {
namespace {

std::string columns_and_values(const WriteShape& shape) {
    std::vector<std::string> names;
    std::vector<std::string> places;
    for (const WriteColumn& column : shape.columns) {
        names.push_back(quote(column.name));
        places.push_back(fmt::format("?{}", places.size() + 1));
    }
    return fmt::format("{}({}) VALUES({})",
                       qualified(shape.table.id),
                       fmt::join(names, ","),
                       fmt::join(places, ","));
}

std::string upsert(const WriteShape& shape) {
    // SQLite takes no ON CONFLICT for a view; its INSTEAD OF trigger sees an INSERT.
    if (shape.table.kind == TableKind::kView) {
        return "INSERT OR REPLACE INTO " + columns_and_values(shape);
    }
    std::vector<std::string> keys;
    std::vector<std::string> settings;
    for (std::size_t index = 0; index < shape.columns.size(); ++index) {
        const std::string name = quote(shape.columns[index].name);
        if (index < shape.key_count) {
            keys.push_back(name);
        } else {
            settings.push_back(fmt::format("{}=excluded.{}", name, name));
        }
    }
    const std::string action =
        settings.empty() ? "NOTHING" : fmt::format("UPDATE SET {}", fmt::join(settings, ","));
    return fmt::format("INSERT INTO {} ON CONFLICT({}) DO {}",
                       columns_and_values(shape),
                       fmt::join(keys, ","),
                       action);
}

std::string where_keys(const WriteShape& shape) {
    std::vector<std::string> conditions;
    for (std::size_t index = 0; index < shape.key_count; ++index) {
        conditions.push_back(fmt::format("{}=?{}", quote(shape.columns[index].name), index + 1));
    }
    return conditions.empty() ? "" : fmt::format(" WHERE {}", fmt::join(conditions, " AND "));
}

std::string update(const WriteShape& shape) {
    std::vector<std::string> settings;
    for (std::size_t index = shape.key_count; index < shape.columns.size(); ++index) {
        settings.push_back(fmt::format("{}=?{}", quote(shape.columns[index].name), index + 1));
    }
    return fmt::format("UPDATE {} SET {}{}",
                       qualified(shape.table.id),
                       fmt::join(settings, ","),
                       where_keys(shape));
}

}  // namespace

std::string quote(std::string_view identifier) {
    std::string result = "`";
    for (const char letter : identifier) {
        result.append(letter == '`' ? 2 : 1, letter);
    }
    return result + '`';
}

std::string qualified(const TableId& table) {
    return table.schema.empty() ? quote(table.name)
                                : fmt::format("{}.{}", quote(table.schema), quote(table.name));
}

std::string write_statement(const WriteShape& shape) {
    check_shape(shape, qualified(shape.table.id));
    switch (shape.mode) {
        case WriteMode::kInsert:
            return "INSERT INTO " + columns_and_values(shape);
        case WriteMode::kUpsert:
            check_upsert_key(shape, qualified(shape.table.id));
            return upsert(shape);
        case WriteMode::kUpdate:
            return update(shape);
        case WriteMode::kDelete:
            return fmt::format("DELETE FROM {}{}", qualified(shape.table.id), where_keys(shape));
    }
    throw ConnectException("Unknown write mode");
}

}  // namespace kconnect::sql::sqlite
