#include "table_knowledge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::jdbc {

sql::WallClock clock_of(const JdbcSinkConfig& config, const LayoutColumn& column) {
    sql::WallClock clock = config.clock;
    if (column.unit != sql::TimestampUnit::kNone && column.schema->type() == SchemaType::kString) {
        clock.calendar = sql::CalendarSystem::kLegacy;
    }
    return clock;
}

bool TableKnowledge::fits(const RecordLayout& layout) {
    if (fitting_.contains(&layout)) {
        return true;
    }
    const bool fits =
        std::ranges::all_of(layout.creation_columns(), [this](const sql::ColumnDefinition& column) {
            return table_.column(column.name) != nullptr;
        });
    if (fits) {
        fitting_.insert(&layout);
    }
    return fits;
}

sql::RowWriter& TableKnowledge::row_writer(const ColumnSet& columns,
                                           sql::WriteMode mode,
                                           bool distinct_keys) {
    auto& writer = row_writers_[{&columns, mode, distinct_keys}];
    if (writer == nullptr) {
        writer = connection_->row_writer(shape_of(columns, mode, distinct_keys));
    }
    return *writer;
}

sql::WriteShape TableKnowledge::shape_of(const ColumnSet& columns,
                                         sql::WriteMode mode,
                                         bool distinct_keys) const {
    sql::WriteShape shape;
    shape.table = table_;
    shape.mode = mode;
    shape.key_count = columns.key_count;
    shape.distinct_keys = distinct_keys;
    shape.counts_inserts = config_->counts_inserts;
    for (const LayoutColumn& column : columns.columns) {
        const sql::Column* target = table_.column(column.name);
        if (target == nullptr) {
            throw ConnectException(
                fmt::format("Table \"{}\" has no column \"{}\"", table_.id.name, column.name));
        }
        shape.columns.push_back(
            {target->name, column.schema, *target, clock_of(*config_, column), column.unit});
    }
    return shape;
}

}  // namespace kconnect::jdbc
