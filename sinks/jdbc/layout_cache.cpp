#include "layout_cache.hpp"

#include <functional>
#include <utility>

#include <kconnect/errors.hpp>

#include "schema_hash.hpp"
#include "table_naming.hpp"

namespace kconnect::jdbc {

namespace {

/// All targets are retired when they have more layouts than this, whatever their number.
constexpr std::size_t kMaxLayouts = 10'000;
/// Schemas that come as new objects again and again are known by this many of them, beside two for
/// each layout.
constexpr std::size_t kMaxStrangers = 1024;

SchemaPtr shared_or_null(const Schema* schema) {
    return schema == nullptr ? nullptr : schema->shared();
}

bool are_equal(const Schema* left, const Schema* right) noexcept {
    return left == right || (left != nullptr && right != nullptr && *left == *right);
}

}  // namespace

LayoutCache::Entry::operator Kind() const noexcept {
    return {topic, key_schema.get(), value_schema.get(), null_value};
}

std::size_t LayoutCache::ByIdentity::operator()(const Kind& kind) const noexcept {
    const std::hash<const Schema*> hash;
    return combined_hash(
        combined_hash(std::hash<std::string_view>{}(kind.topic), hash(kind.key_schema)),
        hash(kind.value_schema) + (kind.null_value ? 1 : 0));
}

bool LayoutCache::ByIdentity::operator()(const Kind& left, const Kind& right) const noexcept {
    return left.value_schema == right.value_schema && left.key_schema == right.key_schema &&
           left.null_value == right.null_value && left.topic == right.topic;
}

std::size_t LayoutCache::ByContent::operator()(const Kind& kind) const {
    return combined_hash(
        combined_hash(std::hash<std::string_view>{}(kind.topic), schema_hash(kind.key_schema)),
        schema_hash(kind.value_schema) + (kind.null_value ? 1 : 0));
}

bool LayoutCache::ByContent::operator()(const Kind& left, const Kind& right) const noexcept {
    return left.null_value == right.null_value && left.topic == right.topic &&
           are_equal(left.key_schema, right.key_schema) &&
           are_equal(left.value_schema, right.value_schema);
}

LayoutCache::Kind LayoutCache::kind_of(const SinkRecord& record) noexcept {
    return {record.topic, record.key_schema, record.value_schema, record.value.is_null()};
}

LayoutCache::Entry LayoutCache::entry_of(const Kind& kind, const RecordLayout& layout) {
    return {std::string(kind.topic),
            shared_or_null(kind.key_schema),
            shared_or_null(kind.value_schema),
            kind.null_value,
            &layout};
}

const RecordLayout& LayoutCache::find(const SinkRecord& record) {
    const bool nulls =
        (record.value.is_null() && !config_->delete_enabled) ||
        (record.key.is_null() && config_->primary_key_mode == PrimaryKeyMode::kRecordKey);
    if (nulls) {
        // The layout's own checks word the refusal.
        RecordLayout(*config_, record, target_of(record));
    }
    if (last_ == nullptr || !ByIdentity{}(*last_, kind_of(record))) {
        last_ = &find_entry(record);
        some_full_ = some_full_ || last_->layout->target().is_full();
    }
    return *last_->layout;
}

const LayoutCache::Entry& LayoutCache::find_entry(const SinkRecord& record) {
    const Kind kind = kind_of(record);
    if (const auto known = by_identity_.find(kind); known != by_identity_.end()) {
        return *known;
    }
    const RecordLayout& layout = layout_of(record);
    if (by_identity_.size() >= kMaxStrangers + 2 * by_content_.size()) {
        last_ = nullptr;
        by_identity_.clear();
    }
    return *by_identity_.insert(entry_of(kind, layout)).first;
}

const RecordLayout& LayoutCache::layout_of(const SinkRecord& record) {
    const Kind kind = kind_of(record);
    if (const auto known = by_content_.find(kind); known != by_content_.end()) {
        return *known->layout;
    }
    TableTarget& target = target_of(record);
    const RecordLayout& layout =
        target.keep(std::make_unique<const RecordLayout>(*config_, record, target));
    by_content_.insert(entry_of(kind, layout));
    return layout;
}

TableTarget& LayoutCache::target_of(const SinkRecord& record) {
    std::string name = table_name_for(*config_, record.topic);
    auto& target = targets_[name];
    if (target == nullptr) {
        target = std::make_shared<TableTarget>(std::move(name));
    }
    return *target;
}

void LayoutCache::forget_excess() {
    const bool all = by_content_.size() > kMaxLayouts;
    if (!all && !std::exchange(some_full_, false)) {
        return;
    }
    for (const auto& [name, target] : targets_) {
        if (all || target->is_full()) {
            target->retire();
        }
    }
    last_ = nullptr;
    const auto has_retired = [](const Entry& entry) { return entry.layout->target().is_retired(); };
    std::erase_if(by_identity_, has_retired);
    std::erase_if(by_content_, has_retired);
    std::erase_if(targets_, [](const auto& entry) { return entry.second->is_retired(); });
}

}  // namespace kconnect::jdbc
