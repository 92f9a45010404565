#pragma once

#include <memory>
#include <string>

#include <kconnect/converter.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/record_batch.hpp>

namespace kconnect::runtime {

/// A record failed in a stage, and errors.tolerance=none. Its text is Connect's "Tolerance exceeded
/// in error handler"; what went wrong is its cause.
class ToleranceExceeded : public ConnectException {
public:
    ToleranceExceeded(Stage stage, std::string executing_class, std::exception_ptr cause);
    ~ToleranceExceeded() override;

    Stage stage() const noexcept { return stage_; }
    /// Java name of the converter or transformation.
    const std::string& executing_class() const noexcept { return executing_class_; }

private:
    Stage stage_;
    std::string executing_class_;
};

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
    explicit RecordPipeline(Converters converters);

    /// Adds the converted record of each raw record to `batch`. Throws ToleranceExceeded at the
    /// first that fails; the batch is of no use then.
    void convert(RecordBatch& batch);

private:
    SinkRecord convert(const RawRecord& raw, BatchMemory& memory);
    std::span<const Header> convert_headers(const RawRecord& raw, BatchMemory& memory);

    Converters converters_;
};

}  // namespace kconnect::runtime
