#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/record_batch.hpp>
#include <kconnect/schema.hpp>

#include "jdbc/jdbc_sink_config.hpp"

namespace kconnect::jdbc::testing {

/// Struct {name: type, ...} with optional fields.
inline SchemaPtr struct_schema(const std::vector<std::pair<std::string, SchemaPtr>>& fields) {
    SchemaBuilder builder(SchemaType::kStruct);
    for (const auto& [name, schema] : fields) {
        builder.field(name, schema);
    }
    return builder.build();
}

inline SchemaPtr int64_field(bool optional = true) {
    return primitive_schema(SchemaType::kInt64, optional);
}

inline SchemaPtr string_field(bool optional = true) {
    return primitive_schema(SchemaType::kString, optional);
}

/// Builds batches of one topic; keeps what their records point to.
class BatchBuilder {
public:
    explicit BatchBuilder(std::string_view topic = "flights")
        : batch_(std::make_shared<RecordBatch>()), topic_(topic) {}

    /// A record with a struct key {id} and a struct value; the values are copied.
    BatchBuilder& add(const SchemaPtr& key_schema,
                      const Value& key,
                      const SchemaPtr& value_schema,
                      const Value& value) {
        Arena& arena = batch_->memory().arena();
        pending_.push_back(
            {key_schema, copy_value(key, arena), value_schema, copy_value(value, arena)});
        return *this;
    }

    /// The batch; `first_offset` is that of its first record, on partition 0.
    std::shared_ptr<RecordBatch> build(std::int64_t first_offset = 0) {
        BatchMemory& memory = batch_->memory();
        const std::string_view topic = memory.arena().copy(topic_);
        for (std::size_t index = 0; index < pending_.size(); ++index) {
            RawRecord raw;
            raw.topic = topic;
            raw.offset = first_offset + static_cast<std::int64_t>(index);
            batch_->add_raw(raw);
        }
        for (std::size_t index = 0; index < pending_.size(); ++index) {
            const Pending& pending = pending_[index];
            SinkRecord record;
            record.topic = topic;
            record.partition = 0;
            record.kafka_offset = first_offset + static_cast<std::int64_t>(index);
            record.key_schema =
                pending.key_schema == nullptr ? nullptr : memory.keep(pending.key_schema);
            record.key = pending.key;
            record.value_schema =
                pending.value_schema == nullptr ? nullptr : memory.keep(pending.value_schema);
            record.value = pending.value;
            record.original = &batch_->raw_records()[index];
            batch_->add(record);
        }
        batch_->set_end_offsets();
        return batch_;
    }

private:
    struct Pending {
        SchemaPtr key_schema;
        Value key;
        SchemaPtr value_schema;
        Value value;
    };

    std::shared_ptr<RecordBatch> batch_;
    std::string topic_;
    std::vector<Pending> pending_;
};

/// Upserts by the field `id` of the record's key, tables created as needed.
inline JdbcSinkConfig upsert_config() {
    JdbcSinkConfig config;
    config.connector_name = "test-sink";
    config.insert_mode = InsertMode::kUpsert;
    config.primary_key_mode = PrimaryKeyMode::kRecordKey;
    config.primary_key_fields = {"id"};
    config.auto_create = true;
    config.retry_backoff = std::chrono::milliseconds(0);
    config.connection_backoff = std::chrono::milliseconds(0);
    return config;
}

}  // namespace kconnect::jdbc::testing
