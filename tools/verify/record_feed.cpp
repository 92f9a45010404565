#include "verify/record_feed.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::verify {

namespace {

/// How long a partition may give nothing before its end, until it counts as out of reach.
constexpr std::chrono::seconds kPatience{60};

}  // namespace

/// Hears of records that no converter can read.
class RecordFeed::FailureCount final : public runtime::ErrorReporter {
public:
    explicit FailureCount(RecordFeed& feed) : feed_(feed) {}
    void report(const ErrantRecord& record, std::span<const RawHeader> /*headers*/) override {
        feed_.leave_out(*record.original, record.error);
    }

private:
    RecordFeed& feed_;
};

RecordFeed::RecordFeed(const Job& job, kafka::TopicReader& reader, Choice choice)
    : reader_(reader),
      choice_(std::move(choice)),
      failures_(std::make_unique<FailureCount>(*this)),
      tolerance_({.tolerance = runtime::ErrorTolerance::kAll}, metrics_, {}),
      pipeline_(job.make_converters(), tolerance_, *failures_),
      layouts_(job.sink),
      batch_(reader.make_batch()) {
}

RecordFeed::~RecordFeed() = default;

void RecordFeed::leave_out(const RawRecord& record, const std::exception_ptr& error) {
    if (left_out_++ == 0) {
        first_problem_ = fmt::format("{}: {}", runtime::place_of(record), describe(error));
    }
}

std::size_t RecordFeed::read(std::chrono::milliseconds timeout, const Visit& visit) {
    batch_->clear();
    reader_.poll(*batch_, timeout);
    pipeline_.convert(*batch_);
    dropped_ +=
        batch_->raw_records().size() - batch_->records().size() - batch_->errant_records().size();
    for (const SinkRecord& record : batch_->records()) {
        if (choice_ && !choice_(record)) {
            continue;
        }
        const jdbc::RecordLayout* layout = nullptr;
        try {
            layout = &layouts_.find(record);
        } catch (const ConnectException&) {
            leave_out(*record.original, std::current_exception());
            continue;
        }
        visit(record, *layout);
    }
    return batch_->raw_records().size();
}

std::uint64_t RecordFeed::read_until(const OffsetMap& ends,
                                     const Visit& visit,
                                     const std::function<void(std::uint64_t)>& progress) {
    constexpr std::chrono::milliseconds kSlice{200};
    std::uint64_t total = 0;
    auto last = std::chrono::steady_clock::now();
    while (!reader_.has_reached(ends)) {
        const std::size_t count = read(kSlice, visit);
        const auto now = std::chrono::steady_clock::now();
        if (count != 0) {
            last = now;
            total += count;
            if (progress) {
                progress(total);
            }
        } else if (now - last > kPatience) {
            throw kafka::KafkaException("org.apache.kafka.common.errors.TimeoutException",
                                        fmt::format("No record came for {} seconds before the end "
                                                    "of the topic",
                                                    kPatience.count()));
        }
    }
    return total;
}

}  // namespace kconnect::verify
