#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <kconnect/record_batch.hpp>

namespace kconnect::test {

/// A record as it lies in Kafka, to be: write only what the test is about.
struct RecordSpec {
    std::string_view topic = "t";
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    std::optional<std::string_view> key = std::nullopt;
    std::optional<std::string_view> value = "v";
    std::optional<std::int64_t> timestamp = std::nullopt;
    std::vector<std::pair<std::string_view, std::optional<std::string_view>>> headers = {};
};

/// Adds a raw record whose parts live in the batch.
inline void add_raw(RecordBatch& batch, const RecordSpec& spec) {
    Arena& arena = batch.memory().arena();
    const auto copy = [&arena](std::optional<std::string_view> text) {
        return text ? std::optional(arena.copy(*text)) : std::nullopt;
    };
    RawRecord record;
    record.topic = arena.copy(spec.topic);
    record.partition = spec.partition;
    record.offset = spec.offset;
    record.key = copy(spec.key);
    record.value = copy(spec.value);
    record.timestamp = spec.timestamp;
    if (spec.timestamp) {
        record.timestamp_type = TimestampType::kCreateTime;
    }
    if (!spec.headers.empty()) {
        const auto headers = arena.make_array<RawHeader>(spec.headers.size());
        for (std::size_t index = 0; index < headers.size(); ++index) {
            headers[index] = {arena.copy(spec.headers[index].first),
                              copy(spec.headers[index].second)};
        }
        record.headers = headers;
    }
    batch.add_raw(record);
}

}  // namespace kconnect::test
