#include "table_writer.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "failed_rows.hpp"
#include "table_structure.hpp"

namespace kconnect::jdbc {

namespace {

sql::WriteMode write_mode(InsertMode mode) {
    switch (mode) {
        case InsertMode::kUpsert:
            return sql::WriteMode::kUpsert;
        case InsertMode::kUpdate:
            return sql::WriteMode::kUpdate;
        case InsertMode::kInsert:
            break;
    }
    return sql::WriteMode::kInsert;
}

}  // namespace

TableWriter::TableWriter(const JdbcSinkConfig& config,
                         const sql::Dialect& dialect,
                         sql::Connection& connection,
                         const TableTarget& target)
    : config_(&config),
      dialect_(&dialect),
      connection_(&connection),
      id_(connection.resolve(dialect.parse_table_name(target.name()))) {
}

void TableWriter::prepare(const TablePlan& plan) {
    // A new description must fit the layouts before it, too; one that never does is found out when
    // rows are written.
    constexpr int kAttempts = 3;
    bool is_new = true;
    for (int attempt = 0; is_new && attempt < kAttempts; ++attempt) {
        is_new = false;
        const RecordLayout* last = nullptr;
        for (const Version& version : plan.versions()) {
            if (version.layout != last) {
                last = version.layout;
                is_new = prepare(*last) || is_new;
            }
        }
    }
}

bool TableWriter::prepare(const RecordLayout& layout) {
    if (knowledge_ != nullptr && knowledge_->fits(layout)) {
        return false;
    }
    knowledge_ = std::make_unique<TableKnowledge>(
        *config_,
        *dialect_,
        *connection_,
        ensure_structure(*config_, *dialect_, *connection_, id_, layout.creation_columns()));
    return true;
}

void TableWriter::write(const TablePlan& plan) {
    const bool inserts = config_->insert_mode == InsertMode::kInsert;
    if (inserts && !config_->delete_enabled) {
        write_inserts(plan);
    } else if (!knowledge_->allows_folding(plan)) {
        write_in_order(plan);
    } else if (inserts) {
        write_rounds(plan);
    } else {
        write_folded(plan);
    }
}

std::vector<std::uint32_t>& TableWriter::group_of(const ColumnSet* columns, bool deletes) {
    for (std::size_t index = 0; index < group_count_; ++index) {
        if (groups_[index].columns == columns && groups_[index].deletes == deletes) {
            return groups_[index].versions;
        }
    }
    if (group_count_ == groups_.size()) {
        groups_.emplace_back();
    }
    Group& group = groups_[group_count_++];
    group.columns = columns;
    group.deletes = deletes;
    group.versions.clear();
    return group.versions;
}

/// An update with nothing to set, which in Java is an error of syntax.
bool TableWriter::does_nothing(const ColumnSet& columns) const noexcept {
    return config_->insert_mode == InsertMode::kUpdate && columns.size() == columns.key_count;
}

/// First every row that some change deletes, so that columns which later changes lack become empty;
/// then what came after the deletes. An update finds nothing behind a delete.
void TableWriter::write_folded(const TablePlan& plan) {
    group_count_ = 0;
    for (const PlannedRow& row : plan.rows()) {
        if (!row.has_delete) {
            continue;
        }
        std::uint32_t last = row.newest;
        while (!plan.versions()[last].layout->is_delete()) {
            last = plan.versions()[last].previous;
        }
        group_of(plan.versions()[last].layout->columns(), true).push_back(last);
    }
    const bool updates = config_->insert_mode == InsertMode::kUpdate;
    for (const PlannedRow& row : plan.rows()) {
        const bool stays_deleted = row.has_delete && updates;
        if (!stays_deleted && !plan.versions()[row.newest].layout->is_delete() &&
            !does_nothing(*row.columns)) {
            group_of(row.columns, false).push_back(row.newest);
        }
    }
    write_groups(plan, Assembly::kFolded);
}

void TableWriter::write_inserts(const TablePlan& plan) {
    group_count_ = 0;
    for (std::uint32_t index = 0; index < plan.versions().size(); ++index) {
        group_of(plan.versions()[index].layout->columns(), false).push_back(index);
    }
    write_groups(plan, Assembly::kOneByOne);
}

/// Inserts and deletes: what a key has more than once keeps its order, changes of different keys
/// need none. Each round deletes, then inserts; a delete that follows an insert of its key opens
/// the next one.
void TableWriter::write_rounds(const TablePlan& plan) {
    constexpr std::uint64_t kIndexBits = 32;
    rounds_.clear();
    for (std::uint32_t index = 0; index < plan.versions().size(); ++index) {
        const Version& version = plan.versions()[index];
        std::uint64_t phase = version.layout->is_delete() ? 0 : 1;  // two phases are a round
        if (version.previous != Version::kNone) {
            const std::uint64_t earlier = rounds_[version.previous] >> kIndexBits;
            phase = earlier + ((earlier % 2) == phase ? 0 : 1);
        }
        rounds_.push_back(phase << kIndexBits | index);
    }
    std::ranges::sort(rounds_);
    std::uint64_t current = 0;
    group_count_ = 0;
    for (const std::uint64_t entry : rounds_) {
        const std::uint64_t phase = entry >> kIndexBits;
        if (phase != current) {
            write_groups(plan, Assembly::kOneByOne);
            group_count_ = 0;
            current = phase;
        }
        const auto index = static_cast<std::uint32_t>(entry);
        group_of(plan.versions()[index].layout->columns(), phase % 2 == 0).push_back(index);
    }
    write_groups(plan, Assembly::kOneByOne);
}

/// Rows in the order of a single integer key touch an index page once, not many times.
void TableWriter::sort_by_key(const TablePlan& plan, Group& group) {
    const auto key_of = [&plan](std::uint32_t index) -> Value {
        const Version& version = plan.versions()[index];
        return RecordLayout::Cells(*version.layout, *version.record)[0];
    };
    if (group.columns->key_count != 1 || group.versions.size() < 2 ||
        group.columns->columns.front().schema->type() > SchemaType::kInt64) {
        return;
    }
    sort_buffer_.clear();
    for (const std::uint32_t index : group.versions) {
        const Value key = key_of(index);
        sort_buffer_.emplace_back(key.is_integer() ? key.to_integer() : 0, index);
    }
    std::ranges::sort(sort_buffer_);
    std::ranges::transform(
        sort_buffer_, group.versions.begin(), [](const auto& entry) { return entry.second; });
}

void TableWriter::write_groups(const TablePlan& plan, Assembly kind) {
    for (std::size_t index = 0; index < group_count_; ++index) {
        if (kind == Assembly::kFolded) {
            sort_by_key(plan, groups_[index]);
        }
        write_group(plan, groups_[index], kind);
    }
}

/// Changes one after the other, as many at a time as have the same columns.
void TableWriter::write_in_order(const TablePlan& plan) {
    run_.versions.clear();
    for (std::uint32_t index = 0; index < plan.versions().size(); ++index) {
        const RecordLayout& layout = *plan.versions()[index].layout;
        if (layout.columns() != run_.columns || layout.is_delete() != run_.deletes) {
            write_group(plan, run_, Assembly::kOneByOne);
            run_.columns = layout.columns();
            run_.deletes = layout.is_delete();
            run_.versions.clear();
        }
        if (layout.is_delete() || !does_nothing(*layout.columns())) {
            run_.versions.push_back(index);
        }
    }
    write_group(plan, run_, Assembly::kOneByOne);
}

void TableWriter::write_group(const TablePlan& plan, const Group& group, Assembly kind) {
    const std::span<const std::uint32_t> versions = group.versions;
    if (versions.empty()) {
        return;
    }
    const ColumnSet& columns = *group.columns;
    sql::RowWriter& writer = knowledge_->row_writer(
        columns,
        group.deletes ? sql::WriteMode::kDelete : write_mode(config_->insert_mode),
        kind == Assembly::kFolded);
    const bool folded = kind == Assembly::kFolded && !group.deletes;
    const sql::Rows rows = assembler_.assemble(plan, columns, versions, folded);
    for (std::size_t first = 0; first < rows.row_count; first += config_->batch_size) {
        const std::size_t count = std::min(config_->batch_size, rows.row_count - first);
        const FailedRows part{*dialect_,
                              knowledge_->table(),
                              columns,
                              plan,
                              versions.subspan(first, count),
                              rows.slice(first, count),
                              config_->trim_sensitive_log};
        try {
            writer.write(part.rows);
        } catch (const sql::SqlError& error) {
            if (error.kind() == sql::SqlErrorKind::kTransient) {
                throw;
            }
            throw located(part, error);
        } catch (const DataException& error) {
            throw DataException(located(part, error),
                                config_->trim_sensitive_log ? nullptr : std::current_exception());
        }
    }
}

}  // namespace kconnect::jdbc
