#include "src/write_shape.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {

void check_shape(const WriteShape& shape, std::string_view table) {
    const bool needs_keys = shape.mode == WriteMode::kUpsert || shape.mode == WriteMode::kDelete;
    if (shape.columns.empty() || (needs_keys && shape.key_count == 0)) {
        throw ConnectException(
            fmt::format("Rows for {} have no {}columns: check pk.mode and "
                        "pk.fields",
                        table,
                        needs_keys ? "key " : ""));
    }
    if (shape.mode == WriteMode::kUpdate && shape.key_count == shape.columns.size()) {
        throw SqlError(fmt::format("An UPDATE of {} has no column to set: its rows have only key "
                                   "columns; use insert.mode=upsert or other pk.fields",
                                   table),
                       SqlErrorKind::kTask,
                       "42601");
    }
}

}  // namespace kconnect::sql
