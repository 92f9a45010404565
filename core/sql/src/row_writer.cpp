#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/row_writer.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {

namespace {

std::string display(const TableId& table) {
    std::string text;
    for (const std::string* part : {&table.catalog, &table.schema}) {
        if (!part->empty()) {
            text += fmt::format("\"{}\".", *part);
        }
    }
    return text + fmt::format("\"{}\"", table.name);
}

}  // namespace

void check_shape(const WriteShape& shape) {
    const bool needs_keys = shape.mode == WriteMode::kUpsert || shape.mode == WriteMode::kDelete;
    if (needs_keys && shape.key_count == 0) {
        throw ConnectException(
            fmt::format("Rows for table {} have no key columns: check pk.mode and pk.fields",
                        display(shape.table.id)));
    }
    if (shape.columns.empty()) {
        throw ConnectException(
            fmt::format("Rows for table {} have no columns", display(shape.table.id)));
    }
    if (shape.mode == WriteMode::kUpdate && shape.key_count == shape.columns.size()) {
        throw SqlError(fmt::format("An UPDATE of table {} has no column to set: its rows have only "
                                   "key columns; use insert.mode=upsert or other pk.fields",
                                   display(shape.table.id)),
                       SqlErrorKind::kTask,
                       "42601");
    }
}

}  // namespace kconnect::sql
