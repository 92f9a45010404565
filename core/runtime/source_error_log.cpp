#include "source_error_log.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/value.hpp>

#include "log_reporter.hpp"
#include "transform/record_text.hpp"

namespace kconnect::runtime {

std::string to_string(const SourceRecord& record) {
    return fmt::format("SourceRecord{{sourcePartition={}, sourceOffset={}}} {}",
                       to_string(record.source_partition),
                       to_string(record.source_offset),
                       transform::record_text(record));
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
