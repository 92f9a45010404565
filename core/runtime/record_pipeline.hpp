#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <kconnect/converter.hpp>
#include <kconnect/record_batch.hpp>

#include "error_reporter.hpp"
#include "retry_with_tolerance.hpp"
#include "transform/transformation_chain.hpp"

namespace kconnect::runtime {

/// The configured converters and transformations of one task; class names are Java's, for errors.
struct Converters {
    std::unique_ptr<Converter> key;
    std::string key_class;
    std::unique_ptr<Converter> value;
    std::string value_class;
    std::unique_ptr<HeaderConverter> header;
    std::string header_class;
    transform::TransformationChain transformations{};
};

/// A record as bytes, and what they lie in.
struct RestoredRecord {
    BatchMemory memory;
    std::vector<RawHeader> headers;
    RawRecord raw;  ///< Points into the others and into the record it was made from.
};

/// Turns raw messages into records: key, value, headers, transformations, in this order. Knows no
/// consumer, no clock and no thread. Threads: convert() on one, restore() on any.
class RecordPipeline {
public:
    /// `errors` decides about retries and tolerance, `reporter` hears of each record that failed;
    /// both are borrowed.
    RecordPipeline(Converters converters, RetryWithTolerance& errors, ErrorReporter& reporter);

    /// Adds the converted record of each raw record to `batch`, but for those that a transformation
    /// drops; one that fails and is tolerated becomes an errant record instead. False when the task
    /// is to stop while a record waits for its next attempt; throws ToleranceExceeded at a failure
    /// that is not tolerated. The batch is of no use in both cases.
    bool convert(RecordBatch& batch);

    /// Turns a record that did not come from Kafka into bytes by the same converters. Waits while
    /// convert() is under way. Throws what a converter throws.
    void restore(const SinkRecord& record, RestoredRecord& result);

private:
    bool convert(SinkRecord& record, ProcessingContext& context, BatchMemory& memory);
    transform::ChainResult transform(SinkRecord& record,
                                     ProcessingContext& context,
                                     BatchMemory& memory);
    std::span<const Header> convert_headers(const RawRecord& raw, BatchMemory& memory);
    void handle_failure(const RawRecord& raw, const ProcessingContext& failure, RecordBatch& batch);

    Converters converters_;
    RetryWithTolerance& errors_;
    ErrorReporter& reporter_;
    std::mutex mutex_;  ///< Converters may be used by one thread at a time.
};

}  // namespace kconnect::runtime
