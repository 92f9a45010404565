#include "column_set.hpp"

#include <algorithm>

namespace kconnect::jdbc {

namespace {

/// True when cells of both schemas are bound in the same way.
bool binds_alike(const Schema& left, const Schema& right) noexcept {
    if (left.type() != right.type() || left.logical_type() != right.logical_type()) {
        return false;
    }
    const Schema* left_element = left.value_schema();
    const Schema* right_element = right.value_schema();
    return left_element == right_element || (left_element != nullptr && right_element != nullptr &&
                                             binds_alike(*left_element, *right_element));
}

bool same_columns(const ColumnSet& left, const ColumnSet& right) noexcept {
    return left.key_count == right.key_count &&
           std::ranges::equal(
               left.columns, right.columns, [](const LayoutColumn& one, const LayoutColumn& other) {
                   return one.name == other.name && binds_alike(*one.schema, *other.schema);
               });
}

}  // namespace

const ColumnSet* TableTarget::intern(ColumnSet columns) {
    const std::lock_guard lock(mutex_);
    return intern_locked(std::move(columns));
}

const ColumnSet* TableTarget::intern_locked(ColumnSet columns) {
    const auto known = std::ranges::find_if(
        sets_, [&columns](const auto& set) { return same_columns(*set, columns); });
    if (known != sets_.end()) {
        return known->get();
    }
    return sets_.emplace_back(std::make_unique<const ColumnSet>(std::move(columns))).get();
}

const ColumnSet* TableTarget::unite(const ColumnSet* newer, const ColumnSet* older) {
    if (newer == older) {
        return newer;
    }
    const std::lock_guard lock(mutex_);
    if (const auto known = unions_.find({newer, older}); known != unions_.end()) {
        return known->second;
    }
    ColumnSet both = *newer;
    for (const LayoutColumn& column : older->columns) {
        if (std::ranges::find(both.columns, column.name, &LayoutColumn::name) ==
            both.columns.end()) {
            both.columns.push_back(column);
        }
    }
    const ColumnSet* result = intern_locked(std::move(both));
    unions_.emplace(std::pair{newer, older}, result);
    return result;
}

}  // namespace kconnect::jdbc
