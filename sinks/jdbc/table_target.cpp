#include "table_target.hpp"

#include <algorithm>
#include <functional>

#include "record_layout.hpp"

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

/// The same for sets of the same columns.
std::size_t hash_of(const ColumnSet& set) noexcept {
    constexpr std::size_t kFactor = 31;
    std::size_t hash = set.key_count;
    for (const LayoutColumn& column : set.columns) {
        hash = hash * kFactor + std::hash<std::string>{}(column.name);
        hash = hash * kFactor + static_cast<std::size_t>(column.schema->type());
    }
    return hash;
}

/// Of layouts, sets and unions; a layout of twenty columns has about 5 KB.
constexpr std::size_t kMaxSize = 2048;

}  // namespace

TableTarget::TableTarget(std::string name) : name_(std::move(name)) {
}

TableTarget::~TableTarget() = default;

const RecordLayout& TableTarget::keep(std::unique_ptr<const RecordLayout> layout) {
    const std::lock_guard lock(mutex_);
    ++size_;
    return *layouts_.emplace_back(std::move(layout));
}

bool TableTarget::is_full() const noexcept {
    return size_.load(std::memory_order_relaxed) >= kMaxSize;
}

const ColumnSet* TableTarget::intern(ColumnSet columns) {
    const std::lock_guard lock(mutex_);
    return intern_locked(std::move(columns));
}

const ColumnSet* TableTarget::intern_locked(ColumnSet columns) {
    const std::size_t hash = hash_of(columns);
    const auto [first, end] = sets_.equal_range(hash);
    const auto known = std::find_if(
        first, end, [&columns](const auto& entry) { return same_columns(*entry.second, columns); });
    if (known != end) {
        return known->second.get();
    }
    ++size_;
    return sets_.emplace(hash, std::make_unique<const ColumnSet>(std::move(columns)))->second.get();
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
    ++size_;
    unions_.emplace(std::pair{newer, older}, result);
    return result;
}

}  // namespace kconnect::jdbc
