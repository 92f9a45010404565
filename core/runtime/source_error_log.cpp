#include "source_error_log.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>

#include "log_reporter.hpp"

namespace kconnect::runtime {
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
    return text;
}

template <typename Number>
std::string number_text(const std::optional<Number>& number) {
    return number ? std::to_string(*number) : "null";
}

}  // namespace

std::string to_string(const SourceRecord& record) {
    return fmt::format(
        "SourceRecord{{sourcePartition={}, sourceOffset={}}} ConnectRecord{{topic='{}', "
        "kafkaPartition={}, key={}, keySchema={}, value={}, valueSchema={}, timestamp={}, "
        "headers=ConnectHeaders(headers=[{}])}}",
        to_string(record.source_partition),
        to_string(record.source_offset),
        record.topic,
        number_text(record.partition),
        to_string(record.key_schema, record.key),
        schema_text(record.key_schema),
        to_string(record.value_schema, record.value),
        schema_text(record.value_schema),
        number_text(record.timestamp),
        headers_text(record.headers));
}

SourceErrorLog::SourceErrorLog(TaskId id, const ErrorSettings& settings, ErrorMetrics& metrics)
    : id_(std::move(id)),
      settings_(settings),
      metrics_(metrics),
      log_("kconnect.runtime.errors.LogReporter") {
}

void SourceErrorLog::report(const SourceRecord& record, const ProcessingContext& failure) {
    if (!settings_.log_errors) {
        return;
    }
    std::string text = failure_text(id_, failure.stage, failure.executing_class);
    if (settings_.log_records) {
        text += ", where source record is = " + to_string(record);
    }
    std::string trace = stack_trace(failure.error);
    trace.erase(trace.find_last_not_of('\n') + 1);
    log_.error(fmt::format("{}.\n{}", text, trace));
    metrics_.count_logged();
}

}  // namespace kconnect::runtime
