#include "postgresql/row_writers.hpp"

#include <algorithm>

#include "postgresql/row_statements.hpp"
#include "postgresql/types.hpp"
#include "src/write_shape.hpp"

namespace kconnect::sql::postgresql {

namespace {

constexpr std::size_t kMaxStatementBytes = 4UL * 1024 * 1024;
constexpr std::size_t kCopyPieceBytes = 256UL * 1024;
constexpr std::size_t kFewestRowsToCopy = 100;
constexpr std::string_view kCopyHeader{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};

std::vector<Binding> bind_all(const WriteShape& shape, bool untyped_strings) {
    std::vector<Binding> bindings;
    for (const WriteColumn& column : shape.columns) {
        bindings.push_back(bind(column, untyped_strings));
    }
    return bindings;
}

/// True when rows with equal keys would give another result in one statement than in several.
bool needs_order(const WriteShape& shape) {
    switch (shape.mode) {
        case WriteMode::kUpsert:
            return !shape.distinct_keys;
        case WriteMode::kUpdate:
            return !shape.distinct_keys || shape.key_count == 0;
        default:
            return false;
    }
}

bool can_copy(const WriteShape& shape, bool untyped_strings) {
    if (shape.mode != WriteMode::kInsert || !shape.table.accepts_copy) {
        return false;
    }
    return std::all_of(shape.columns.begin(), shape.columns.end(), [&](const WriteColumn& column) {
        return has_form_of_column(bind(column, untyped_strings), column.target);
    });
}

}  // namespace

std::unique_ptr<RowWriter> make_row_writer(Session& session,
                                           const Dialect& dialect,
                                           const WriteShape& shape,
                                           bool untyped_strings) {
    check_shape(shape, dialect.qualified(shape.table.id));
    check_upsert_key(shape, dialect.qualified(shape.table.id));
    if (needs_order(shape)) {
        return std::make_unique<OrderedRowWriter>(session, dialect, shape, untyped_strings);
    }
    if (can_copy(shape, untyped_strings)) {
        return std::make_unique<CopyRowWriter>(session, dialect, shape, untyped_strings);
    }
    return std::make_unique<ArrayRowWriter>(session, dialect, shape, untyped_strings);
}

std::size_t rows_of_one_statement(const Rows& rows, std::size_t max_bytes) {
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < rows.row_count; ++row) {
        for (const Value& cell : rows[row]) {
            bytes += encoded_size(cell);
        }
        if (bytes > max_bytes && row > 0) {
            return row;
        }
    }
    return rows.row_count;
}

ArrayRowWriter::ArrayRowWriter(Session& session,
                               const Dialect& dialect,
                               const WriteShape& shape,
                               bool untyped_strings)
    : session_(session),
      counts_(shape.mode == WriteMode::kInsert && shape.counts_inserts),
      bindings_(bind_all(shape, untyped_strings)),
      statement_(statement_for_rows(dialect, shape, bindings_)) {
}

void ArrayRowWriter::write(const Rows& rows) {
    for (std::size_t first = 0; first < rows.row_count;) {
        const Rows rest = rows.slice(first, rows.row_count - first);
        const std::size_t count = rows_of_one_statement(rest, kMaxStatementBytes);
        write_part(rest.slice(0, count));
        first += count;
    }
}

void ArrayRowWriter::write_part(const Rows& rows) {
    bytes_.clear();
    ends_.clear();
    for (std::size_t column = 0; column < bindings_.size(); ++column) {
        encoder_.append_array(bytes_, bindings_[column], rows, column);
        ends_.push_back(bytes_.size());
    }
    parameters_.clear();
    std::size_t start = 0;
    for (std::size_t column = 0; column < bindings_.size(); ++column) {
        parameters_.add(
            array_of(bindings_[column].type), bytes_.data() + start, ends_[column] - start, true);
        start = ends_[column];
    }
    const Result result = session_.run(statement_.c_str(), parameters_);
    if (counts_) {
        check_inserted(result.affected_rows(), rows.row_count);
    }
}

CopyRowWriter::CopyRowWriter(Session& session,
                             const Dialect& dialect,
                             const WriteShape& shape,
                             bool untyped_strings)
    : session_(session),
      counts_(shape.counts_inserts),
      few_rows_(session, dialect, shape, untyped_strings),
      bindings_(bind_all(shape, untyped_strings)),
      statement_(statement_for_copy(dialect, shape)) {
}

void CopyRowWriter::write(const Rows& rows) {
    if (rows.row_count < kFewestRowsToCopy) {
        few_rows_.write(rows);
        return;
    }
    std::size_t row = 0;
    const Result result =
        session_.copy_in(statement_.c_str(), [&] { return next_piece(rows, row); });
    if (counts_) {
        check_inserted(result.affected_rows(), rows.row_count);
    }
}

std::string_view CopyRowWriter::next_piece(const Rows& rows, std::size_t& row) {
    bytes_.clear();
    if (row == 0) {
        bytes_.put_bytes(kCopyHeader);
    }
    for (; row < rows.row_count && bytes_.size() < kCopyPieceBytes; ++row) {
        bytes_.put_int16(static_cast<std::int16_t>(bindings_.size()));
        const std::span<const Value> cells = rows[row];
        for (std::size_t column = 0; column < cells.size(); ++column) {
            encoder_.append_cell(bytes_, bindings_[column], cells[column]);
        }
    }
    return {bytes_.data(), bytes_.size()};
}

OrderedRowWriter::OrderedRowWriter(Session& session,
                                   const Dialect& dialect,
                                   const WriteShape& shape,
                                   bool untyped_strings)
    : session_(session),
      bindings_(bind_all(shape, untyped_strings)),
      statement_(statement_for_one_row(dialect, shape, bindings_)) {
}

void OrderedRowWriter::write(const Rows& rows) {
    session_.run_each(
        statement_.c_str(), rows.row_count, [&](std::size_t row) -> const Parameters& {
            return parameters_of(rows[row]);
        });
}

const Parameters& OrderedRowWriter::parameters_of(std::span<const Value> row) {
    bytes_.clear();
    for (std::size_t column = 0; column < bindings_.size(); ++column) {
        encoder_.append_cell(bytes_, bindings_[column], row[column]);
    }
    parameters_.clear();
    const char* position = bytes_.data();
    const char* end = position + bytes_.size();
    for (std::size_t column = 0; position != end; ++column) {
        std::int32_t length = 0;
        std::memcpy(&length, position, sizeof length);
        length = static_cast<std::int32_t>(__builtin_bswap32(static_cast<std::uint32_t>(length)));
        position += sizeof length;
        const bool is_null = length < 0;
        const auto size = static_cast<std::size_t>(is_null ? 0 : length);
        parameters_.add(bindings_[column].type, is_null ? nullptr : position, size, true);
        position += size;
    }
    return parameters_;
}

}  // namespace kconnect::sql::postgresql
