#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <kconnect/schema.hpp>

namespace kconnect::transform {

/// What a transformation has worked out for the schemas it saw last, sixteen as in Java.
/// Threads: one at a time.
template <typename Made>
class SchemaCache {
public:
    /// What `make(schema)` gave for an equal schema. Valid until the next call.
    template <typename Make>
    const Made& get(const Schema& schema, Make make) {
        if (last_ < entries_.size() && entries_[last_].schema.get() == &schema) {
            return entries_[last_].made;
        }
        for (std::size_t index = 0; index < entries_.size(); ++index) {
            if (entries_[index].schema.get() == &schema) {
                last_ = index;
                return entries_[index].made;
            }
        }
        return find_equal_or_make(schema, make);
    }

private:
    static constexpr std::size_t kMost = 16;

    struct Entry {
        SchemaPtr schema;  ///< Kept: its address must not come again for another schema.
        Made made;
    };

    template <typename Make>
    const Made& find_equal_or_make(const Schema& schema, Make& make) {
        for (std::size_t index = 0; index < entries_.size(); ++index) {
            if (*entries_[index].schema == schema) {
                entries_[index].schema = schema.shared();  // Whoever made it anew sends more of it.
                last_ = index;
                return entries_[index].made;
            }
        }
        Entry entry{schema.shared(), make(schema)};
        if (entries_.size() < kMost) {
            entries_.push_back(std::move(entry));
            last_ = entries_.size() - 1;
        } else {
            last_ = (last_ + 1) % kMost;
            entries_[last_] = std::move(entry);
        }
        return entries_[last_].made;
    }

    std::vector<Entry> entries_;
    std::size_t last_ = 0;
};

/// A builder of the source's type with name, version, doc and parameters of `source`;
/// not its optionality and default (Java: SchemaUtil.copySchemaBasics).
SchemaBuilder copy_schema_basics(const Schema& source);
/// The same for values of another type. Java keeps the names of Date, Time, Timestamp and Decimal;
/// we leave them out, as they say what the values no longer are.
SchemaBuilder copy_schema_basics(const Schema& source, SchemaType type);

}  // namespace kconnect::transform
