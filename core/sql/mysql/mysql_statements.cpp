#include "mysql/mysql_statements.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "src/write_shape.hpp"

namespace kconnect::sql::mysql {
namespace {

/// `text` `count` times with commas between.
void append_repeated(std::string& to, std::string_view text, std::size_t count) {
    to.reserve(to.size() + count * (text.size() + 1));
    for (std::size_t index = 0; index < count; ++index) {
        if (index != 0) {
            to += ',';
        }
        to += text;
    }
}

/// "(?,?,?)"
std::string placeholders(std::size_t count) {
    std::string result = "(";
    append_repeated(result, "?", count);
    return result + ')';
}

std::string column_list(const WriteShape& shape, std::size_t count) {
    std::string result = "(";
    for (std::size_t index = 0; index < count; ++index) {
        result += index == 0 ? "" : ",";
        result += quote(shape.columns[index].name);
    }
    return result + ')';
}

std::string insert(const WriteShape& shape, std::size_t row_count) {
    std::string result = fmt::format("INSERT INTO {}{} VALUES ",
                                     qualified(shape.table.id),
                                     column_list(shape, shape.columns.size()));
    append_repeated(result, placeholders(shape.columns.size()), row_count);
    return result;
}

/// Writes the end of an upsert.
class OnDuplicateKey {
public:
    OnDuplicateKey(const WriteShape& shape, NewRow new_row)
        : shape_(shape), new_row_(new_row), table_(qualified(shape.table.id)) {}

    std::string text() const {
        std::string result = new_row_ == NewRow::kAlias ? fmt::format(" AS {}", quote(kAlias)) : "";
        result += " ON DUPLICATE KEY UPDATE ";
        if (may_meet_another_key()) {
            result += guard() + ',';
        } else if (shape_.columns.size() == shape_.key_count) {
            // A row of keys alone sets its keys to themselves: the row exists afterwards.
            result += assignments(0);
        }
        result += assignments(shape_.key_count);
        result.pop_back();
        return result;
    }

private:
    static constexpr std::string_view kAlias = "kconnect new";

    bool may_meet_another_key() const {
        return shape_.table.kind == TableKind::kView ||
               !shape_.table.other_unique_indexes(key_names(shape_), column_names(shape_)).empty();
    }

    std::string old_cell(std::size_t index) const {
        return table_ + '.' + quote(shape_.columns[index].name);
    }

    std::string new_cell(std::size_t index) const {
        const std::string name = quote(shape_.columns[index].name);
        return new_row_ == NewRow::kAlias ? quote(kAlias) + '.' + name
                                          : fmt::format("VALUES({})", name);
    }

    std::string assignments(std::size_t first) const {
        std::string result;
        for (std::size_t index = first; index < shape_.columns.size(); ++index) {
            result += fmt::format("{}={},", quote(shape_.columns[index].name), new_cell(index));
        }
        return result;
    }

    /// Sets the first key column to itself where the row that is in the way has the same key, else
    /// adds to the largest number. The sum depends on the row, so that nobody computes it before.
    std::string guard() const {
        std::string same_key;
        for (std::size_t index = 0; index < shape_.key_count; ++index) {
            same_key +=
                fmt::format("{}{}={}", index == 0 ? "" : " AND ", old_cell(index), new_cell(index));
        }
        return fmt::format("{}=IF({} OR {}+(1+IFNULL(LENGTH({}),0)),{},NULL)",
                           quote(shape_.columns[0].name),
                           same_key,
                           kClashMark,
                           new_cell(0),
                           old_cell(0));
    }

    const WriteShape& shape_;
    NewRow new_row_;
    std::string table_;
};

std::string key_condition(const WriteShape& shape) {
    std::string result;
    for (std::size_t index = 0; index < shape.key_count; ++index) {
        result += fmt::format(
            "{}{}=?", index == 0 ? " WHERE " : " AND ", quote(shape.columns[index].name));
    }
    return result;
}

std::string update(const WriteShape& shape) {
    std::string result = fmt::format("UPDATE {} SET ", qualified(shape.table.id));
    for (std::size_t index = shape.key_count; index < shape.columns.size(); ++index) {
        result += fmt::format("{}=?,", quote(shape.columns[index].name));
    }
    result.pop_back();
    return result + key_condition(shape);
}

std::string remove(const WriteShape& shape, std::size_t row_count) {
    std::string result = fmt::format("DELETE FROM {}", qualified(shape.table.id));
    if (row_count == 1) {
        return result + key_condition(shape);
    }
    if (shape.key_count == 1) {
        result += fmt::format(" WHERE {} IN (", quote(shape.columns[0].name));
        append_repeated(result, "?", row_count);
    } else {
        result += fmt::format(" WHERE {} IN (", column_list(shape, shape.key_count));
        append_repeated(result, placeholders(shape.key_count), row_count);
    }
    return result + ')';
}

}  // namespace

std::string quote(std::string_view identifier) {
    std::string result = "`";
    for (const char letter : identifier) {
        result += letter;
        if (letter == '`') {
            result += '`';
        }
    }
    return result + '`';
}

std::string qualified(const TableId& table) {
    return table.catalog.empty() ? quote(table.name)
                                 : fmt::format("{}.{}", quote(table.catalog), quote(table.name));
}

std::string limited_query(bool mariadb, std::chrono::milliseconds limit, std::string_view sql) {
    const auto millis = std::clamp<std::int64_t>(limit.count(), 1, 31'536'000'000);
    if (mariadb) {
        return fmt::format(
            "SET STATEMENT max_statement_time=IF(@@max_statement_time BETWEEN 0.001 AND "
            "{0}.{1:03},@@max_statement_time,{0}.{1:03}) FOR {2}",
            millis / 1000,
            millis % 1000,
            sql);
    }
    constexpr std::string_view kSelect = "SELECT ";
    if (!sql.starts_with(kSelect)) {
        return std::string(sql);
    }
    constexpr std::int64_t kMost = 4'294'967'295;
    return fmt::format("SELECT /*+ MAX_EXECUTION_TIME({}) */ {}",
                       std::min(millis, kMost),
                       sql.substr(kSelect.size()));
}

std::string write_statement(const WriteShape& shape, std::size_t row_count, NewRow new_row) {
    check_shape(shape, qualified(shape.table.id));
    check_upsert_key(shape, qualified(shape.table.id));
    switch (shape.mode) {
        case WriteMode::kInsert:
            return insert(shape, row_count);
        case WriteMode::kUpsert:
            return insert(shape, row_count) + OnDuplicateKey(shape, new_row).text();
        case WriteMode::kUpdate:
            return update(shape);
        case WriteMode::kDelete:
            return remove(shape, row_count);
    }
    throw ConnectException("Unknown write mode");
}

std::vector<std::size_t> parameter_order(const WriteShape& shape) {
    std::vector<std::size_t> order;
    order.reserve(shape.columns.size());
    const std::size_t first = shape.mode == WriteMode::kUpdate ? shape.key_count : 0;
    for (std::size_t index = 0; index < shape.columns.size(); ++index) {
        order.push_back((first + index) % shape.columns.size());
    }
    return order;
}

bool takes_several_rows(WriteMode mode) {
    return mode != WriteMode::kUpdate;
}

}  // namespace kconnect::sql::mysql
