#pragma once

#include <string>

#include <kconnect/schema.hpp>

namespace kconnect::convert {

/// What JsonConverter is told about writing.
struct JsonWriteSettings {
    bool replace_null_with_default = true;
    bool numeric_decimals = false;  ///< decimal.format=NUMERIC
};

/// Appends values and schemas as JSON exactly as Java's JsonConverter.convertToJson and
/// asJsonSchema write them. Throws DataException with Connect's texts.
class JsonValueWriter {
public:
    explicit JsonValueWriter(const JsonWriteSettings& settings) noexcept : settings_(settings) {}

    /// `schema` is null for schemaless data.
    void append(std::string& json, const Schema* schema, const Value& value) const;

    /// The schema as it stands in an envelope; null gives `null`.
    void append_schema(std::string& json, const Schema* schema) const;

private:
    /// A null of this schema is written as its default.
    bool takes_default(const Schema* schema) const;
    void append_typed(std::string& json, const Schema* schema, const Value& value) const;
    void append_logical(std::string& json, const Schema& schema, const Value& value) const;
    void append_decimal(std::string& json, const Schema& schema, const Value& value) const;
    void append_array(std::string& json, const Schema* schema, const Value& value) const;
    void append_map(std::string& json, const Schema* schema, const Value& value) const;
    void append_struct(std::string& json, const Schema* schema, const Value& value) const;
    void append_schema_members(std::string& json, const Schema& schema) const;
    void append_fields(std::string& json, const Schema& schema) const;

    JsonWriteSettings settings_;
};

}  // namespace kconnect::convert
