#include "record_pipeline.hpp"

#include <utility>

namespace kconnect::runtime {

namespace {

/// What needs no conversion.
SinkRecord begin_record(const RawRecord& raw) {
    SinkRecord record;
    record.topic = raw.topic;
    record.partition = raw.partition;
    record.timestamp = raw.timestamp;
    record.timestamp_type = raw.timestamp_type;
    record.kafka_offset = raw.offset;
    record.original = &raw;
    return record;
}

}  // namespace

RecordPipeline::RecordPipeline(Converters converters,
                               RetryWithTolerance& errors,
                               ErrorReporter& reporter)
    : converters_(std::move(converters)), errors_(errors), reporter_(reporter) {
}

bool RecordPipeline::convert(RecordBatch& batch) {
    const std::lock_guard lock(mutex_);
    BatchMemory& memory = batch.memory();
    for (const RawRecord& raw : batch.raw_records()) {
        SinkRecord record = begin_record(raw);
        ProcessingContext context;
        const auto result = convert(record, context, memory) ? transform(record, context, memory)
                                                             : transform::ChainResult::kFailed;
        if (result == transform::ChainResult::kKept) {
            batch.add(record);
        } else if (context.interrupted) {
            return false;
        } else if (result == transform::ChainResult::kFailed) {
            handle_failure(raw, context, batch);
        }
    }
    return true;
}

void RecordPipeline::restore(const SinkRecord& record, RestoredRecord& result) {
    const std::lock_guard lock(mutex_);
    RawRecord& raw = result.raw;
    raw.topic = record.topic;
    raw.partition = record.partition.value_or(0);
    raw.offset = record.kafka_offset;
    raw.timestamp = record.timestamp;
    raw.timestamp_type = record.timestamp_type;
    raw.key = converters_.key->from_connect_data(
        record.topic, {record.key_schema, record.key}, result.memory);
    raw.value = converters_.value->from_connect_data(
        record.topic, {record.value_schema, record.value}, result.memory);
    for (const Header& header : record.headers) {
        result.headers.push_back(
            {header.key,
             converters_.header->from_connect_header(record.topic, header, result.memory)});
    }
    raw.headers = result.headers;
}

/// The stages in Connect's order; false when one of them failed.
bool RecordPipeline::convert(SinkRecord& record, ProcessingContext& context, BatchMemory& memory) {
    const RawRecord& raw = *record.original;
    const auto convert_key = [&] {
        const SchemaAndValue key = converters_.key->to_connect_data(raw.topic, raw.key, memory);
        record.key_schema = key.schema;
        record.key = key.value;
    };
    const auto convert_value = [&] {
        const SchemaAndValue value =
            converters_.value->to_connect_data(raw.topic, raw.value, memory);
        record.value_schema = value.schema;
        record.value = value.value;
    };
    return errors_.execute(context, Stage::kKeyConverter, converters_.key_class, convert_key) &&
           errors_.execute(
               context, Stage::kValueConverter, converters_.value_class, convert_value) &&
           (raw.headers.empty() ||
            errors_.execute(context, Stage::kHeaderConverter, converters_.header_class, [&] {
                record.headers = convert_headers(raw, memory);
            }));
}

transform::ChainResult RecordPipeline::transform(SinkRecord& record,
                                                 ProcessingContext& context,
                                                 BatchMemory& memory) {
    return converters_.transformations.apply(
        record, memory, [&](const std::string& class_name, const auto& operation) {
            return errors_.execute(context, Stage::kTransformation, class_name, operation);
        });
}

void RecordPipeline::handle_failure(const RawRecord& raw,
                                    const ProcessingContext& failure,
                                    RecordBatch& batch) {
    ErrantRecord errant{.original = &raw,
                        .stage = failure.stage,
                        .executing_class = std::string(failure.executing_class),
                        .error = failure.error};
    reporter_.report(errant, {});
    errors_.check(failure, place_of(raw));
    batch.add_errant(std::move(errant));
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
