#include "convert/json_schema_cache.hpp"

#include <utility>

namespace kconnect::convert {

KnownSchemaPtr JsonSchemaCache::find(std::string_view source) {
    const auto found = by_source_.find(source);
    if (found == by_source_.end()) {
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->known;
}

KnownSchemaPtr JsonSchemaCache::add(std::string_view source, const SchemaPtr& schema) {
    KnownSchemaPtr known = find_equal(schema.get());
    if (known == nullptr) {
        known = std::make_shared<const KnownSchema>(
            KnownSchema{schema, make_reading_plan(schema.get(), replace_null_with_default_)});
    }
    if (capacity_ == 0) {
        return known;
    }
    if (entries_.size() == capacity_) {
        by_source_.erase(entries_.back().source);
        entries_.pop_back();
    }
    entries_.push_front({std::string(source), known});
    by_source_.emplace(entries_.front().source, entries_.begin());
    return known;
}

KnownSchemaPtr JsonSchemaCache::find_equal(const Schema* schema) const {
    for (const Entry& entry : entries_) {
        const Schema* other = entry.known->schema.get();
        if (schema == other || (schema != nullptr && other != nullptr && *schema == *other)) {
            return entry.known;
        }
    }
    return nullptr;
}

}  // namespace kconnect::convert
