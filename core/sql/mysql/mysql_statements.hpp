#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/row_writer.hpp>

namespace kconnect::sql::mysql {

/// The identifier in backticks, backticks inside it doubled.
std::string quote(std::string_view identifier);

/// `db`.`t`, or `t` when the database is not known.
std::string qualified(const TableId& table);

/// The SELECT with a limit of time that the server minds: MariaDB's SET STATEMENT, which keeps a
/// shorter limit of the session, or the hint of MySQL 5.7.8 and later.
std::string limited_query(bool mariadb, std::chrono::milliseconds limit, std::string_view sql);

/// How an upsert names the row that it could not insert.
enum class NewRow : std::uint8_t {
    kValuesFunction,  ///< `VALUES(c)`: MariaDB and MySQL before 8.0.20, deprecated since.
    kAlias,           ///< `INSERT ... AS new`: MySQL from 8.0.20 on.
};

/// The statement that writes `row_count` rows of the shape, with one `?` per parameter: INSERT,
/// `INSERT ... ON DUPLICATE KEY UPDATE`, UPDATE of one row, or DELETE. Throws what check_shape()
/// and check_upsert_key() refuse.
///
/// ON DUPLICATE KEY reacts to every unique index, so that a row may meet a row of another key.
/// Where the table has such an index the statement then fails, with kClashMark in the server's
/// text.
std::string write_statement(const WriteShape& shape, std::size_t row_count, NewRow new_row);

/// See write_statement(): 2^64 - 1, to which nothing can be added.
inline constexpr std::string_view kClashMark = "18446744073709551615";

/// The index of the shape's column behind each parameter of one row: an UPDATE names its other
/// columns before its keys.
std::vector<std::size_t> parameter_order(const WriteShape& shape);

/// True when one statement can hold several rows.
bool takes_several_rows(WriteMode mode);

}  // namespace kconnect::sql::mysql
