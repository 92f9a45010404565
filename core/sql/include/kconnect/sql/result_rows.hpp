#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <kconnect/value.hpp>

namespace kconnect::sql {

/// A column of a query's result.
struct ResultColumn {
    std::string name;
    /// The server's own number for the type: PostgreSQL's OID, MySQL's field type; 0 for SQLite.
    std::uint32_t type_code = 0;
};

/// The rows of one query, read from the server one after the other: memory does not grow with
/// their number. What is left unread when the object goes is read and dropped, so ask for no more
/// than is needed.
/// Owner: whoever asked the connection; the connection can do nothing else until it goes, and must
/// outlive it. Threads: the connection's.
class ResultRows {
public:
    virtual ~ResultRows() = default;

    virtual std::span<const ResultColumn> columns() const = 0;

    /// Goes on to the next row, the first one to begin with; false after the last one. Blocks.
    /// Throws SqlError.
    virtual bool next() = 0;

    /// The row that next() went to; valid until next() is called again. Integers are INT64,
    /// floating-point numbers FLOAT32 or FLOAT64, PostgreSQL's booleans BOOLEAN, binary columns
    /// BYTES; all else is STRING, in the server's text: decimals, dates, times, numbers over INT64.
    virtual std::span<const Value> cells() const = 0;
};

}  // namespace kconnect::sql
