#pragma once

#include <kconnect/logging.hpp>
#include <kconnect/record.hpp>

#include "error_metrics.hpp"
#include "error_settings.hpp"
#include "retry_with_tolerance.hpp"
#include "task_status.hpp"

namespace kconnect::runtime {

/// Writes a line for each failed record of a source when errors.log.enable asks for it.
/// Threads: one at a time.
class SourceErrorLog {
public:
    /// `metrics` is borrowed.
    SourceErrorLog(TaskId id, const ErrorSettings& settings, ErrorMetrics& metrics);

    void report(const SourceRecord& record, const ProcessingContext& failure);

private:
    const TaskId id_;
    const ErrorSettings settings_;
    ErrorMetrics& metrics_;
    const Logger log_;
};

/// As Java prints a SourceRecord.
std::string to_string(const SourceRecord& record);

}  // namespace kconnect::runtime
