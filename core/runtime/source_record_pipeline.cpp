#include "source_record_pipeline.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "kafka/kafka_exception.hpp"
#include "retry_with_tolerance.hpp"

namespace kconnect::runtime {
namespace {

/// Kafka's -1 stands for no timestamp.
std::optional<std::int64_t> checked_timestamp(const std::optional<std::int64_t>& timestamp) {
    if (!timestamp || *timestamp >= 0) {
        return timestamp;
    }
    if (*timestamp == -1) {
        return std::nullopt;
    }
    throw kafka::KafkaException("org.apache.kafka.common.InvalidRecordException",
                                fmt::format("Invalid record timestamp {}", *timestamp));
}

[[noreturn]] void refuse(const std::string& text) {
    throw kafka::KafkaException("java.lang.IllegalArgumentException", text);
}

}  // namespace

SourceRecordPipeline::SourceRecordPipeline(Converters converters,
                                           RetryWithTolerance& errors,
                                           SourceErrorLog& log)
    : converters_(std::move(converters)), errors_(errors), log_(log) {
}

ConvertedRecord SourceRecordPipeline::convert(const SourceRecord& record) {
    memory_.clear();
    ProcessingContext context;
    if (converters_.transformations.empty()) {
        return convert(record, record, context);
    }
    transformed_ = record;
    const auto outcome = converters_.transformations.apply(
        transformed_, memory_, [&](const std::string& class_name, const auto& operation) {
            return errors_.execute(context, Stage::kTransformation, class_name, operation);
        });
    switch (outcome) {
        case transform::ChainResult::kKept:
            return convert(record, transformed_, context);
        case transform::ChainResult::kDropped:
            return {};
        case transform::ChainResult::kFailed:
            break;
    }
    return handle_failure(record, context);
}

/// What is not sent: interrupted, or failed and tolerated.
ConvertedRecord SourceRecordPipeline::handle_failure(const SourceRecord& record,
                                                     const ProcessingContext& context) {
    if (context.interrupted) {
        return {std::nullopt, true};
    }
    log_.report(record, context);
    errors_.check(context, to_string(record.source_partition) + to_string(record.source_offset));
    return {};
}

/// Errors name the record as the source made it.
ConvertedRecord SourceRecordPipeline::convert(const SourceRecord& original,
                                              const SourceRecord& record,
                                              ProcessingContext& context) {
    kafka::OutgoingRecord result;
    if (!convert_parts(record, context, result)) {
        return handle_failure(original, context);
    }
    result.timestamp = checked_timestamp(record.timestamp);
    if (record.topic.data() == nullptr) {
        refuse("Topic cannot be null.");
    }
    if (record.partition && *record.partition < 0) {
        refuse(fmt::format(
            "Invalid partition: {}. Partition number should always be non-negative or null.",
            *record.partition));
    }
    result.topic = record.topic;
    result.partition = record.partition;
    result.headers = headers_;
    return {result, false};
}

/// The stages in Connect's order; false when one of them failed.
bool SourceRecordPipeline::convert_parts(const SourceRecord& record,
                                         ProcessingContext& context,
                                         kafka::OutgoingRecord& result) {
    headers_.clear();  // Also of the record before, when this one has none.
    const auto convert_key = [&] {
        result.key = converters_.key->from_connect_data(
            record.topic, {record.key_schema, record.key}, memory_);
    };
    const auto convert_value = [&] {
        result.value = converters_.value->from_connect_data(
            record.topic, {record.value_schema, record.value}, memory_);
    };
    return (record.headers.empty() || errors_.execute(context,
                                                      Stage::kHeaderConverter,
                                                      converters_.header_class,
                                                      [&] { convert_headers(record); })) &&
           errors_.execute(context, Stage::kKeyConverter, converters_.key_class, convert_key) &&
           errors_.execute(context, Stage::kValueConverter, converters_.value_class, convert_value);
}

void SourceRecordPipeline::convert_headers(const SourceRecord& record) {
    headers_.clear();
    for (const Header& header : record.headers) {
        headers_.push_back(
            {header.key, converters_.header->from_connect_header(record.topic, header, memory_)});
    }
}

}  // namespace kconnect::runtime
