#pragma once

#include <kconnect/schema.hpp>

#include "convert/json_tree.hpp"
#include "convert/json_value_reader.hpp"

namespace kconnect::convert {

/// The schema that the `schema` member of an envelope describes, as Java's
/// JsonConverter.asConnectSchema reads it; null for JSON null. `values` reads the defaults.
/// Throws DataException and SchemaBuilderException with Connect's texts.
SchemaPtr read_schema(const JsonNode& node, const JsonValueReader& values);

}  // namespace kconnect::convert
