#include "postgresql/postgresql_rows.hpp"

#include <charconv>
#include <memory>
#include <span>
#include <system_error>

#include <libpq-fe.h>

#include "postgresql/types.hpp"

namespace kconnect::sql::postgresql {
namespace {

/// The number that the whole text is; absent when it is none.
template <typename Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

}  // namespace

PostgresqlRows::PostgresqlRows(Session& session,
                               const char* sql,
                               const Parameters& parameters,
                               std::optional<std::chrono::milliseconds> limit)
    : session_(session) {
    if (limit) {
        session_.start_rows_within(*limit, sql, parameters);
    } else {
        session_.start_rows(sql, parameters);
    }
    current_ = session_.next_row();
    read_columns();
}

PostgresqlRows::~PostgresqlRows() {
    session_.drop_rows();
}

void PostgresqlRows::read_columns() {
    if (!current_) {
        return;
    }
    const pg_result* const result = current_->get();
    for (std::size_t column = 0; column < current_->columns(); ++column) {
        const auto index = static_cast<int>(column);
        columns_.push_back({PQfname(result, index), PQftype(result, index)});
    }
    cells_.resize(columns_.size());
    bytes_.resize(columns_.size());
}

bool PostgresqlRows::next() {
    if (!is_first_ && current_) {
        current_ = session_.next_row();
    }
    is_first_ = false;
    if (!current_ || current_->rows() == 0) {
        return false;
    }
    for (std::size_t column = 0; column < cells_.size(); ++column) {
        cells_[column] = cell(column);
    }
    return true;
}

Value PostgresqlRows::cell(std::size_t column) {
    if (current_->is_null(0, column)) {
        return {};
    }
    const std::string_view text = current_->text(0, column);
    switch (columns_[column].type_code) {
        case oid::kInt2:
        case oid::kInt4:
        case oid::kInt8:
            if (const auto number = number_of<std::int64_t>(text)) {
                return Value::of_int64(*number);
            }
            break;
        case oid::kFloat4:
            if (const auto number = number_of<float>(text)) {
                return Value::of_float32(*number);
            }
            break;
        case oid::kFloat8:
            if (const auto number = number_of<double>(text)) {
                return Value::of_float64(*number);
            }
            break;
        case oid::kBool:
            return Value::of_boolean(text == "t");
        case oid::kBytea:
            return bytes(column, text);
        default:
            break;
    }
    return Value::of_string(text);
}

Value PostgresqlRows::bytes(std::size_t column, std::string_view text) {
    std::size_t size = 0;
    const std::unique_ptr<unsigned char, decltype(&PQfreemem)> decoded(
        PQunescapeBytea(reinterpret_cast<const unsigned char*>(text.data()), &size), &PQfreemem);
    if (decoded == nullptr) {
        throw std::bad_alloc();
    }
    std::string& kept = bytes_[column];
    kept.assign(reinterpret_cast<const char*>(decoded.get()), size);
    return Value::of_bytes(std::as_bytes(std::span(kept)));
}

}  // namespace kconnect::sql::postgresql
