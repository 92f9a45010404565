#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <kconnect/schema.hpp>
#include <kconnect/value.hpp>

namespace kconnect {

/// Where a record's timestamp comes from.
enum class TimestampType : std::uint8_t { kNoTimestampType, kCreateTime, kLogAppendTime };

/// A header as it lies in Kafka.
struct RawHeader {
    std::string_view key;
    std::optional<std::string_view> value;  ///< Absent when the header's value is null.
};

/// A record as it lies in Kafka: what a dead letter repeats byte by byte. Borrowed from its batch.
struct RawRecord {
    std::string_view topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    std::optional<std::int64_t> timestamp;  ///< Milliseconds since 1970; absent when Kafka has -1.
    TimestampType timestamp_type = TimestampType::kNoTimestampType;
    std::optional<std::string_view> key;    ///< Absent when null.
    std::optional<std::string_view> value;  ///< Absent for a tombstone.
    std::span<const RawHeader> headers;
};

/// A header of a converted record. Borrowed from its batch.
struct Header {
    std::string_view key;
    const Schema* schema = nullptr;
    Value value;
};

/// What sink and source records have in common, and what a transformation may change. All parts
/// are borrowed from the batch and replaced, never edited in place.
struct ConnectRecord {
    std::string_view topic;
    std::optional<std::int32_t>
        partition;  ///< Absent: a source record whose partition Kafka picks.
    const Schema* key_schema = nullptr;
    Value key;
    const Schema* value_schema = nullptr;
    Value value;
    std::optional<std::int64_t> timestamp;  ///< Milliseconds since 1970.
    std::span<const Header> headers;

    /// The key as a struct to read by field names; throws DataException when it is none.
    StructView key_struct() const { return {key_schema, key}; }
    /// The value as a struct to read by field names; throws DataException when it is none.
    StructView value_struct() const { return {value_schema, value}; }
};

/// A record on its way from Kafka to a sink. `original` is the record in Kafka; its topic,
/// partition and offset, not the transformed ones, are what offsets are counted by.
struct SinkRecord : ConnectRecord {
    std::int64_t kafka_offset = 0;
    TimestampType timestamp_type = TimestampType::kNoTimestampType;
    const RawRecord* original = nullptr;
};

/// A record on its way from a source to Kafka. Source partition and offset are schemaless maps
/// (string keys) that mean something to the connector only.
struct SourceRecord : ConnectRecord {
    Value source_partition;
    Value source_offset;
};

}  // namespace kconnect
