#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <kconnect/arena.hpp>
#include <kconnect/value.hpp>

#include "convert/json_schema_cache.hpp"
#include "convert/json_tree.hpp"
#include "convert/json_value_reader.hpp"

namespace kconnect::convert {

/// What JsonConverter is told about reading.
struct JsonReadSettings {
    bool schemas_enabled = true;
    bool replace_null_with_default = true;
    std::size_t cache_size = 1000;
};

/// A message as the exact reader understood it.
struct ExactMessage {
    KnownSchemaPtr known;  ///< Never null.
    Value value;
    /// Length of the message's beginning up to the payload if that alone tells the schema.
    std::optional<std::size_t> prefix_length;
};

/// Reads messages exactly as Java's JsonConverter.toConnectData. Complete, not fast.
/// Throws DataException. Threads: one at a time.
class JsonExactReader {
public:
    explicit JsonExactReader(const JsonReadSettings& settings);

    ExactMessage read(std::string_view message, Arena& arena);

    /// The payload of an enveloped message whose schema is known from its beginning; absent when
    /// more members follow, so that the whole message has to be read.
    std::optional<Value> read_payload(std::string_view message,
                                      std::size_t payload_position,
                                      const KnownSchema& known,
                                      Arena& arena);

private:
    ExactMessage read_envelope(std::string_view message, const JsonNode& root, Arena& arena);
    KnownSchemaPtr schema_of(const JsonNode& node);
    JsonNode parse(std::string_view message, Arena& arena);

    JsonReadSettings settings_;
    JsonTreeReader trees_;
    JsonValueReader values_;
    JsonSchemaCache schemas_;
    KnownSchemaPtr schemaless_;
};

}  // namespace kconnect::convert
