#include "errant_record_reporter.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

namespace kconnect::runtime {

namespace {

constexpr const char* kSinkTaskClass = "org.apache.kafka.connect.sink.SinkTask";

}  // namespace

WorkerErrantRecordReporter::WorkerErrantRecordReporter(RetryWithTolerance& errors,
                                                       ErrorReporter& reporters)
    : errors_(errors), reporters_(reporters) {
}

void WorkerErrantRecordReporter::report(const SinkRecord& record,
                                        std::exception_ptr error,
                                        std::span<const RawHeader> extra_headers) {
    if (record.original == nullptr) {
        throw ConnectException(
            fmt::format("The record of topic {} with offset {} cannot be reported: it is not one "
                        "that came from Kafka",
                        record.topic,
                        record.kafka_offset),
            std::move(error));
    }
    errors_.count_failure_outside();
    reporters_.report({.original = record.original,
                       .stage = Stage::kTaskPut,
                       .executing_class = kSinkTaskClass,
                       .error = error},
                      extra_headers);
    const ProcessingContext failure{Stage::kTaskPut, kSinkTaskClass, std::move(error)};
    try {
        errors_.check_outside(failure, place_of(*record.original));
    } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!put_error_) {
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
