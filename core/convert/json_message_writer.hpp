#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include <kconnect/schema.hpp>

#include "convert/json_value_writer.hpp"

namespace kconnect::convert {

/// Writes whole messages, and remembers how the envelopes of known schemas begin.
/// Threads: one at a time.
class JsonMessageWriter {
public:
    /// `cache_size` is the key schemas.cache.size.
    JsonMessageWriter(const JsonWriteSettings& settings, bool envelope, std::size_t cache_size)
        : values_(settings), envelope_(envelope), cache_size_(cache_size) {}

    /// The message; valid until the next call. Throws DataException.
    std::string_view write(const SchemaAndValue& data);

private:
    struct Beginning {
        SchemaPtr schema;  ///< Null for schemaless data.
        std::string text;  ///< `{"schema":...,"payload":`
    };

    const Beginning& beginning_for(const Schema* schema);

    JsonValueWriter values_;
    bool envelope_;
    std::size_t cache_size_;
    std::list<Beginning> beginnings_;  ///< Last used first; one at least.
    std::unordered_map<const Schema*, std::list<Beginning>::iterator> by_schema_;
    std::string message_;
};

}  // namespace kconnect::convert
