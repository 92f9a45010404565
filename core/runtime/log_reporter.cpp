#include "log_reporter.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::runtime {

namespace {

/// As Connect shows the record, with the timestamp that Kafka gave it.
std::string record_text(const RawRecord& record) {
    std::string text = fmt::format(
        "{{topic='{}', partition={}, offset={}", record.topic, record.partition, record.offset);
    if (record.timestamp_type != TimestampType::kNoTimestampType) {
        text += fmt::format(
            ", timestamp={}, timestampType={}",
            record.timestamp.value_or(-1),
            record.timestamp_type == TimestampType::kCreateTime ? "CreateTime" : "LogAppendTime");
    }
    return text + "}";
}

}  // namespace

LogReporter::LogReporter(TaskId id, bool include_records, ErrorMetrics& metrics)
    : id_(std::move(id)),
      include_records_(include_records),
      metrics_(metrics),
      log_("kconnect.runtime.errors.LogReporter") {
}

void LogReporter::report(const ErrantRecord& record, std::span<const RawHeader> /*extra_headers*/) {
    std::string trace = stack_trace(record.error);
    if (trace.ends_with('\n')) {
        trace.pop_back();
    }
    log_.error(fmt::format("{}\n{}", message(record), trace));
    metrics_.count_logged();
}

std::string LogReporter::message(const ErrantRecord& record) const {
    std::string text = failure_text(id_, record.stage, record.executing_class);
    if (include_records_) {
        text += ", where consumed record is " + record_text(*record.original);
    }
    return text + ".";
}

std::string failure_text(const TaskId& id, Stage stage, std::string_view executing_class) {
    return fmt::format("Error encountered in task {}. Executing stage '{}' with class '{}'",
                       to_string(id),
                       name_of(stage),
                       executing_class);
}

}  // namespace kconnect::runtime
