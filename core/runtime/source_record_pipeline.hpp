#pragma once

#include <optional>
#include <vector>

#include <kconnect/source_task.hpp>

#include "kafka/record_producer.hpp"
#include "record_pipeline.hpp"
#include "retry_with_tolerance.hpp"
#include "source_error_log.hpp"

namespace kconnect::runtime {

/// What became of a source record on its way to the producer.
struct ConvertedRecord {
    /// Absent when it is not to be sent: filtered, or failed and tolerated.
    std::optional<kafka::OutgoingRecord> record;
    /// The task is to stop while the record waits for its next attempt.
    bool is_interrupted = false;
};

/// Turns records of a source into what Kafka gets: transformations, headers, key, value, in this
/// order. Threads: one at a time.
class SourceRecordPipeline {
public:
    /// `errors` decides about retries and tolerance, `log` hears of each record that failed; both
    /// are borrowed.
    SourceRecordPipeline(Converters converters, RetryWithTolerance& errors, SourceErrorLog& log);

    /// The record for the producer; it points into `record` and into the pipeline, until the next
    /// call. Throws ToleranceExceeded at a failure that is not tolerated, and with Java's texts for
    /// a record that no producer takes (no topic, a negative partition or timestamp).
    ConvertedRecord convert(const SourceRecord& record);

private:
    ConvertedRecord convert(const SourceRecord& original,
                            const SourceRecord& record,
                            ProcessingContext& context);
    ConvertedRecord handle_failure(const SourceRecord& record, const ProcessingContext& context);
    bool convert_parts(const SourceRecord& record,
                       ProcessingContext& context,
                       kafka::OutgoingRecord& result);
    void convert_headers(const SourceRecord& record);

    Converters converters_;
    RetryWithTolerance& errors_;
    SourceErrorLog& log_;
    BatchMemory memory_;
    SourceRecord transformed_;
    std::vector<RawHeader> headers_;
};

}  // namespace kconnect::runtime
