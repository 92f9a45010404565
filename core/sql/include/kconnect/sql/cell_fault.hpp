#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <kconnect/sql/table.hpp>
#include <kconnect/value.hpp>

/// What can be wrong with one cell of a refused row, as the end of a sentence that names its column
/// and record. Each function answers an empty text when it sees nothing wrong. Dialects decide by
/// the error and the column's type which of them to ask: see Dialect::fault_of().
namespace kconnect::sql::cell_fault {

/// `has 5 characters, 3 fit` for the n of varchar(n) and its kin; blanks at the end may be cut.
std::string too_long(const Value& cell, const Column& target);

/// `has 70000 bytes, 65535 fit`
std::string too_many_bytes(const Value& cell, std::size_t capacity);

/// The whole numbers that a column takes, both ends included.
struct Range {
    std::int64_t smallest;
    std::int64_t largest;
};

/// `is an INT64 beyond the range of smallint`
std::string out_of_range(const Value& cell, const Column& target, const Range& range);

/// `is null, which the column does not take`
std::string null(const Value& cell, const Column& target);

/// `holds the character U+0000, which the database cannot store`
std::string nul_character(const Value& cell);

}  // namespace kconnect::sql::cell_fault
