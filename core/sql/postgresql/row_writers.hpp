#pragma once

#include <string>
#include <vector>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/row_writer.hpp>

#include "postgresql/cell_encoder.hpp"
#include "postgresql/session.hpp"

namespace kconnect::sql::postgresql {

/// Writes rows with distinct keys: one statement for many rows, one array parameter per column.
class ArrayRowWriter final : public RowWriter {
public:
    ArrayRowWriter(Session& session,
                   const Dialect& dialect,
                   const WriteShape& shape,
                   bool untyped_strings);

    void write(const Rows& rows) override;

private:
    void write_part(const Rows& rows);

    Session& session_;
    bool counts_;  ///< Rows that are not made are an error.
    std::vector<Binding> bindings_;
    std::string statement_;
    CellEncoder encoder_;
    ByteBuffer bytes_;
    std::vector<std::size_t> ends_;  ///< Of each parameter in bytes_.
    Parameters parameters_;
};

/// Inserts rows by COPY in binary form; few rows go as arrays, which takes one round trip less.
class CopyRowWriter final : public RowWriter {
public:
    CopyRowWriter(Session& session,
                  const Dialect& dialect,
                  const WriteShape& shape,
                  bool untyped_strings);

    void write(const Rows& rows) override;

private:
    /// The next rows from `row` on, which moves behind them; empty behind the last one.
    std::string_view next_piece(const Rows& rows, std::size_t& row);

    Session& session_;
    bool counts_;
    ArrayRowWriter few_rows_;
    std::vector<Binding> bindings_;
    std::string statement_;
    CellEncoder encoder_;
    ByteBuffer bytes_;
};

/// Writes rows in order, one statement each, without waiting for one before sending the next.
class OrderedRowWriter final : public RowWriter {
public:
    OrderedRowWriter(Session& session,
                     const Dialect& dialect,
                     const WriteShape& shape,
                     bool untyped_strings);

    void write(const Rows& rows) override;

private:
    const Parameters& parameters_of(std::span<const Value> row);

    Session& session_;
    std::vector<Binding> bindings_;
    std::string statement_;
    CellEncoder encoder_;
    ByteBuffer bytes_;
    Parameters parameters_;
};

/// The writer that fits the shape; throws SqlError for a shape that has no statement.
std::unique_ptr<RowWriter> make_row_writer(Session& session,
                                           const Dialect& dialect,
                                           const WriteShape& shape,
                                           bool untyped_strings);

/// How many of the first rows go into one statement: at least one.
std::size_t rows_of_one_statement(const Rows& rows, std::size_t max_bytes);

}  // namespace kconnect::sql::postgresql
