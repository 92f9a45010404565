#include "errant_record_reporter.hpp"

#include <utility>

namespace kconnect::runtime {

namespace {

constexpr const char* kSinkTaskClass = "org.apache.kafka.connect.sink.SinkTask";

}  // namespace

WorkerErrantRecordReporter::WorkerErrantRecordReporter(RetryWithTolerance& errors,
                                                       ErrorReporter& reporters,
                                                       bool keeps_records,
                                                       RecordRestorer restore)
    : errors_(errors),
      reporters_(reporters),
      keeps_records_(keeps_records),
      restore_(std::move(restore)) {
}

void WorkerErrantRecordReporter::report(const SinkRecord& record,
                                        std::exception_ptr error,
                                        std::span<const RawHeader> extra_headers) {
    if (record.original != nullptr) {
        report(*record.original, error, extra_headers);
        return;
    }
    RestoredRecord restored;
    restore_(record, restored);
    report(restored.raw, error, extra_headers);
}

void WorkerErrantRecordReporter::report(const RawRecord& original,
                                        const std::exception_ptr& error,
                                        std::span<const RawHeader> extra_headers) {
    errors_.count_failure_outside();
    reporters_.report({.original = &original,
                       .stage = Stage::kTaskPut,
                       .executing_class = kSinkTaskClass,
                       .error = error},
                      extra_headers);
    const ProcessingContext failure{Stage::kTaskPut, kSinkTaskClass, error};
    try {
        errors_.check_outside(failure, place_of(original));
    } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!put_error_ && !keeps_records_) {
            put_error_ = std::current_exception();
        }
        throw;
    }
}

void WorkerErrantRecordReporter::throw_put_error() {
    const std::lock_guard lock(mutex_);
    if (put_error_) {
        std::rethrow_exception(put_error_);
    }
}

}  // namespace kconnect::runtime
