#pragma once

#include <span>
#include <string>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/row_writer.hpp>

#include "postgresql/binding.hpp"

namespace kconnect::sql::postgresql {

/// The statement that writes any number of rows; parameter n is the array of column n's cells.
std::string statement_for_rows(const Dialect& dialect,
                               const WriteShape& shape,
                               std::span<const Binding> bindings);

/// The statement that writes one row; parameter n is the cell of column n.
std::string statement_for_one_row(const Dialect& dialect,
                                  const WriteShape& shape,
                                  std::span<const Binding> bindings);

/// COPY ... FROM STDIN in binary form.
std::string statement_for_copy(const Dialect& dialect, const WriteShape& shape);

}  // namespace kconnect::sql::postgresql
