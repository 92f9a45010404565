#include "sqlite/sqlite_rows.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

#include <kconnect/errors.hpp>

#include "sqlite/sqlite_errors.hpp"

namespace kconnect::sql::sqlite {
namespace {

constexpr std::size_t kShownLength = 200;

class SqliteRows final : public ResultRows {
public:
    SqliteRows(sqlite3* database,
               const std::atomic<bool>& given_up,
               std::string_view sql,
               std::span<const Value> parameters)
        : database_(database), given_up_(given_up), place_(sql.substr(0, kShownLength)) {
        check_given_up(given_up_);
        sqlite3_stmt* statement = nullptr;
        const int prepared = sqlite3_prepare_v2(
            database_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
        statement_.reset(statement);
        check(prepared);
        const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement));
        if (wanted != parameters.size()) {
            throw SqlError(fmt::format("{}: the query takes {} parameters, {} were given",
                                       place_,
                                       wanted,
                                       parameters.size()),
                           SqlErrorKind::kTask,
                           "HY000",
                           SQLITE_RANGE);
        }
        for (std::size_t index = 0; index < parameters.size(); ++index) {
            check(bind(static_cast<int>(index + 1), parameters[index]));
        }
        for (int column = 0; column < sqlite3_column_count(statement); ++column) {
            columns_.push_back({sqlite3_column_name(statement, column), 0});
        }
        cells_.resize(columns_.size());
    }

    std::span<const ResultColumn> columns() const override { return columns_; }

    bool next() override {
        if (at_end_) {
            return false;
        }
        check_given_up(given_up_);
        const int result = sqlite3_step(statement_.get());
        at_end_ = result != SQLITE_ROW;
        if (at_end_) {
            check(result == SQLITE_DONE ? SQLITE_OK : result);
            return false;
        }
        for (std::size_t column = 0; column < cells_.size(); ++column) {
            cells_[column] = cell(static_cast<int>(column));
        }
        return true;
    }

    std::span<const Value> cells() const override { return cells_; }

private:
    void check(int result) const {
        if (result != SQLITE_OK) {
            throw sqlite::error_of(database_, place_, given_up_);
        }
    }

    int bind(int parameter, const Value& value) {
        sqlite3_stmt* const statement = statement_.get();
        switch (value.kind()) {
            case ValueKind::kNull:
                return sqlite3_bind_null(statement, parameter);
            case ValueKind::kInt8:
            case ValueKind::kInt16:
            case ValueKind::kInt32:
            case ValueKind::kInt64:
                return sqlite3_bind_int64(statement, parameter, value.to_integer());
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
                                           SQLITE_TRANSIENT,
                                           SQLITE_UTF8);
            }
            case ValueKind::kBytes: {
                const auto bytes = value.as_bytes();
                return bytes.empty() ? sqlite3_bind_zeroblob(statement, parameter, 0)
                                     : sqlite3_bind_blob64(statement,
                                                           parameter,
                                                           bytes.data(),
                                                           bytes.size(),
                                                           SQLITE_TRANSIENT);
            }
            default:
                throw DataException(fmt::format("{} cannot be the parameter of a query",
                                                kconnect::name_of(value.kind())));
        }
    }

    Value cell(int column) {
        sqlite3_stmt* const statement = statement_.get();
        switch (sqlite3_column_type(statement, column)) {
            case SQLITE_INTEGER:
                return Value::of_int64(sqlite3_column_int64(statement, column));
            case SQLITE_FLOAT:
                return Value::of_float64(sqlite3_column_double(statement, column));
            case SQLITE_BLOB: {
                const auto* data =
                    static_cast<const std::byte*>(sqlite3_column_blob(statement, column));
                return Value::of_bytes({data, size_of(column)});
            }
            case SQLITE_TEXT: {
                const auto* text =
                    reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
                return Value::of_string({text, size_of(column)});
            }
            default:
                return {};
        }
    }

    std::size_t size_of(int column) const {
        return static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    }

    sqlite3* database_;
    const std::atomic<bool>& given_up_;
    std::string place_;
    StatementHandle statement_;
    bool at_end_ = false;
    std::vector<ResultColumn> columns_;
    std::vector<Value> cells_;
};

}  // namespace

std::unique_ptr<ResultRows> select_rows(sqlite3* database,
                                        const std::atomic<bool>& given_up,
                                        std::string_view sql,
                                        std::span<const Value> parameters) {
    return std::make_unique<SqliteRows>(database, given_up, sql, parameters);
}

}  // namespace kconnect::sql::sqlite
