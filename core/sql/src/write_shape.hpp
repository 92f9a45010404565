#pragma once

#include <string_view>

#include <kconnect/sql/row_writer.hpp>

namespace kconnect::sql {

/// Refuses a shape that no statement can or may be made of: upserts and deletes without keys (a
/// DELETE would empty the table) with a ConnectException, an UPDATE that sets nothing with the
/// SqlError that Java's `SET  WHERE` leads to. `table` is the quoted name.
void check_shape(const WriteShape& shape, std::string_view table);

}  // namespace kconnect::sql
