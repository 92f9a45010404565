#pragma once

#include <memory>
#include <string>

#include <kconnect/converter.hpp>
#include <kconnect/record_batch.hpp>

#include "error_reporter.hpp"
#include "retry_with_tolerance.hpp"

namespace kconnect::runtime {

/// The configured converters of one task; class names are Java's, for errors.
struct Converters {
    std::unique_ptr<Converter> key;
    std::string key_class;
    std::unique_ptr<Converter> value;
    std::string value_class;
    std::unique_ptr<HeaderConverter> header;
    std::string header_class;
};

/// Turns raw messages into records: key, value, headers, in this order. Knows no consumer, no clock
/// and no thread. Threads: one at a time.
class RecordPipeline {
public:
    /// `errors` decides about retries and tolerance, `reporter` hears of each record that failed;
    /// both are borrowed.
    RecordPipeline(Converters converters, RetryWithTolerance& errors, ErrorReporter& reporter);

    /// Adds the converted record of each raw record to `batch`; one that fails and is tolerated
    /// becomes an errant record instead. False when the task is to stop while a record waits for
    /// its next attempt; throws ToleranceExceeded at a failure that is not tolerated. The batch is
    /// of no use in both cases.
    bool convert(RecordBatch& batch);

private:
    bool convert(SinkRecord& record, ProcessingContext& context, BatchMemory& memory);
    std::span<const Header> convert_headers(const RawRecord& raw, BatchMemory& memory);
    void handle_failure(const RawRecord& raw, const ProcessingContext& failure, RecordBatch& batch);

    Converters converters_;
    RetryWithTolerance& errors_;
    ErrorReporter& reporter_;
};

}  // namespace kconnect::runtime
