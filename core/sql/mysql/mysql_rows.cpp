#include "mysql/mysql_rows.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <mysql.h>

#include "mysql/mysql_errors.hpp"
#include "mysql/mysql_query_parameters.hpp"

namespace kconnect::sql::mysql {
namespace {

constexpr unsigned kBinaryCharacterSet = 63;
/// Longer texts make their column's buffer grow.
constexpr std::size_t kFirstLength = 64;

/// Where the library puts a column's cell.
struct Cell {
    ValueKind kind = ValueKind::kString;
    enum_field_types type = MYSQL_TYPE_STRING;
    bool is_unsigned = false;
    union {
        std::int64_t integer = 0;
        float single;
        double real;
    };
    std::string text;    ///< The buffer of texts and bytes; empty for numbers.
    std::string digits;  ///< Of a number over INT64.
    unsigned long length = 0;
    my_bool is_null = 0;
};

Cell cell_for(const MYSQL_FIELD& field) {
    Cell cell;
    cell.is_unsigned = (field.flags & UNSIGNED_FLAG) != 0;
    switch (field.type) {
        case MYSQL_TYPE_TINY:
        case MYSQL_TYPE_SHORT:
        case MYSQL_TYPE_INT24:
        case MYSQL_TYPE_LONG:
        case MYSQL_TYPE_LONGLONG:
        case MYSQL_TYPE_YEAR:
            cell.kind = ValueKind::kInt64;
            cell.type = MYSQL_TYPE_LONGLONG;
            break;
        case MYSQL_TYPE_FLOAT:
            cell.kind = ValueKind::kFloat32;
            cell.type = MYSQL_TYPE_FLOAT;
            break;
        case MYSQL_TYPE_DOUBLE:
            cell.kind = ValueKind::kFloat64;
            cell.type = MYSQL_TYPE_DOUBLE;
            break;
        case MYSQL_TYPE_BIT:
        case MYSQL_TYPE_GEOMETRY:
            cell.kind = ValueKind::kBytes;
            cell.type = MYSQL_TYPE_BLOB;
            break;
        case MYSQL_TYPE_STRING:
        case MYSQL_TYPE_VAR_STRING:
        case MYSQL_TYPE_VARCHAR:
        case MYSQL_TYPE_TINY_BLOB:
        case MYSQL_TYPE_MEDIUM_BLOB:
        case MYSQL_TYPE_LONG_BLOB:
        case MYSQL_TYPE_BLOB:
            cell.kind =
                field.charsetnr == kBinaryCharacterSet ? ValueKind::kBytes : ValueKind::kString;
            cell.type = MYSQL_TYPE_BLOB;
            break;
        default:
            break;  // decimals, dates, times: the library makes texts of them
    }
    return cell;
}

/// A prepared statement whose rows the library reads one at a time.
class MySqlRows final : public ResultRows {
public:
    MySqlRows(st_mysql* session,
              const Lifeline& lifeline,
              std::string_view sql,
              std::span<const Value> parameters)
        : session_(session),
          lifeline_(lifeline),
          place_(sql.substr(0, 200)),
          statement_(mysql_stmt_init(session)) {
        lifeline_.check();
        if (!statement_) {
            throw lifeline_.judge(error_of(session, place_));
        }
        check(mysql_stmt_prepare(statement_.get(), sql.data(), sql.size()));
        check_count(parameters.size());
        QueryParameters converted(parameters);
        if (!parameters.empty()) {
            check(mysql_stmt_bind_param(statement_.get(), converted.binds().data()));
        }
        check(mysql_stmt_execute(statement_.get()));
        read_columns();
        bind_cells();
    }

    std::span<const ResultColumn> columns() const override { return columns_; }

    bool next() override {
        if (columns_.empty() || at_end_) {
            return false;
        }
        lifeline_.check();
        const int result = mysql_stmt_fetch(statement_.get());
        at_end_ = result == MYSQL_NO_DATA;
        if (at_end_) {
            return false;
        }
        check(result == MYSQL_DATA_TRUNCATED ? 0 : result);
        bool grown = false;
        for (std::size_t column = 0; column < cells_.size(); ++column) {
            grown = complete(column) || grown;
            values_[column] = value_of(cells_[column]);
        }
        if (grown) {
            bind_cells();
        }
        return true;
    }

    std::span<const Value> cells() const override { return values_; }

private:
    void check(int result) const {
        if (result != 0) {
            // What ends the rows while they are streamed is known to the session only.
            throw lifeline_.judge(mysql_stmt_errno(statement_.get()) != 0
                                      ? error_of(statement_.get(), place_)
                                      : error_of(session_, place_));
        }
    }

    /// The library would read parameters that are not there.
    void check_count(std::size_t given) const {
        constexpr unsigned kWrongArguments = 1210;
        const std::size_t wanted = mysql_stmt_param_count(statement_.get());
        if (wanted != given) {
            throw make_error(
                place_,
                fmt::format("the query takes {} parameters, {} were given", wanted, given),
                kWrongArguments,
                "HY000");
        }
    }

    void read_columns() {
        const ResultHandle description(mysql_stmt_result_metadata(statement_.get()));
        if (!description) {
            return;  // no query
        }
        const unsigned count = mysql_num_fields(description.get());
        const MYSQL_FIELD* const fields = mysql_fetch_fields(description.get());
        for (unsigned column = 0; column < count; ++column) {
            columns_.push_back({fields[column].name, fields[column].type});
            Cell& cell = cells_.emplace_back(cell_for(fields[column]));
            cell.text.resize(cell.kind == ValueKind::kString || cell.kind == ValueKind::kBytes
                                 ? kFirstLength
                                 : 0);
        }
        values_.resize(count);
    }

    static st_mysql_bind bind_of(Cell& cell) {
        st_mysql_bind bind{};
        bind.buffer_type = cell.type;
        bind.is_unsigned = cell.is_unsigned ? 1 : 0;
        bind.is_null = &cell.is_null;
        bind.length = &cell.length;
        bind.buffer = &cell.integer;
        bind.buffer_length = sizeof(cell.integer);
        if (!cell.text.empty()) {
            bind.buffer = cell.text.data();
            bind.buffer_length = cell.text.size();
        }
        return bind;
    }

    void bind_cells() {
        std::vector<st_mysql_bind> binds;
        for (Cell& cell : cells_) {
            binds.push_back(bind_of(cell));
        }
        if (!binds.empty()) {
            check(mysql_stmt_bind_result(statement_.get(), binds.data()));
        }
    }

    /// Reads a text again that was longer than its buffer; true when the buffer has grown.
    bool complete(std::size_t column) {
        Cell& cell = cells_[column];
        if (cell.text.empty() || cell.is_null != 0 || cell.length <= cell.text.size()) {
            return false;
        }
        cell.text.resize(cell.length);
        st_mysql_bind bind = bind_of(cell);
        check(mysql_stmt_fetch_column(statement_.get(), &bind, static_cast<unsigned>(column), 0));
        return true;
    }

    static Value value_of(Cell& cell) {
        if (cell.is_null != 0) {
            return {};
        }
        switch (cell.kind) {
            case ValueKind::kInt64:
                if (cell.is_unsigned && cell.integer < 0) {
                    return too_large(cell);
                }
                return Value::of_int64(cell.integer);
            case ValueKind::kFloat32:
                return Value::of_float32(cell.single);
            case ValueKind::kFloat64:
                return Value::of_float64(cell.real);
            case ValueKind::kBytes:
                return Value::of_bytes(
                    std::as_bytes(std::span(cell.text.data(), std::size_t{cell.length})));
            default:
                return Value::of_string({cell.text.data(), std::size_t{cell.length}});
        }
    }

    static Value too_large(Cell& cell) {
        cell.digits = std::to_string(static_cast<std::uint64_t>(cell.integer));
        return Value::of_string(cell.digits);
    }

    st_mysql* session_;
    const Lifeline& lifeline_;
    std::string place_;
    StatementHandle statement_;
    bool at_end_ = false;
    std::vector<ResultColumn> columns_;
    std::vector<Cell> cells_;
    std::vector<Value> values_;
};

}  // namespace

std::unique_ptr<ResultRows> select_rows(st_mysql* session,
                                        const Lifeline& lifeline,
                                        std::string_view sql,
                                        std::span<const Value> parameters) {
    return std::make_unique<MySqlRows>(session, lifeline, sql, parameters);
}

}  // namespace kconnect::sql::mysql
