#include "record_pipeline.hpp"

#include <utility>

namespace kconnect::runtime {

namespace {

/// Runs one stage for one record: the boundary at which its errors are caught.
template <typename Function>
auto run_stage(Stage stage, const std::string& executing_class, Function&& function) {
    try {
        return function();
    } catch (const std::exception&) {
        throw ToleranceExceeded(stage, executing_class, std::current_exception());
    }
}

}  // namespace

ToleranceExceeded::ToleranceExceeded(Stage stage,
                                     std::string executing_class,
                                     std::exception_ptr cause)
    : ConnectException("Tolerance exceeded in error handler", std::move(cause)),
      stage_(stage),
      executing_class_(std::move(executing_class)) {
}

ToleranceExceeded::~ToleranceExceeded() = default;

RecordPipeline::RecordPipeline(Converters converters) : converters_(std::move(converters)) {
}

void RecordPipeline::convert(RecordBatch& batch) {
    BatchMemory& memory = batch.memory();
    for (const RawRecord& raw : batch.raw_records()) {
        batch.add(convert(raw, memory));
    }
}

SinkRecord RecordPipeline::convert(const RawRecord& raw, BatchMemory& memory) {
    const SchemaAndValue key = run_stage(Stage::kKeyConverter, converters_.key_class, [&] {
        return converters_.key->to_connect_data(raw.topic, raw.key, memory);
    });
    const SchemaAndValue value = run_stage(Stage::kValueConverter, converters_.value_class, [&] {
        return converters_.value->to_connect_data(raw.topic, raw.value, memory);
    });
    SinkRecord record;
    record.topic = raw.topic;
    record.partition = raw.partition;
    record.key_schema = key.schema;
    record.key = key.value;
    record.value_schema = value.schema;
    record.value = value.value;
    record.timestamp = raw.timestamp;
    record.timestamp_type = raw.timestamp_type;
    record.kafka_offset = raw.offset;
    record.original = &raw;
    if (!raw.headers.empty()) {
        record.headers = run_stage(Stage::kHeaderConverter, converters_.header_class, [&] {
            return convert_headers(raw, memory);
        });
    }
    return record;
}

std::span<const Header> RecordPipeline::convert_headers(const RawRecord& raw, BatchMemory& memory) {
    const std::span<Header> headers = memory.arena().make_array<Header>(raw.headers.size());
    for (std::size_t index = 0; index < headers.size(); ++index) {
        const SchemaAndValue converted =
            converters_.header->to_connect_header(raw.topic, raw.headers[index], memory);
        headers[index] = {raw.headers[index].key, converted.schema, converted.value};
    }
    return headers;
}

}  // namespace kconnect::runtime
