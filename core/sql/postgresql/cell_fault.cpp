// What PostgreSQL's errors say about a cell that the server does not name.
#include <cstdint>

#include <kconnect/sql/cell_fault.hpp>

#include "postgresql/postgresql_dialect.hpp"
#include "postgresql/types.hpp"

namespace kconnect::sql::postgresql {

namespace {

std::string out_of_range(const Value& cell, const Column& target) {
    switch (target.type_code) {
        case oid::kInt2:
            return cell_fault::out_of_range(cell, target, {INT16_MIN, INT16_MAX});
        case oid::kInt4:
            return cell_fault::out_of_range(cell, target, {INT32_MIN, INT32_MAX});
        default:
            return {};
    }
}

}  // namespace

std::string PostgresqlDialect::fault_of(const SqlError& error,
                                        const Value& cell,
                                        const Column& target) const {
    const std::string& state = error.sql_state();
    if (state == "22001") {
        return cell_fault::too_long(cell, target);
    }
    if (state == "22003") {
        return out_of_range(cell, target);
    }
    if (state == "22021") {
        return cell_fault::nul_character(cell);
    }
    return state == "23502" ? cell_fault::null(cell, target) : "";
}

}  // namespace kconnect::sql::postgresql
