#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/table.hpp>

#include "jdbc/jdbc_sink_config.hpp"
#include "jdbc/record_layout.hpp"
#include "verify/cell_form.hpp"

namespace kconnect::verify {

/// Of a cell that a row does not have, or that is not compared.
inline constexpr std::uint64_t kAbsentCell = 0;
/// Of a cell that is NULL, or whose column the table does not have.
inline constexpr std::uint64_t kNullCell = 1;

/// A row reduced to what comparing needs: its key as text, and a hash for each compared column.
struct RowDigest {
    std::string key;                   ///< See split_key().
    std::vector<std::uint64_t> cells;  ///< By TableView::columns(), as far as they were known.
};

/// The texts of a digest's key; absent ones are NULL.
std::vector<std::optional<std::string>> split_key(std::string_view key);

/// A hash with well-spread bits; the same in one process only.
std::uint64_t hash_text(std::string_view text) noexcept;
/// Spreads the bits of a number.
std::uint64_t mixed(std::uint64_t number) noexcept;

/// One table as the catalogue describes it, and which of its columns records have cells for: what
/// makes digests of records and of rows that are equal when they are.
/// Threads: one.
class TableView {
public:
    struct Column {
        std::string name;  ///< As it stands in the table, else as records have it.
        CellForm form;
        bool in_table = true;
        bool is_number = false;  ///< Its texts are parameters as INT64.
    };

    /// Describes the table. `configured` is the name as the sink's configuration gives it.
    TableView(const jdbc::JdbcSinkConfig& config,
              const sql::Dialect& dialect,
              sql::Connection& connection,
              const std::string& configured);

    const sql::TableId& id() const noexcept { return id_; }
    bool exists() const noexcept { return table_.has_value(); }
    const std::optional<sql::Table>& table() const noexcept { return table_; }

    /// The key's columns: those of the first record, else those of the primary key.
    const std::vector<Column>& keys() const noexcept { return keys_; }
    /// Other columns that records have, in the order in which they first came.
    const std::vector<Column>& columns() const noexcept { return columns_; }
    /// Columns that are left out because their type cannot be compared, with the type.
    const std::set<std::string>& left_out() const noexcept { return left_out_; }

    /// Of a record; cells are kAbsentCell where it has no such column. Throws ConfigException when
    /// its key has other columns than those before, DataException for a date beyond all calendars.
    void digest(const jdbc::RecordLayout& layout, const SinkRecord& record, RowDigest& result);
    /// Of a row of select_list().
    void digest(std::span<const Value> cells, RowDigest& result) const;

    /// The columns to read for digest(): keys, then columns() that the table has.
    std::string select_list(const sql::Dialect& dialect) const;

    /// Takes the primary key for the key's columns when no record came.
    void set_key_without_records();
    /// Takes these columns, by their names in the table, for the key's.
    void set_keys(const std::vector<std::string>& names);

private:
    static constexpr std::size_t kLeftOut = std::numeric_limits<std::size_t>::max();
    using Shape = std::vector<std::size_t>;  ///< For each column of a set its place in columns_.

    const Shape& shape_of(const jdbc::ColumnSet& set);
    void check_keys(const jdbc::ColumnSet& set);
    std::size_t place_of(const jdbc::LayoutColumn& column);
    Column describe(const std::string& name) const;

    const jdbc::JdbcSinkConfig* config_;
    bool is_mariadb_;
    bool is_mysql_;
    bool is_sqlite_;
    sql::TableId id_;
    std::optional<sql::Table> table_;
    std::vector<Column> keys_;
    std::vector<Column> columns_;
    std::set<std::string> left_out_;
    std::map<const jdbc::ColumnSet*, Shape> shapes_;
    std::string scratch_;
};

}  // namespace kconnect::verify
