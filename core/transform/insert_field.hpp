#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/transformation.hpp>

#include "record_part.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Adds fields with what is known of the record: topic, partition, offset, timestamp, a fixed text.
class InsertField : public Transformation {
public:
    explicit InsertField(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    enum class Source : std::uint8_t { kTopic, kPartition, kOffset, kTimestamp, kStatic };

    struct Insertion {
        Source source;
        std::string name;
        bool is_optional;
    };

    static const SchemaPtr& schema_of(const Insertion& insertion);
    SchemaPtr make_schema(const Schema& schema) const;
    Value value_of(Source source,
                   const ConnectRecord& record,
                   const SinkRecord* sink,
                   Arena& arena) const;

    const Side side_;
    std::vector<Insertion> insertions_;
    std::string static_value_;
    bool with_default_ = true;
    SchemaCache<SchemaPtr> schemas_;
};

}  // namespace kconnect::transform
