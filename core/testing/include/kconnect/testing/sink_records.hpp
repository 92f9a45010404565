#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/record_batch.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/testing/literal.hpp>

namespace kconnect::test {

/// A header to be.
struct HeaderSpec {
    std::string key;
    SchemaPtr schema = nullptr;
    Literal value = {};
};

/// A converted record to be: write only what the test is about.
struct SinkRecordSpec {
    std::string topic = "topic";
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    SchemaPtr key_schema = nullptr;
    Literal key = {};
    SchemaPtr value_schema = nullptr;
    Literal value = {};
    std::optional<std::int64_t> timestamp = std::nullopt;
    std::vector<HeaderSpec> headers = {};
};

/// Adds the record, in Kafka and converted, with all its parts in the batch. The raw key and value
/// are the texts of the literals. Throws DataException when a literal does not fit its schema.
void add_record(RecordBatch& batch, const SinkRecordSpec& spec);

/// A batch as a task's put() gets it:
/// ```
/// const auto batch = make_batch({{.value_schema = flight, .value = list(7, "DLH4TK")}});
/// ```
std::shared_ptr<RecordBatch> make_batch(const std::vector<SinkRecordSpec>& records);

}  // namespace kconnect::test
