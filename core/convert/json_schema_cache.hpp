#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <kconnect/schema.hpp>

#include "convert/reading_plan.hpp"

namespace kconnect::convert {

/// A schema that was read from JSON, with its plan. `schema` is null for the JSON text `null`.
struct KnownSchema {
    SchemaPtr schema;
    TypePlan plan;
};
using KnownSchemaPtr = std::shared_ptr<const KnownSchema>;

/// Schemas by the bytes they were read from, the least recently used leaving first
/// (schemas.cache.size). Texts that differ but mean equal schemas share one schema.
/// Threads: one at a time.
class JsonSchemaCache {
public:
    JsonSchemaCache(std::size_t capacity, bool replace_null_with_default)
        : capacity_(capacity), replace_null_with_default_(replace_null_with_default) {}

    /// Null when these bytes are not known.
    KnownSchemaPtr find(std::string_view source);

    /// Remembers what was read from `source`; gives the known schema that equals `schema`.
    KnownSchemaPtr add(std::string_view source, const SchemaPtr& schema);

    std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::string source;
        KnownSchemaPtr known;
    };

    KnownSchemaPtr find_equal(const Schema* schema) const;

    std::size_t capacity_;
    bool replace_null_with_default_;
    std::list<Entry> entries_;  ///< Most recently used first.
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_source_;
};

}  // namespace kconnect::convert
