#include "layout_cache.hpp"

#include <algorithm>

#include <kconnect/errors.hpp>

#include "table_naming.hpp"

namespace kconnect::jdbc {

namespace {

/// Entries beyond this are forgotten, oldest use first; their layouts stay.
constexpr std::size_t kMaxEntries = 1024;

SchemaPtr shared_or_null(const Schema* schema) {
    return schema == nullptr ? nullptr : schema->shared();
}

bool equal_schemas(const SchemaPtr& known, const Schema* schema) {
    return known.get() == schema || (known != nullptr && schema != nullptr && *known == *schema);
}

}  // namespace

const RecordLayout& LayoutCache::find(const SinkRecord& record) {
    const bool nulls =
        (record.value.is_null() && !config_->delete_enabled) ||
        (record.key.is_null() && config_->primary_key_mode == PrimaryKeyMode::kRecordKey);
    if (nulls) {
        // The layout's own checks word the refusal.
        RecordLayout(*config_, record, target_of(record));
    }
    if (last_ == nullptr || !is_of(*last_, record)) {
        last_ = &find_entry(record);
    }
    return *last_->layout;
}

bool LayoutCache::is_of(const Entry& entry, const SinkRecord& record) noexcept {
    return entry.value_schema.get() == record.value_schema &&
           entry.key_schema.get() == record.key_schema &&
           entry.null_value == record.value.is_null() && entry.topic == record.topic;
}

const LayoutCache::Entry& LayoutCache::find_entry(const SinkRecord& record) {
    const auto known = std::ranges::find_if(
        entries_, [&record](const auto& entry) { return is_of(*entry, record); });
    if (known != entries_.end()) {
        std::rotate(entries_.begin(), known, known + 1);
        return *entries_.front();
    }
    const RecordLayout* layout = layout_of_equal_schemas(record);
    if (layout == nullptr) {
        layouts_.push_back(std::make_unique<RecordLayout>(*config_, record, target_of(record)));
        layout = layouts_.back().get();
    }
    if (entries_.size() == kMaxEntries) {
        entries_.pop_back();
    }
    entries_.insert(entries_.begin(),
                    std::make_unique<Entry>(Entry{std::string(record.topic),
                                                  shared_or_null(record.key_schema),
                                                  shared_or_null(record.value_schema),
                                                  record.value.is_null(),
                                                  layout}));
    return *entries_.front();
}

const RecordLayout* LayoutCache::layout_of_equal_schemas(const SinkRecord& record) const {
    const auto equal = [&record](const std::unique_ptr<Entry>& entry) {
        return entry->topic == record.topic && entry->null_value == record.value.is_null() &&
               equal_schemas(entry->key_schema, record.key_schema) &&
               equal_schemas(entry->value_schema, record.value_schema);
    };
    const auto known = std::ranges::find_if(entries_, equal);
    return known == entries_.end() ? nullptr : (*known)->layout;
}

TableTarget& LayoutCache::target_of(const SinkRecord& record) {
    std::string name = table_name_for(*config_, record.topic);
    auto& target = targets_[name];
    if (target == nullptr) {
        target = std::make_unique<TableTarget>(name);
    }
    return *target;
}

}  // namespace kconnect::jdbc
