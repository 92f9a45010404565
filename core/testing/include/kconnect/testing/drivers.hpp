#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <kconnect/converter.hpp>
#include <kconnect/testing/sink_records.hpp>
#include <kconnect/transformation.hpp>

namespace kconnect::test {

/// Configures a converter as the worker does and converts with it. Results live until the next
/// call. Threads: one.
class ConverterDriver {
public:
    /// Throws ConfigException when the converter's table of keys refuses `config`.
    explicit ConverterDriver(std::unique_ptr<Converter> converter,
                             const ConfigMap& config = {},
                             ConverterRole role = ConverterRole::kValue);

    /// Bytes of Kafka to data.
    SchemaAndValue read(std::optional<std::string_view> payload, std::string_view topic = "topic");
    /// Data to bytes.
    std::optional<std::string_view> write(const SchemaPtr& schema,
                                          const Literal& value,
                                          std::string_view topic = "topic");
    /// What is read of `payload` written again.
    std::optional<std::string> round_trip(std::optional<std::string_view> payload);

private:
    std::unique_ptr<Converter> converter_;
    BatchMemory memory_;
};

/// Configures a transformation as the worker does and applies it. Threads: one.
class TransformationDriver {
public:
    /// Throws ConfigException when the transformation's table of keys refuses `config`.
    explicit TransformationDriver(std::unique_ptr<Transformation> transformation,
                                  const ConfigMap& config = {});

    /// The record as it comes out, valid until the next call; absent when it was dropped.
    std::optional<ConnectRecord> apply(const SinkRecordSpec& record);

private:
    std::unique_ptr<Transformation> transformation_;
    std::shared_ptr<RecordBatch> batch_;
};

}  // namespace kconnect::test
