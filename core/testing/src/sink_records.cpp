#include <string_view>

#include <kconnect/testing/sink_records.hpp>

namespace kconnect::test {

namespace {

/// The text of a value in the arena; absent for null.
std::optional<std::string_view> raw_text(const Schema* schema, const Value& value, Arena& arena) {
    if (value.is_null()) {
        return std::nullopt;
    }
    return arena.copy(to_string(schema, value));
}

}  // namespace

void add_record(RecordBatch& batch, const SinkRecordSpec& spec) {
    BatchMemory& memory = batch.memory();
    Arena& arena = memory.arena();
    SinkRecord record;
    record.topic = arena.copy(spec.topic);
    record.partition = spec.partition;
    record.kafka_offset = spec.offset;
    record.key_schema = memory.keep(spec.key_schema);
    record.key = spec.key.make(record.key_schema, arena);
    record.value_schema = memory.keep(spec.value_schema);
    record.value = spec.value.make(record.value_schema, arena);
    record.timestamp = spec.timestamp;
    record.timestamp_type =
        spec.timestamp ? TimestampType::kCreateTime : TimestampType::kNoTimestampType;
    const auto headers = arena.make_array<Header>(spec.headers.size());
    const auto raw_headers = arena.make_array<RawHeader>(spec.headers.size());
    for (std::size_t index = 0; index < headers.size(); ++index) {
        const HeaderSpec& header = spec.headers[index];
        const Schema* const schema = memory.keep(header.schema);
        headers[index] = {arena.copy(header.key), schema, header.value.make(schema, arena)};
        raw_headers[index] = {headers[index].key, raw_text(schema, headers[index].value, arena)};
    }
    record.headers = headers;
    auto* const raw = arena.make<RawRecord>();
    raw->topic = record.topic;
    raw->partition = spec.partition;
    raw->offset = spec.offset;
    raw->timestamp = record.timestamp;
    raw->timestamp_type = record.timestamp_type;
    raw->key = raw_text(record.key_schema, record.key, arena);
    raw->value = raw_text(record.value_schema, record.value, arena);
    raw->headers = raw_headers;
    record.original = raw;
    batch.add_raw(*raw);
    batch.add(record);
}

std::shared_ptr<RecordBatch> make_batch(const std::vector<SinkRecordSpec>& records) {
    auto batch = std::make_shared<RecordBatch>();
    for (const SinkRecordSpec& record : records) {
        add_record(*batch, record);
    }
    batch->set_end_offsets();
    return batch;
}

}  // namespace kconnect::test
