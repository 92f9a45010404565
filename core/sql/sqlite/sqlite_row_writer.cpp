#include "sqlite/sqlite_row_writer.hpp"

#include <string>

#include <fmt/format.h>
#include <sqlite3.h>

#include <kconnect/arena.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/sql/value_text.hpp>

#include "sqlite/sqlite_errors.hpp"
#include "sqlite/sqlite_statements.hpp"
#include "src/write_shape.hpp"

namespace kconnect::sql::sqlite {
namespace {

/// Takes a statement's row back, whatever happened: borrowed text is then no longer looked at.
class ResetAtEnd {
public:
    explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
    ~ResetAtEnd() { sqlite3_reset(statement_); }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

private:
    sqlite3_stmt* statement_;
};

void check_type(const Schema& schema) {
    if (schema.type() >= SchemaType::kArray) {
        throw ConnectException(
            fmt::format("Unsupported source data type: {}", name_of(schema.type())));
    }
}

class StepWriter final : public RowWriter {
public:
    StepWriter(sqlite3* database, const std::atomic<bool>& given_up, const WriteShape& shape)
        : database_(database),
          given_up_(given_up),
          shape_(shape),
          place_(qualified(shape.table.id)),
          counts_(shape.mode == WriteMode::kInsert && shape.counts_inserts &&
                  shape.table.kind != TableKind::kView) {
        for (const WriteColumn& column : shape_.columns) {
            check_type(*column.schema);
        }
        const std::string sql = write_statement(shape_);
        sqlite3_stmt* statement = nullptr;
        const int result = sqlite3_prepare_v3(database_,
                                              sql.data(),
                                              static_cast<int>(sql.size()),
                                              SQLITE_PREPARE_PERSISTENT,
                                              &statement,
                                              nullptr);
        statement_.reset(statement);
        check(result);
    }

    void write(const Rows& rows) override {
        for (std::size_t row = 0; row < rows.row_count; ++row) {
            check_given_up(given_up_);
            const ResetAtEnd reset(statement_.get());
            texts_.clear();
            int parameter = 1;
            for (const Value& value : rows[row]) {
                check(bind(parameter, value));
                ++parameter;
            }
            const int result = sqlite3_step(statement_.get());
            check(result == SQLITE_DONE ? SQLITE_OK : result);
            if (counts_) {
                check_inserted(static_cast<std::size_t>(sqlite3_changes(database_)), 1);
            }
        }
    }

private:
    int bind(int parameter, const Value& value);
    int bind_decimal(int parameter, const Value& value);
    int bind_number(int parameter, std::int64_t number);
    int bind_instant(int parameter, const Value& value);

    const WriteColumn& column(int parameter) const {
        return shape_.columns[static_cast<std::size_t>(parameter - 1)];
    }
    const Schema& schema(int parameter) const { return *column(parameter).schema; }

    void check(int result) const {
        if (result != SQLITE_OK) {
            throw error_of(database_, place_, given_up_);
        }
    }

    sqlite3* database_;
    const std::atomic<bool>& given_up_;
    WriteShape shape_;
    std::string place_;
    bool counts_;  ///< What triggers of a view write is not counted.
    StatementHandle statement_;
    std::string text_;  ///< Where a decimal's text is built.
    Arena texts_;       ///< Holds the decimals of one row.
};

int StepWriter::bind(int parameter, const Value& value) {
    sqlite3_stmt* statement = statement_.get();
    if (column(parameter).unit != TimestampUnit::kNone && !value.is_null()) {
        return bind_instant(parameter, value);
    }
    switch (value.kind()) {
        case ValueKind::kNull:
            return sqlite3_bind_null(statement, parameter);
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            return bind_number(parameter, value.to_integer());
        case ValueKind::kFloat32:
        case ValueKind::kFloat64:
            return sqlite3_bind_double(statement, parameter, value.to_real());
        case ValueKind::kBoolean:
            return sqlite3_bind_int(statement, parameter, value.as_boolean() ? 1 : 0);
        case ValueKind::kString: {
            // Null data would bind NULL, so an empty text gets an address.
            const std::string_view text = value.as_string();
            return sqlite3_bind_text64(statement,
                                       parameter,
                                       text.empty() ? "" : text.data(),
                                       text.size(),
                                       SQLITE_STATIC,
                                       SQLITE_UTF8);
        }
        case ValueKind::kBytes: {
            if (schema(parameter).logical_type() == LogicalType::kDecimal) {
                return bind_decimal(parameter, value);
            }
            const auto bytes = value.as_bytes();
            return bytes.empty()
                       ? sqlite3_bind_zeroblob(statement, parameter, 0)
                       : sqlite3_bind_blob64(
                             statement, parameter, bytes.data(), bytes.size(), SQLITE_STATIC);
        }
        case ValueKind::kDecimal:
            return bind_decimal(parameter, value);
        default:
            throw ConnectException(
                fmt::format("Unsupported source data type: {}", name_of(value.kind())));
    }
}

/// Dates, times and timestamps are milliseconds since the epoch, as sqlite-jdbc stores them:
/// instants, whatever the time zone.
int StepWriter::bind_number(int parameter, std::int64_t number) {
    const WallClock& clock = column(parameter).clock;
    const LogicalType type = schema(parameter).logical_type();
    if (type == LogicalType::kDate) {
        number = driver_date(clock, number);
    } else if (type == LogicalType::kTimestamp) {
        number = driver_timestamp(clock, number);
    }
    return sqlite3_bind_int64(statement_.get(), parameter, number);
}

/// In milliseconds, like every other timestamp.
int StepWriter::bind_instant(int parameter, const Value& value) {
    const WriteColumn& target = column(parameter);
    return sqlite3_bind_int64(
        statement_.get(),
        parameter,
        driver_timestamp(target.clock, instant_of(value, target.unit).epoch_millis));
}

/// As text: the column's NUMERIC affinity makes a number of it where that loses nothing.
int StepWriter::bind_decimal(int parameter, const Value& value) {
    text_.clear();
    if (value.kind() == ValueKind::kDecimal) {
        append_decimal(text_, value.as_decimal());
    } else {
        append_decimal(text_, value.as_bytes(), schema(parameter).decimal_scale());
    }
    const std::string_view text = texts_.copy(text_);
    return sqlite3_bind_text64(
        statement_.get(), parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

}  // namespace

std::unique_ptr<RowWriter> make_row_writer(sqlite3* database,
                                           const std::atomic<bool>& given_up,
                                           const WriteShape& shape) {
    return std::make_unique<StepWriter>(database, given_up, shape);
}

}  // namespace kconnect::sql::sqlite
