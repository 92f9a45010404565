#include "record_text.hpp"

#include <fmt/format.h>

#include <kconnect/schema.hpp>

namespace kconnect::transform {
namespace {

/// As Java prints a Schema: "Schema{STRING}", with its name when it has one.
std::string schema_text(const Schema* schema) {
    if (schema == nullptr) {
        return "null";
    }
    return schema->name() ? fmt::format("Schema{{{}:{}}}", *schema->name(), name_of(schema->type()))
                          : fmt::format("Schema{{{}}}", name_of(schema->type()));
}

std::string headers_text(std::span<const Header> headers) {
    std::string text;
    for (const Header& header : headers) {
        text += fmt::format("{}ConnectHeader(key={}, value={}, schema={})",
                            text.empty() ? "" : ", ",
                            header.key,
                            to_string(header.schema, header.value),
                            schema_text(header.schema));
    }
    return text.empty() ? text : "[" + text + "]";
}

template <typename Number>
std::string number_text(const std::optional<Number>& number) {
    return number ? std::to_string(*number) : "null";
}

std::string_view timestamp_type_text(TimestampType type) {
    switch (type) {
        case TimestampType::kCreateTime:
            return "CreateTime";
        case TimestampType::kLogAppendTime:
            return "LogAppendTime";
        default:
            return "NoTimestampType";
    }
}

std::string sink_text(const SinkRecord& record) {
    if (record.original == nullptr) {
        return {};
    }
    return fmt::format(
        "SinkRecord{{kafkaOffset={}, timestampType={}, originalTopic={}, "
        "originalKafkaPartition={}, originalKafkaOffset={}}} ",
        record.kafka_offset,
        timestamp_type_text(record.timestamp_type),
        record.original->topic,
        record.original->partition,
        record.original->offset);
}

}  // namespace

std::string record_text(const ConnectRecord& record, const SinkRecord* sink) {
    return fmt::format(
        "{}ConnectRecord{{topic='{}', kafkaPartition={}, key={}, keySchema={}, value={}, "
        "valueSchema={}, timestamp={}, headers=ConnectHeaders(headers={})}}",
        sink == nullptr ? std::string() : sink_text(*sink),
        record.topic,
        number_text(record.partition),
        to_string(record.key_schema, record.key),
        schema_text(record.key_schema),
        to_string(record.value_schema, record.value),
        schema_text(record.value_schema),
        number_text(record.timestamp),
        headers_text(record.headers));
}

}  // namespace kconnect::transform
