#pragma once

#include <string>

#include <kconnect/logging.hpp>

#include "error_metrics.hpp"
#include "error_reporter.hpp"
#include "task_status.hpp"

namespace kconnect::runtime {

/// Writes a line for each failed record of a sink, with the trace of its error: errors.log.enable.
class LogReporter final : public ErrorReporter {
public:
    /// `include_records`: lines name topic, partition, offset and timestamp, never key or value.
    /// `metrics` is borrowed.
    LogReporter(TaskId id, bool include_records, ErrorMetrics& metrics);

    void report(const ErrantRecord& record, std::span<const RawHeader> extra_headers) override;

    /// Connect's line: "Error encountered in task my-sink-0. Executing stage ...".
    std::string message(const ErrantRecord& record) const;

private:
    const TaskId id_;
    const bool include_records_;
    ErrorMetrics& metrics_;
    const Logger log_;
};

/// The beginning of such a line, for sinks and sources: ends with the class that was executed.
std::string failure_text(const TaskId& id, Stage stage, std::string_view executing_class);

}  // namespace kconnect::runtime
