#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <kconnect/topic_partition.hpp>

#include "jdbc/layout_cache.hpp"
#include "kafka/kafka_exception.hpp"
#include "kafka/topic_reader.hpp"
#include "runtime/error_metrics.hpp"
#include "runtime/error_reporter.hpp"
#include "runtime/record_pipeline.hpp"
#include "runtime/retry_with_tolerance.hpp"
#include "verify/job.hpp"

namespace kconnect::verify {

/// Reads partitions and makes of each message what the sink makes of it: a record and its layout.
/// Messages that the sink cannot read or write are counted and left out.
/// Threads: one.
class RecordFeed {
public:
    using Visit = std::function<void(const SinkRecord&, const jdbc::RecordLayout&)>;
    /// Whether a transformed record is wanted.
    using Choice = std::function<bool(const SinkRecord&)>;

    /// All are borrowed. Without a choice all records are visited.
    RecordFeed(const Job& job, kafka::TopicReader& reader, Choice choice = {});
    ~RecordFeed();

    /// From these offsets on.
    void start(const OffsetMap& offsets) { reader_.start(offsets); }
    /// Visits the next records; waits up to `timeout` for the first. How many there were, those
    /// that are left out as well. The records live until the next call.
    std::size_t read(std::chrono::milliseconds timeout, const Visit& visit);
    /// Visits all records up to `ends`; calls `progress` after each batch, whose records still
    /// live, with how many there were so far. How many there were. Throws KafkaException when none
    /// comes for a minute.
    std::uint64_t read_until(const OffsetMap& ends,
                             const Visit& visit,
                             const std::function<void(std::uint64_t)>& progress = {});
    /// The batch of the last read(): owner of its records.
    const std::shared_ptr<RecordBatch>& batch() const noexcept { return batch_; }

    /// How many records a transformation dropped.
    std::uint64_t dropped() const noexcept { return dropped_; }
    std::uint64_t left_out() const noexcept { return left_out_; }
    /// Why the first one was.
    const std::string& first_problem() const noexcept { return first_problem_; }

private:
    class FailureCount;

    void leave_out(const RawRecord& record, const std::exception_ptr& error);

    kafka::TopicReader& reader_;
    Choice choice_;
    runtime::ErrorMetrics metrics_;
    std::unique_ptr<FailureCount> failures_;
    runtime::RetryWithTolerance tolerance_;
    runtime::RecordPipeline pipeline_;
    jdbc::LayoutCache layouts_;
    std::shared_ptr<RecordBatch> batch_;
    std::uint64_t dropped_ = 0;
    std::uint64_t left_out_ = 0;
    std::string first_problem_;
};

}  // namespace kconnect::verify
