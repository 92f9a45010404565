#include "mysql/mysql_catalogue.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace kconnect::sql::mysql {
namespace {

bool equal_ignoring_ascii_case(std::string_view left, std::string_view right) {
    return std::equal(
        left.begin(), left.end(), right.begin(), right.end(), [](unsigned char a, unsigned char b) {
            return std::tolower(a) == std::tolower(b);
        });
}

/// Absent for what is no table for our purposes, such as a sequence.
std::optional<TableKind> kind_of(std::string_view table_type) {
    if (table_type == "BASE TABLE" || table_type == "SYSTEM VERSIONED" ||
        table_type == "TEMPORARY") {
        return TableKind::kTable;
    }
    if (table_type == "VIEW" || table_type == "SYSTEM VIEW") {
        return TableKind::kView;
    }
    return std::nullopt;
}

std::string text_of(const std::optional<std::string>& cell) {
    return cell.value_or("");
}

}  // namespace

Catalogue::Catalogue(Query query, Literal literal, bool mariadb, bool ignores_name_case)
    : query_(std::move(query)),
      literal_(std::move(literal)),
      mariadb_(mariadb),
      ignores_name_case_(ignores_name_case) {
}

bool Catalogue::is_same_name(std::string_view left, std::string_view right) const {
    return ignores_name_case_ ? equal_ignoring_ascii_case(left, right) : left == right;
}

std::string Catalogue::condition(const TableId& id) const {
    return fmt::format(
        "TABLE_SCHEMA={} AND TABLE_NAME={}", literal_(id.catalog), literal_(id.name));
}

std::optional<Table> Catalogue::describe(const TableId& id) const {
    const std::vector<TextRow> rows =
        query_("SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE " +
               condition(id));
    for (const TextRow& row : rows) {
        const std::optional<TableKind> kind = kind_of(text_of(row[2]));
        if (!kind || !is_same_name(text_of(row[0]), id.catalog) ||
            !is_same_name(text_of(row[1]), id.name)) {
            continue;
        }
        Table table;
        table.id = {text_of(row[0]), {}, text_of(row[1])};
        table.kind = *kind;
        // Read first: what changes meanwhile makes the description stale, not the version wrong.
        table.version = version(table.id);
        read_columns(table);
        table.unique_indexes = unique_indexes(table.id);
        return table;
    }
    return std::nullopt;
}

std::string Catalogue::version(const TableId& id) const {
    // As bytes: the catalogue's texts have collations that do not mix.
    const auto bytes = [](std::string_view column) {
        return fmt::format("CAST({} AS BINARY)", column);
    };
    std::vector<TextRow> rows = query_(fmt::format(
        "SELECT {}, ORDINAL_POSITION, {}, {}, {}, {}, {}, {} FROM information_schema.COLUMNS WHERE "
        "{} UNION ALL SELECT {}, SEQ_IN_INDEX, {}, {}, {}, NULL, NULL, NULL FROM "
        "information_schema.STATISTICS WHERE NON_UNIQUE=0 AND {}",
        bytes("TABLE_NAME"),
        bytes("COLUMN_NAME"),
        bytes("COLUMN_TYPE"),
        bytes("COLLATION_NAME"),
        bytes("IS_NULLABLE"),
        bytes("COLUMN_DEFAULT"),
        bytes("EXTRA"),
        condition(id),
        bytes("TABLE_NAME"),
        bytes("INDEX_NAME"),
        bytes("COLUMN_NAME"),
        bytes("SUB_PART"),
        condition(id)));
    std::sort(rows.begin(), rows.end());
    std::string version;
    for (const TextRow& row : rows) {
        if (text_of(row[0]) != id.name) {
            continue;
        }
        for (const std::optional<std::string>& cell : row) {
            version += cell ? fmt::format("{}:{},", cell->size(), *cell) : "-,";
        }
    }
    return version;
}

void Catalogue::read_columns(Table& table) const {
    const std::vector<TextRow> rows = query_(
        "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, "
        "EXTRA, COLUMN_KEY FROM information_schema.COLUMNS WHERE " +
        condition(table.id) + " ORDER BY ORDINAL_POSITION");
    for (const TextRow& row : rows) {
        if (text_of(row[0]) != table.id.name) {
            continue;
        }
        Column column;
        column.name = text_of(row[1]);
        column.type = text_of(row[2]);
        column.collation = text_of(row[3]);
        column.nullable = row[4] == "YES";
        // MariaDB shows the default NULL as the word, and texts in apostrophes.
        const bool says_null = mariadb_ && row[5] == "NULL";
        const std::string extra = text_of(row[6]);
        column.has_default = (row[5] && !says_null) ||
                             extra.find("auto_increment") != std::string::npos ||
                             extra.find("GENERATED") != std::string::npos;
        column.primary_key = row[7] == "PRI";
        table.columns.push_back(std::move(column));
    }
}

std::vector<UniqueIndex> Catalogue::unique_indexes(const TableId& id) const {
    std::vector<UniqueIndex> indexes;
    const std::vector<TextRow> rows = query_(
        "SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS "
        "WHERE NON_UNIQUE=0 AND " +
        condition(id) + " ORDER BY INDEX_NAME, SEQ_IN_INDEX");
    for (const TextRow& row : rows) {
        if (text_of(row[0]) != id.name) {
            continue;
        }
        const std::string name = text_of(row[1]);
        if (indexes.empty() || indexes.back().name != name) {
            indexes.push_back({name, {}, name == "PRIMARY"});
        }
        UniqueIndex& index = indexes.back();
        index.columns.push_back(text_of(row[2]));
        const bool expression = !row[2];
        const bool part_of_text = row[3].has_value();
        index.whole_columns = index.whole_columns && !expression && !part_of_text;
    }
    return indexes;
}

}  // namespace kconnect::sql::mysql
