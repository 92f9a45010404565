#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include <kconnect/record.hpp>

#include "jdbc_sink_config.hpp"
#include "record_layout.hpp"
#include "table_target.hpp"

namespace kconnect::jdbc {

/// Finds the layout of a record: a comparison of two pointers for a record like the last one, else
/// a look-up by these pointers, and only for schemas that are new objects one by their content.
/// Threads: the task's.
class LayoutCache {
public:
    explicit LayoutCache(const JdbcSinkConfig& config) : config_(&config) {}

    /// The layout lives as long as its target. Throws ConnectException as RecordLayout's
    /// constructor does, and for a record whose key or value is null though its schema is known,
    /// unless a null value deletes.
    const RecordLayout& find(const SinkRecord& record);

    /// Retires targets of which too much is known, or all of them when there are too many. To be
    /// called between two puts: a layout that was found before lives on only in plans.
    void forget_excess();

private:
    /// What records of one layout have in common.
    struct Kind {
        std::string_view topic;
        const Schema* key_schema;
        const Schema* value_schema;
        bool null_value;
    };
    /// A kind that has been seen; keeps what it refers to.
    struct Entry {
        std::string topic;
        SchemaPtr key_schema;
        SchemaPtr value_schema;
        bool null_value;
        const RecordLayout* layout;

        operator Kind() const noexcept;  // NOLINT(google-explicit-constructor): for look-ups
    };
    /// Schemas are the same when they are the same object.
    struct ByIdentity {
        using is_transparent = void;
        std::size_t operator()(const Kind& kind) const noexcept;
        bool operator()(const Kind& left, const Kind& right) const noexcept;
    };
    /// Schemas are the same when they are equal.
    struct ByContent {
        using is_transparent = void;
        /// Not noexcept, so that the set keeps what takes long to compute.
        std::size_t operator()(const Kind& kind) const;
        bool operator()(const Kind& left, const Kind& right) const noexcept;
    };

    static Kind kind_of(const SinkRecord& record) noexcept;
    static Entry entry_of(const Kind& kind, const RecordLayout& layout);
    const Entry& find_entry(const SinkRecord& record);
    const RecordLayout& layout_of(const SinkRecord& record);
    TableTarget& target_of(const SinkRecord& record);

    const JdbcSinkConfig* config_;
    const Entry* last_ = nullptr;  ///< One of by_identity_.
    std::unordered_set<Entry, ByIdentity, ByIdentity> by_identity_;
    std::unordered_set<Entry, ByContent, ByContent> by_content_;  ///< One for each layout.
    std::map<std::string, std::shared_ptr<TableTarget>> targets_;
    bool some_full_ = false;  ///< A full target was seen.
};

}  // namespace kconnect::jdbc
