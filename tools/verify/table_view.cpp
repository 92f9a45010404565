#include "verify/table_view.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "jdbc/table_writer.hpp"
#include "verify/sqlite_cell.hpp"

namespace kconnect::verify {

namespace {

constexpr std::uint32_t kNullLength = std::numeric_limits<std::uint32_t>::max();

void append_length(std::string& key, std::uint32_t length) {
    char bytes[sizeof length];
    std::memcpy(bytes, &length, sizeof length);
    key.append(bytes, sizeof length);
}

void append_part(std::string& key, std::string_view text) {
    append_length(key, static_cast<std::uint32_t>(text.size()));
    key += text;
}

/// True for collations of MySQL and MariaDB that hold 'a' and 'a ' equal: all but the newer ones.
bool pads(std::string_view collation) {
    return !collation.empty() && collation != "binary" &&
           collation.find("nopad") == std::string_view::npos &&
           collation.find("_0900_") == std::string_view::npos;
}

/// MySQL's collations, SQLite's, and PostgreSQL's type.
bool folds_case(const sql::Column& column) {
    return column.collation.ends_with("_ci") || column.collation == "NOCASE" ||
           column.type == "citext";
}

/// Never one of the marks.
std::uint64_t cell_hash(std::string_view text) {
    return std::max(hash_text(text), kNullCell + 1);
}

}  // namespace

std::uint64_t mixed(std::uint64_t number) noexcept {
    number ^= number >> 32;
    number *= 0x9e3779b97f4a7c15U;
    number ^= number >> 29;
    number *= 0xd6e8feb86659fd93U;
    return number ^ (number >> 32);
}

std::uint64_t hash_text(std::string_view text) noexcept {
    return mixed(std::hash<std::string_view>{}(text) + 1);
}

std::vector<std::optional<std::string>> split_key(std::string_view key) {
    std::vector<std::optional<std::string>> parts;
    while (!key.empty()) {
        std::uint32_t length = 0;
        std::memcpy(&length, key.data(), sizeof length);
        key.remove_prefix(sizeof length);
        if (length == kNullLength) {
            parts.emplace_back();
            continue;
        }
        parts.emplace_back(key.substr(0, length));
        key.remove_prefix(length);
    }
    return parts;
}

TableView::TableView(const jdbc::JdbcSinkConfig& config,
                     const sql::Dialect& dialect,
                     sql::Connection& connection,
                     const std::string& configured)
    : config_(&config),
      is_mariadb_(connection.server().starts_with("MariaDB")),
      is_mysql_(is_mariadb_ || connection.server().starts_with("MySQL")),
      is_sqlite_(connection.server().starts_with("SQLite")),
      id_(connection.resolve(dialect.parse_table_name(configured))),
      table_(connection.describe(id_)) {
    if (table_) {
        id_ = table_->id;
    }
}

TableView::Column TableView::describe(const std::string& name) const {
    const sql::Column* const column = table_ ? table_->column(name) : nullptr;
    if (column == nullptr) {
        return {.name = name, .form = {.kind = CellKind::kText}, .in_table = false};
    }
    const CellForm form = is_sqlite_ ? sqlite_form_of(*column) : form_of(*column, is_mariadb_);
    return {.name = column->name,
            .form = form,
            .is_number = form.kind == CellKind::kInteger && column->type != "boolean"};
}

void TableView::check_keys(const jdbc::ColumnSet& set) {
    std::vector<Column> keys;
    for (std::size_t index = 0; index < set.key_count; ++index) {
        Column key = describe(set.columns[index].name);
        const sql::Column* const target = table_ ? table_->column(key.name) : nullptr;
        if (target != nullptr) {
            key.form.folds_case = folds_case(*target);
            key.form.ignores_padding =
                (is_mysql_ && pads(target->collation)) || target->collation == "RTRIM";
        }
        if (table_ && (!key.in_table || !is_comparable(key.form, set.columns[index]))) {
            throw ConfigException(fmt::format(
                "Key column '{}' of table \"{}\" {}; kconnect-verify cannot compare its rows",
                key.name,
                id_.name,
                key.in_table ? fmt::format("has the type {}", target->type) : "does not exist"));
        }
        keys.push_back(std::move(key));
    }
    if (keys_.empty()) {
        keys_ = std::move(keys);
    }
    const bool same = std::equal(keys_.begin(),
                                 keys_.end(),
                                 set.columns.begin(),
                                 set.columns.begin() + static_cast<std::ptrdiff_t>(set.key_count),
                                 [this](const Column& key, const auto& column) {
                                     return describe(column.name).name == key.name;
                                 });
    if (!same) {
        throw ConfigException(fmt::format(
            "Records of table \"{}\" have different key columns; name them in pk.fields",
            id_.name));
    }
}

std::size_t TableView::place_of(const jdbc::LayoutColumn& column) {
    Column described = describe(column.name);
    if (described.in_table && !is_comparable(described.form, column)) {
        left_out_.insert(
            fmt::format("{} ({})", described.name, table_->column(described.name)->type));
        return kLeftOut;
    }
    const auto same = std::find_if(columns_.begin(), columns_.end(), [&](const Column& other) {
        return other.name == described.name;
    });
    if (same == columns_.end()) {
        columns_.push_back(std::move(described));
        return columns_.size() - 1;
    }
    return static_cast<std::size_t>(same - columns_.begin());
}

const TableView::Shape& TableView::shape_of(const jdbc::ColumnSet& set) {
    const auto found = shapes_.find(&set);
    if (found != shapes_.end()) {
        return found->second;
    }
    check_keys(set);
    Shape shape;
    for (std::size_t index = set.key_count; index < set.size(); ++index) {
        shape.push_back(place_of(set.columns[index]));
    }
    return shapes_.emplace(&set, std::move(shape)).first->second;
}

void TableView::digest(const jdbc::RecordLayout& layout,
                       const SinkRecord& record,
                       RowDigest& result) {
    const jdbc::ColumnSet& set = *layout.columns();
    const Shape& shape = shape_of(set);
    const jdbc::RecordLayout::Cells cells(layout, record);
    result.key.clear();
    result.cells.assign(columns_.size(), kAbsentCell);
    for (std::size_t index = 0; index < set.size(); ++index) {
        const bool is_key = index < set.key_count;
        const std::size_t place = is_key ? index : shape[index - set.key_count];
        if (place == kLeftOut) {
            continue;
        }
        const jdbc::LayoutColumn& column = set.columns[index];
        const CellForm& form = is_key ? keys_[place].form : columns_[place].form;
        scratch_.clear();
        if (!cells[index].is_null()) {
            append_sent(scratch_, form, column, jdbc::clock_of(*config_, column), cells[index]);
        }
        if (!is_key) {
            result.cells[place] = cells[index].is_null() ? kNullCell : cell_hash(scratch_);
        } else if (cells[index].is_null()) {
            append_length(result.key, kNullLength);
        } else {
            append_part(result.key, scratch_);
        }
    }
}

void TableView::digest(std::span<const Value> cells, RowDigest& result) const {
    std::string text;
    result.key.clear();
    result.cells.assign(columns_.size(), kNullCell);
    std::size_t next = 0;
    for (const Column& key : keys_) {
        const Value& cell = cells[next++];
        if (cell.is_null()) {
            append_length(result.key, kNullLength);
            continue;
        }
        text.clear();
        append_stored(text, key.form, cell);
        append_part(result.key, text);
    }
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        if (!columns_[index].in_table) {
            continue;
        }
        const Value& cell = cells[next++];
        if (!cell.is_null()) {
            text.clear();
            append_stored(text, columns_[index].form, cell);
            result.cells[index] = cell_hash(text);
        }
    }
}

std::string TableView::select_list(const sql::Dialect& dialect) const {
    std::string list;
    const auto add = [&](const Column& column) {
        if (column.in_table) {
            list += (list.empty() ? "" : ", ") + dialect.quote(column.name);
        }
    };
    std::for_each(keys_.begin(), keys_.end(), add);
    std::for_each(columns_.begin(), columns_.end(), add);
    return list;
}

void TableView::set_keys(const std::vector<std::string>& names) {
    keys_.clear();
    for (const std::string& name : names) {
        keys_.push_back(describe(name));
    }
}

void TableView::set_key_without_records() {
    if (!keys_.empty() || !table_) {
        return;
    }
    for (const sql::Column& column : table_->columns) {
        if (column.primary_key) {
            keys_.push_back(describe(column.name));
        }
    }
    if (keys_.empty()) {
        throw ConfigException(fmt::format(
            "The topic has no records and table \"{}\" no primary key: what identifies its rows "
            "is not known",
            id_.name));
    }
}

}  // namespace kconnect::verify
