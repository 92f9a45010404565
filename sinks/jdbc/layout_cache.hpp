#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <kconnect/record.hpp>

#include "column_set.hpp"
#include "jdbc_sink_config.hpp"
#include "record_layout.hpp"

namespace kconnect::jdbc {

/// Finds the layout of a record: a comparison of two pointers for all but the first record of each
/// schema. Layouts live as long as the cache.
/// Threads: the task's.
class LayoutCache {
public:
    explicit LayoutCache(const JdbcSinkConfig& config) : config_(&config) {}

    /// Throws ConnectException as RecordLayout's constructor does, and for a record whose key or
    /// value is null though its schema is known, unless a null value deletes.
    const RecordLayout& find(const SinkRecord& record);

private:
    /// One (topic, key schema, value schema, tombstone or not) that has been seen.
    struct Entry {
        std::string topic;
        SchemaPtr key_schema;
        SchemaPtr value_schema;
        bool null_value;
        const RecordLayout* layout;
    };

    static bool is_of(const Entry& entry, const SinkRecord& record) noexcept;
    const Entry& find_entry(const SinkRecord& record);
    const RecordLayout* layout_of_equal_schemas(const SinkRecord& record) const;
    TableTarget& target_of(const SinkRecord& record);

    const JdbcSinkConfig* config_;
    const Entry* last_ = nullptr;
    std::vector<std::unique_ptr<Entry>> entries_;  ///< Latest use first.
    std::vector<std::unique_ptr<RecordLayout>> layouts_;
    std::map<std::string, std::unique_ptr<TableTarget>> targets_;
};

}  // namespace kconnect::jdbc
