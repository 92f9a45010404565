#include "postgresql/result.hpp"

#include <cstdlib>

#include <libpq-fe.h>

namespace kconnect::sql::postgresql {

void ResultClearer::operator()(pg_result* result) const noexcept {
    PQclear(result);
}

std::size_t Result::rows() const {
    return static_cast<std::size_t>(PQntuples(result_.get()));
}

std::size_t Result::columns() const {
    return static_cast<std::size_t>(PQnfields(result_.get()));
}

std::size_t Result::affected_rows() const {
    return std::strtoull(PQcmdTuples(result_.get()), nullptr, 10);
}

bool Result::is_null(std::size_t row, std::size_t column) const {
    return PQgetisnull(result_.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string_view Result::text(std::size_t row, std::size_t column) const {
    const int at_row = static_cast<int>(row);
    const int at_column = static_cast<int>(column);
    return {PQgetvalue(result_.get(), at_row, at_column),
            static_cast<std::size_t>(PQgetlength(result_.get(), at_row, at_column))};
}

void Parameters::clear() {
    types.clear();
    values.clear();
    lengths.clear();
    formats.clear();
}

void Parameters::add(unsigned type, const char* value, std::size_t length, bool binary) {
    types.push_back(type);
    values.push_back(value);
    lengths.push_back(static_cast<int>(length));
    formats.push_back(binary ? 1 : 0);
}

}  // namespace kconnect::sql::postgresql
