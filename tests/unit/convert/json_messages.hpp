#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>

#include "convert/json_converter.hpp"

namespace kconnect::convert {

/// A JsonConverter with the memory of one batch.
struct JsonFixture {
    explicit JsonFixture(const ConfigMap& config = {}) {
        converter.configure(config, ConverterRole::kValue);
    }

    /// Reads a copy of the message that lives as long as the fixture: values point into messages.
    SchemaAndValue read(std::string_view message) {
        return read_in_place(memory.arena().copy(message));
    }

    SchemaAndValue read_in_place(std::string_view message) {
        return converter.to_connect_data("topic", message, memory);
    }

    /// The message of the DataException that reading gives; "" when it gives none.
    std::string error_of(std::string_view message) {
        try {
            read(message);
        } catch (const DataException& error) {
            return error.what();
        }
        return {};
    }

    JsonConverter converter;
    BatchMemory memory;
};

inline ConfigMap plain_json() {
    return {{"schemas.enable", "false"}};
}

inline std::string envelope(std::string_view schema, std::string_view payload) {
    return "{\"schema\":" + std::string(schema) + ",\"payload\":" + std::string(payload) + "}";
}

/// A struct with one field `x` of the schema given, e.g. `"type":"int32"`.
inline std::string struct_of_x(std::string_view schema) {
    return R"({"type":"struct","fields":[{"field":"x",)" + std::string(schema) + "}]}";
}

}  // namespace kconnect::convert
