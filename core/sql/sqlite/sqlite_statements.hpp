#pragma once

#include <string>
#include <string_view>

#include <kconnect/sql/row_writer.hpp>

namespace kconnect::sql::sqlite {

/// The identifier in backticks, as Java's SQLite dialect has it; backticks inside it doubled.
std::string quote(std::string_view identifier);
/// `schema`.`t`, or `t` when no attached database is named.
std::string qualified(const TableId& table);

/// The statement that writes one row of the shape, with the parameters ?1, ?2, ... in the order of
/// the shape's columns. An upsert updates the columns it has (`ON CONFLICT ... DO UPDATE`) where a
/// unique index of exactly the keys exists, else it is Java's INSERT OR REPLACE. Throws
/// what check_shape() refuses.
std::string write_statement(const WriteShape& shape);

}  // namespace kconnect::sql::sqlite
