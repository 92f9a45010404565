#pragma once

#include <exception>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/errors.hpp>
#include <kconnect/sink_task.hpp>

namespace kconnect::jdbc::testing {

/// Keeps what a sink reports.
class RecordingReporter final : public ErrantRecordReporter {
public:
    explicit RecordingReporter(bool tolerates = true) : tolerates_(tolerates) {}

    struct Report {
        std::int64_t offset;
        std::string java_class;
        std::string message;
    };

    void report(const SinkRecord& record,
                std::exception_ptr error,
                std::span<const RawHeader>) override {
        try {
            std::rethrow_exception(std::move(error));
        } catch (const ConnectException& reason) {
            const std::lock_guard lock(mutex_);
            reports_.push_back(
                {record.kafka_offset, std::string(reason.java_class()), reason.what()});
        }
        if (!tolerates_) {
            throw ConnectException("Tolerance exceeded in error handler");
        }
    }
    bool tolerates_errors() const override { return tolerates_; }

    std::vector<Report> reports() const {
        const std::lock_guard lock(mutex_);
        return reports_;
    }
    std::vector<std::int64_t> offsets() const {
        std::vector<std::int64_t> offsets;
        for (const Report& report : reports()) {
            offsets.push_back(report.offset);
        }
        return offsets;
    }

private:
    const bool tolerates_;
    mutable std::mutex mutex_;
    std::vector<Report> reports_;
};

}  // namespace kconnect::jdbc::testing
