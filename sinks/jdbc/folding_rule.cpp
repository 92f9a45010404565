#include "folding_rule.hpp"

#include <algorithm>
#include <span>
#include <string_view>

namespace kconnect::jdbc {

namespace {

bool has_same_keys(const ColumnSet& one, const ColumnSet& other) {
    return std::ranges::equal(
        std::span(one.columns).first(one.key_count),
        std::span(other.columns).first(other.key_count),
        [](const LayoutColumn& left, const LayoutColumn& right) {
            return left.name == right.name && left.schema->type() == right.schema->type() &&
                   left.schema->logical_type() == right.schema->logical_type();
        });
}

bool is_temporal(LogicalType type) {
    return type == LogicalType::kDate || type == LogicalType::kTime ||
           type == LogicalType::kTimestamp;
}

}  // namespace

bool FoldingRule::allows(const TablePlan& plan, const sql::Table& table) {
    const ColumnSet* first = nullptr;
    const ColumnSet* last = nullptr;
    const Keys* keys = nullptr;
    for (const PlannedRow& row : plan.rows()) {
        if (keys == nullptr || row.columns != last) {
            last = row.columns;
            first = first == nullptr ? last : first;
            keys = &keys_of(*last, table);
            if (!keys->exact || !has_same_keys(*last, *first)) {
                return false;
            }
        }
        if (is_cut(plan, row, *keys) || (completes_ && completes_a_change(plan, row, table)) ||
            (row.has_delete && !deleted_changes_allow(plan, row, table))) {
            return false;
        }
    }
    return true;
}

/// What came before a delete has columns that the folded row lacks, and may meet other rows in
/// them.
bool FoldingRule::deleted_changes_allow(const TablePlan& plan,
                                        const PlannedRow& row,
                                        const sql::Table& table) {
    const ColumnSet* last = row.columns;
    for (std::uint32_t index = row.newest; index != Version::kNone;
         index = plan.versions()[index].previous) {
        const ColumnSet* columns = plan.versions()[index].layout->columns();
        if (columns != last) {
            last = columns;
            if (!keys_of(*columns, table).exact) {
                return false;
            }
        }
    }
    return true;
}

const FoldingRule::Keys& FoldingRule::keys_of(const ColumnSet& columns, const sql::Table& table) {
    const auto [known, is_new] = keys_.try_emplace(&columns);
    Keys& keys = known->second;
    for (std::size_t index = 0; is_new && index < columns.key_count; ++index) {
        const LayoutColumn& key = columns.columns[index];
        const sql::Column* column = table.column(key.name);
        keys.exact = keys.exact && column != nullptr &&
                     dialect_->compares_exactly(*key.schema, *column) &&
                     key.unit == sql::TimestampUnit::kNone &&
                     !(times_repeat_ && is_temporal(key.schema->logical_type()));
        const auto length = column == nullptr ? std::nullopt : column->max_length();
        if (length.has_value() && key.schema->type() == SchemaType::kString) {
            keys.limits.emplace_back(index, *length);
        }
    }
    if (is_new) {
        keys.exact = keys.exact && !may_meet_another_key(columns, table);
    }
    return keys;
}

/// Where a value must be unique beside the key, rows may take it over from each other: only their
/// own order is sure to succeed.
bool FoldingRule::may_meet_another_key(const ColumnSet& columns, const sql::Table& table) {
    std::vector<std::string> written;
    for (const LayoutColumn& column : columns.columns) {
        const sql::Column* target = table.column(column.name);
        written.push_back(target == nullptr ? column.name : target->name);
    }
    const auto keys = std::span(written).first(columns.key_count);
    return std::ranges::any_of(
        table.other_unique_indexes(keys, written), [&written](const sql::UniqueIndex* index) {
            return std::ranges::any_of(index->columns, [&](const std::string& name) {
                return name.empty() || std::ranges::find(written, name) != written.end();
            });
        });
}

/// VARCHAR(n) drops the blanks beyond n, so that keys which differ in them become one.
bool FoldingRule::is_cut(const TablePlan& plan, const PlannedRow& row, const Keys& keys) {
    if (keys.limits.empty()) {
        return false;
    }
    const Version& version = plan.versions()[row.newest];
    const RecordLayout::Cells cells(*version.layout, *version.record);
    return std::ranges::any_of(keys.limits, [&cells](const auto& limit) {
        const Value& cell = cells[limit.first];
        // At least as many bytes as characters.
        return cell.kind() == ValueKind::kString && cell.as_string().size() > limit.second &&
               cell.as_string().ends_with(' ');
    });
}

/// A change without a column that takes no NULL is refused when it is written by itself, as Java
/// does; it must not depend on its neighbours in the unit.
bool FoldingRule::completes_a_change(const TablePlan& plan,
                                     const PlannedRow& row,
                                     const sql::Table& table) {
    for (std::uint32_t index = row.newest; index != Version::kNone;
         index = plan.versions()[index].previous) {
        if (plan.versions()[index].layout->is_delete()) {
            return false;  // what was before is gone
        }
        const ColumnSet* columns = plan.versions()[index].layout->columns();
        if (columns != row.columns && lacks_required(*columns, *row.columns, table)) {
            return true;
        }
    }
    return false;
}

bool FoldingRule::lacks_required(const ColumnSet& columns,
                                 const ColumnSet& all,
                                 const sql::Table& table) {
    const auto [known, is_new] = lacks_required_.try_emplace({&columns, &all});
    if (is_new) {
        known->second = std::ranges::any_of(all.columns, [&](const LayoutColumn& column) {
            const sql::Column* target = table.column(column.name);
            return target != nullptr && !target->nullable && !target->has_default &&
                   std::ranges::find(columns.columns, column.name, &LayoutColumn::name) ==
                       columns.columns.end();
        });
    }
    return known->second;
}

}  // namespace kconnect::jdbc
