#pragma once

#include <optional>
#include <vector>

#include <kconnect/source_task.hpp>

#include "kafka/record_producer.hpp"
#include "record_pipeline.hpp"

namespace kconnect::runtime {

/// Turns records of a source into what Kafka gets: headers, key, value, in this order.
/// Transformations have their place before them. Threads: one at a time.
class SourceRecordPipeline {
public:
    explicit SourceRecordPipeline(Converters converters);

    /// The record for the producer; it points into `record` and into the pipeline, until the next
    /// call. Absent when the record is not to be sent. Throws ToleranceExceeded when a stage fails,
    /// and with Java's texts for a record that no producer takes (no topic, a negative partition or
    /// timestamp).
    std::optional<kafka::OutgoingRecord> convert(const SourceRecord& record);

private:
    void convert_headers(const SourceRecord& record);

    Converters converters_;
    BatchMemory memory_;
    std::vector<RawHeader> headers_;
};

}  // namespace kconnect::runtime
