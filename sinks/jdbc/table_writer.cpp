#include "table_writer.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "failed_rows.hpp"
#include "table_structure.hpp"

namespace kconnect::jdbc {

TableWriter::TableWriter(const JdbcSinkConfig& config,
                         const sql::Dialect& dialect,
                         sql::Connection& connection,
                         const TableTarget& target)
    : config_(&config),
      dialect_(&dialect),
      connection_(&connection),
      folding_(dialect),
      id_(connection.resolve(dialect.parse_table_name(target.name()))) {
}

void TableWriter::prepare(const TablePlan& plan) {
    const RecordLayout* last = nullptr;
    for (const Version& version : plan.versions()) {
        if (version.layout == last) {
            continue;
        }
        last = version.layout;
        if (prepared_.contains(last)) {
            continue;
        }
        table_ = ensure_structure(*config_, *dialect_, *connection_, id_, last->creation_columns());
        prepared_.insert(last);
    }
}

void TableWriter::write(const TablePlan& plan) {
    if (config_->insert_mode == InsertMode::kInsert) {
        collect_versions(plan);
        write_groups(plan, false, false);
    } else if (folding_.allows(plan, *table_)) {
        collect_rows(plan);
        write_groups(plan, true, true);
    } else {
        write_in_order(plan);
    }
}

std::vector<std::uint32_t>& TableWriter::group_of(const ColumnSet* columns) {
    for (std::size_t index = 0; index < group_count_; ++index) {
        if (groups_[index].columns == columns) {
            return groups_[index].versions;
        }
    }
    if (group_count_ == groups_.size()) {
        groups_.emplace_back();
    }
    Group& group = groups_[group_count_++];
    group.columns = columns;
    group.versions.clear();
    return group.versions;
}

void TableWriter::collect_rows(const TablePlan& plan) {
    group_count_ = 0;
    for (const PlannedRow& row : plan.rows()) {
        group_of(row.columns).push_back(row.newest);
    }
}

void TableWriter::collect_versions(const TablePlan& plan) {
    group_count_ = 0;
    for (std::uint32_t index = 0; index < plan.versions().size(); ++index) {
        group_of(plan.versions()[index].layout->columns()).push_back(index);
    }
}

/// Rows in the order of a single integer key touch an index page once, not many times.
void TableWriter::sort_by_key(const TablePlan& plan, Group& group) {
    const auto key_of = [&plan](std::uint32_t index) -> const Value& {
        const Version& version = plan.versions()[index];
        return RecordLayout::Cells(*version.layout, *version.record)[0];
    };
    if (group.columns->key_count != 1 || group.versions.size() < 2 ||
        group.columns->columns.front().schema->type() > SchemaType::kInt64) {
        return;
    }
    sort_buffer_.clear();
    for (const std::uint32_t index : group.versions) {
        const Value& key = key_of(index);
        sort_buffer_.emplace_back(key.is_integer() ? key.to_integer() : 0, index);
    }
    std::ranges::sort(sort_buffer_);
    std::ranges::transform(
        sort_buffer_, group.versions.begin(), [](const auto& entry) { return entry.second; });
}

void TableWriter::write_groups(const TablePlan& plan, bool folded, bool distinct_keys) {
    for (std::size_t index = 0; index < group_count_; ++index) {
        if (folded) {
            sort_by_key(plan, groups_[index]);
        }
        write_rows(plan, *groups_[index].columns, groups_[index].versions, folded, distinct_keys);
    }
}

/// Changes one after the other, as many at a time as have the same columns.
void TableWriter::write_in_order(const TablePlan& plan) {
    group_count_ = 0;
    Group run;
    for (std::uint32_t index = 0; index < plan.versions().size(); ++index) {
        const ColumnSet* columns = plan.versions()[index].layout->columns();
        if (columns != run.columns && !run.versions.empty()) {
            write_rows(plan, *run.columns, run.versions, false, false);
            run.versions.clear();
        }
        run.columns = columns;
        run.versions.push_back(index);
    }
    if (!run.versions.empty()) {
        write_rows(plan, *run.columns, run.versions, false, false);
    }
}

void TableWriter::write_rows(const TablePlan& plan,
                             const ColumnSet& columns,
                             std::span<const std::uint32_t> versions,
                             bool folded,
                             bool distinct_keys) {
    sql::RowWriter& writer = row_writer(columns, distinct_keys);
    const sql::Rows rows = assembler_.assemble(plan, columns, versions, folded);
    for (std::size_t first = 0; first < rows.row_count; first += config_->batch_size) {
        const std::size_t count = std::min(config_->batch_size, rows.row_count - first);
        const FailedRows part{
            *table_, columns, plan, versions.subspan(first, count), rows.slice(first, count)};
        try {
            writer.write(part.rows);
        } catch (const sql::SqlError& error) {
            if (error.kind() == sql::SqlErrorKind::kTransient) {
                throw;
            }
            throw located(part, error);
        } catch (const DataException& error) {
            throw DataException(located(part, error.what()), std::current_exception());
        }
    }
}

sql::RowWriter& TableWriter::row_writer(const ColumnSet& columns, bool distinct_keys) {
    auto& writer = row_writers_[{&columns, distinct_keys}];
    if (writer == nullptr) {
        sql::WriteShape shape;
        shape.table = *table_;
        shape.mode = config_->insert_mode == InsertMode::kUpsert ? sql::WriteMode::kUpsert
                                                                 : sql::WriteMode::kInsert;
        shape.key_count = columns.key_count;
        shape.distinct_keys = distinct_keys;
        for (const LayoutColumn& column : columns.columns) {
            const sql::Column* target = table_->column(column.name);
            if (target == nullptr) {
                throw ConnectException(
                    fmt::format("Table \"{}\" has no column \"{}\"", id_.name, column.name));
            }
            shape.columns.push_back({target->name, column.schema, *target});
        }
        writer = connection_->row_writer(shape);
    }
    return *writer;
}

}  // namespace kconnect::jdbc
