#include "sqlite/sqlite_catalogue.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <sqlite3.h>

#include "sqlite/sqlite_statements.hpp"

namespace kconnect::sql::sqlite {
namespace {

using Query = std::function<std::vector<TextRow>(const std::string& sql)>;

std::string literal(std::string_view text) {
    std::string result = "'";
    for (const char letter : text) {
        result.append(letter == '\'' ? 2 : 1, letter);
    }
    return result + '\'';
}

std::string text_of(const std::optional<std::string>& cell) {
    return cell.value_or("");
}

int number_of(const std::optional<std::string>& cell) {
    const std::string text = text_of(cell);
    int result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

/// Reads the parts of one description.
class Reader {
public:
    Reader(sqlite3* database, const Query& query, const TableId& id)
        : database_(database), query_(query) {
        table_.id = id;
        schema_ = id.schema.empty() ? "main" : id.schema;
    }

    std::optional<Table> read() {
        const std::vector<TextRow> rows =
            query_(fmt::format("SELECT name, type FROM {}.sqlite_master WHERE type IN ('table', "
                               "'view') AND name={} COLLATE NOCASE",
                               quote(schema_),
                               literal(table_.id.name)));
        if (rows.empty()) {
            return std::nullopt;
        }
        table_.id.name = text_of(rows[0][0]);
        // Read first: what changes meanwhile makes the description stale, not the version wrong.
        table_.version = version_of(query_, table_.id);
        table_.kind = rows[0][1] == "view" ? TableKind::kView : TableKind::kTable;
        read_columns();
        read_indexes();
        return std::move(table_);
    }

private:
    std::vector<TextRow> pragma(std::string_view name, std::string_view argument) const {
        return query_(fmt::format("PRAGMA {}.{}({})", quote(schema_), name, quote(argument)));
    }

    void read_columns() {
        UniqueIndex primary{"PRIMARY", {}, true};
        for (const TextRow& row : pragma("table_xinfo", table_.id.name)) {
            constexpr int kHiddenColumn = 1;  // of a virtual table; 2 and 3 are generated ones
            const int hidden = number_of(row[6]);
            if (hidden == kHiddenColumn) {
                continue;
            }
            const auto key_position = static_cast<std::size_t>(number_of(row[5]));
            Column column;
            column.name = text_of(row[1]);
            column.type = text_of(row[2]);
            column.primary_key = key_position != 0;
            column.nullable = number_of(row[3]) == 0 && !column.primary_key;
            column.has_default = (row[4] && row[4] != "NULL") || hidden != 0;
            read_collation(column);
            if (column.primary_key) {
                primary.columns.resize(std::max(primary.columns.size(), key_position));
                primary.columns[key_position - 1] = column.name;
            }
            table_.columns.push_back(std::move(column));
        }
        if (primary.columns.size() == 1) {
            mark_row_id();
        }
        if (!primary.columns.empty()) {
            table_.unique_indexes.push_back(std::move(primary));
        }
    }

    /// A sole INTEGER PRIMARY KEY names the row id, which SQLite chooses when it is not given.
    void mark_row_id() {
        for (Column& column : table_.columns) {
            if (column.primary_key && sqlite3_stricmp(column.type.c_str(), "INTEGER") == 0) {
                column.has_default = true;
            }
        }
    }

    /// Only SQLite's own function knows a column's collation; it does not for views.
    void read_collation(Column& column) const {
        const char* collation = nullptr;
        int automatic = 0;
        if (table_.kind == TableKind::kTable &&
            sqlite3_table_column_metadata(database_,
                                          schema_.c_str(),
                                          table_.id.name.c_str(),
                                          column.name.c_str(),
                                          nullptr,
                                          &collation,
                                          nullptr,
                                          nullptr,
                                          &automatic) == SQLITE_OK) {
            column.collation = collation == nullptr ? "" : collation;
            column.has_default = column.has_default || automatic != 0;
        }
    }

    void read_indexes() {
        for (const TextRow& row : pragma("index_list", table_.id.name)) {
            const bool unique = number_of(row[2]) != 0;
            const bool partial = number_of(row[4]) != 0;
            if (unique && row[3] != "pk") {
                read_index(text_of(row[1]), partial);
            }
        }
    }

    /// An index over an expression, for some rows, or that compares otherwise than its column, is
    /// no target of ON CONFLICT(column).
    void read_index(const std::string& name, bool partial) {
        UniqueIndex index{name, {}, false};
        for (const TextRow& row : pragma("index_xinfo", name)) {
            if (number_of(row[5]) == 0) {
                continue;  // not of the key
            }
            const Column* column = row[2] ? table_.column_exactly(*row[2]) : nullptr;
            index.columns.push_back(column == nullptr ? "" : column->name);
            if (column != nullptr &&
                sqlite3_stricmp(column->collation.c_str(), text_of(row[4]).c_str()) != 0) {
                index.whole_columns = false;
            }
        }
        if (partial) {
            index.columns.emplace_back();  // the condition
        }
        table_.unique_indexes.push_back(std::move(index));
    }

    sqlite3* database_;
    const Query& query_;
    std::string schema_;
    Table table_;
};

}  // namespace

std::string version_of(const Query& query, const TableId& id) {
    const std::vector<TextRow> rows = query(
        fmt::format("PRAGMA {}.schema_version", quote(id.schema.empty() ? "main" : id.schema)));
    return rows.empty() ? "" : text_of(rows[0][0]);
}

std::optional<Table> describe_table(sqlite3* database, const Query& query, const TableId& id) {
    return Reader(database, query, id).read();
}

}  // namespace kconnect::sql::sqlite
