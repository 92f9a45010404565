#include "write_plan.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <string_view>

#include <kconnect/errors.hpp>

namespace kconnect::jdbc {

namespace {

/// Finalizer of MurmurHash3 by Austin Appleby (public domain constants): spreads every bit.
std::uint64_t mixed(std::uint64_t bits) noexcept {
    bits ^= bits >> 33U;
    bits *= 0xff51afd7ed558ccdULL;
    bits ^= bits >> 33U;
    bits *= 0xc4ceb9fe1a85ec53ULL;
    return bits ^ (bits >> 33U);
}

/// Cells that do not fit a table's key (arrays, maps, structs) all hash alike; operator== tells
/// them apart.
std::uint64_t hash_of(const Value& cell) {
    switch (cell.kind()) {
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            return mixed(static_cast<std::uint64_t>(cell.to_integer()));
        case ValueKind::kString:
            return std::hash<std::string_view>{}(cell.as_string());
        case ValueKind::kBytes: {
            const std::span<const std::byte> bytes = cell.as_bytes();
            return std::hash<std::string_view>{}(
                {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        }
        case ValueKind::kBoolean:
            return cell.as_boolean() ? 1 : 2;
        case ValueKind::kFloat32:
        case ValueKind::kFloat64:
            return mixed(std::bit_cast<std::uint64_t>(cell.to_real()));
        case ValueKind::kDecimal:
            return hash_of(Value::of_bytes(cell.as_decimal().unscaled));
        default:
            return static_cast<std::uint64_t>(cell.kind());
    }
}

constexpr std::size_t kFirstIndexSize = 64;

}  // namespace

void TablePlan::add(const SinkRecord& record, const RecordLayout& layout) {
    versions_.push_back({&record, &layout, Version::kNone});
    if (fold_) {
        fold_newest(record, layout);
    }
}

void TablePlan::fold_newest(const SinkRecord& record, const RecordLayout& layout) {
    const std::size_t key_count = layout.columns()->key_count;
    const RecordLayout::Cells cells(layout, record);
    std::uint64_t hash = key_count;
    bool has_key = true;
    for (std::size_t column = 0; column < key_count; ++column) {
        has_key = has_key && !cells[column].is_null();
        hash = mixed(hash ^ hash_of(cells[column]));
    }
    const auto newest = static_cast<std::uint32_t>(versions_.size() - 1);
    if (!has_key) {
        rows_.push_back({hash, newest, layout.columns(), layout.is_delete()});
        return;
    }
    if ((rows_.size() + 1) * 2 > index_.size()) {
        grow_index();
    }
    std::size_t slot = hash & (index_.size() - 1);
    while (index_[slot] != 0) {
        PlannedRow& row = rows_[index_[slot] - 1];
        if (row.hash == hash && same_key(row, layout, cells)) {
            const bool starts_anew =
                layout.is_delete() || versions_[row.newest].layout->is_delete();
            versions_.back().previous = row.newest;
            row.newest = newest;
            row.columns = starts_anew ? layout.columns()
                                      : layout.target().unite(layout.columns(), row.columns);
            row.has_delete = row.has_delete || layout.is_delete();
            return;
        }
        slot = (slot + 1) & (index_.size() - 1);
    }
    rows_.push_back({hash, newest, layout.columns(), layout.is_delete()});
    index_[slot] = static_cast<std::uint32_t>(rows_.size());
}

bool TablePlan::same_key(const PlannedRow& row,
                         const RecordLayout& layout,
                         const RecordLayout::Cells& cells) const {
    const Version& version = versions_[row.newest];
    const std::size_t key_count = layout.columns()->key_count;
    if (version.layout->columns()->key_count != key_count) {
        return false;
    }
    const RecordLayout::Cells others(*version.layout, *version.record);
    for (std::size_t column = 0; column < key_count; ++column) {
        if (!(cells[column] == others[column])) {
            return false;
        }
    }
    return true;
}

void TablePlan::grow_index() {
    index_.assign(std::max(kFirstIndexSize, index_.size() * 2), 0);
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        std::size_t slot = rows_[row].hash & (index_.size() - 1);
        while (index_[slot] != 0) {
            slot = (slot + 1) & (index_.size() - 1);
        }
        index_[slot] = static_cast<std::uint32_t>(row + 1);
    }
}

void TablePlan::clear() noexcept {
    versions_.clear();
    rows_.clear();
    std::ranges::fill(index_, 0);
}

void WritePlan::add(std::shared_ptr<const RecordBatch> batch,
                    LayoutCache& layouts,
                    bool tolerates) {
    // First all that may refuse a record, then all that changes the plan.
    layouts.forget_excess();
    layouts_.clear();
    for (const SinkRecord& record : *batch) {
        try {
            layouts_.push_back(&layouts.find(record));
        } catch (const ConnectException&) {
            if (!tolerates) {
                throw;
            }
            layouts_.push_back(nullptr);
            refused_.push_back({&record, std::current_exception()});
        }
    }
    for (std::size_t index = 0; index < batch->size(); ++index) {
        if (layouts_[index] != nullptr) {
            add((*batch)[index], *layouts_[index]);
        }
    }
    keep(std::move(batch));
}

void WritePlan::add(const SinkRecord& record, const RecordLayout& layout) {
    table_of(layout.target()).add(record, layout);
}

void WritePlan::add_part(const WritePlan& whole, std::shared_ptr<const RecordBatch> batch) {
    const SinkRecord* first = batch->records().data();
    const SinkRecord* end = first + batch->size();
    for (const auto& table : whole.tables()) {
        for (const Version& version : table->versions()) {
            if (version.record >= first && version.record < end) {
                add(*version.record, *version.layout);
            }
        }
    }
    std::ranges::copy_if(
        whole.refused(), std::back_inserter(refused_), [first, end](const RefusedRecord& refused) {
            return refused.record >= first && refused.record < end;
        });
    keep(std::move(batch));
}

TablePlan& WritePlan::table_of(const TableTarget& target) {
    if (last_ != nullptr && &last_->target() == &target) {
        return *last_;
    }
    auto& plan = plans_[&target];
    if (plan == nullptr) {
        plan = std::make_unique<TablePlan>(target.shared_from_this(), fold_);
    }
    if (plan->versions().empty()) {
        tables_.push_back(plan.get());
    }
    last_ = plan.get();
    return *plan;
}

void WritePlan::keep(std::shared_ptr<const RecordBatch> batch) {
    record_count_ += batch->size();
    memory_bytes_ += batch->memory_bytes();
    batches_.push_back(std::move(batch));
}

void WritePlan::clear() noexcept {
    for (TablePlan* table : tables_) {
        table->clear();
    }
    tables_.clear();
    last_ = nullptr;
    std::erase_if(plans_, [](const auto& entry) { return entry.second->target().is_retired(); });
    refused_.clear();
    batches_.clear();
    record_count_ = 0;
    memory_bytes_ = 0;
}

}  // namespace kconnect::jdbc
