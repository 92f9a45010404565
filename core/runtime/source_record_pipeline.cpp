#include "source_record_pipeline.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "kafka/kafka_exception.hpp"
#include "retry_with_tolerance.hpp"

namespace kconnect::runtime {
namespace {

/// Runs one stage for one record: the boundary at which its errors are caught.
template <typename Function>
auto run_stage(Stage stage, const std::string& executing_class, Function&& function) {
    try {
        return function();
    } catch (const std::exception&) {
        throw ToleranceExceeded("Tolerance exceeded in error handler",
                                {stage, executing_class, std::current_exception()},
                                "of a source");
    }
}

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

SourceRecordPipeline::SourceRecordPipeline(Converters converters)
    : converters_(std::move(converters)) {
}

std::optional<kafka::OutgoingRecord> SourceRecordPipeline::convert(const SourceRecord& record) {
    memory_.clear();
    headers_.clear();
    if (!record.headers.empty()) {
        run_stage(
            Stage::kHeaderConverter, converters_.header_class, [&] { convert_headers(record); });
    }
    kafka::OutgoingRecord result;
    result.key = run_stage(Stage::kKeyConverter, converters_.key_class, [&] {
        return converters_.key->from_connect_data(
            record.topic, {record.key_schema, record.key}, memory_);
    });
    result.value = run_stage(Stage::kValueConverter, converters_.value_class, [&] {
        return converters_.value->from_connect_data(
            record.topic, {record.value_schema, record.value}, memory_);
    });
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
    return result;
}

void SourceRecordPipeline::convert_headers(const SourceRecord& record) {
    for (const Header& header : record.headers) {
        headers_.push_back(
            {header.key, converters_.header->from_connect_header(record.topic, header, memory_)});
    }
}

}  // namespace kconnect::runtime
