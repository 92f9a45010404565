#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/row_writer.hpp>

namespace kconnect::sql::mysql {

/// The identifier in backticks, backticks inside it doubled.
std::string quote(std::string_view identifier);

/// `db`.`t`, or `t` when the database is not known.
std::string qualified(const TableId& table);

/// The statement that writes `row_count` rows of the shape, with one `?` per parameter: INSERT,
/// the upsert `ON DUPLICATE KEY UPDATE c=VALUES(c)` (MySQL and MariaDB both have it, `AS new` only
/// MySQL), UPDATE of one row, or DELETE. Throws what check_shape() refuses.
std::string write_statement(const WriteShape& shape, std::size_t row_count);

/// The index of the shape's column behind each parameter of one row: an UPDATE names its other
/// columns before its keys.
std::vector<std::size_t> parameter_order(const WriteShape& shape);

/// True when one statement can hold several rows.
bool takes_several_rows(WriteMode mode);

}  // namespace kconnect::sql::mysql
