#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/row_writer.hpp>

namespace kconnect::sql {

/// Refuses a shape that no statement can or may be made of: upserts and deletes without keys (a
/// DELETE would empty the table) with a ConnectException, an UPDATE that sets nothing with the
/// SqlError that Java's `SET  WHERE` leads to. `table` is the quoted name.
void check_shape(const WriteShape& shape, std::string_view table);

/// Refuses an upsert by columns that no primary key or unique index of the table consists of. What
/// a view is based on is not known, so it passes. Throws SqlError.
void check_upsert_key(const WriteShape& shape, std::string_view table);

/// The names of the shape's columns, or of its key columns.
std::vector<std::string> column_names(const WriteShape& shape);
std::vector<std::string> key_names(const WriteShape& shape);

/// Throws DataException, with the text of Aiven's sink, when an INSERT of `rows` rows made another
/// number of them: a trigger or a rule may drop rows, or put them elsewhere, without an error.
void check_inserted(std::size_t inserted, std::size_t rows);

}  // namespace kconnect::sql
