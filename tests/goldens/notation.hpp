#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include <kconnect/arena.hpp>
#include <kconnect/schema.hpp>

namespace kconnect::goldens {

/// Schemas and values in the notation of the golden files, which README.md describes.
nlohmann::json to_notation(const Schema* schema);
nlohmann::json to_notation(const Schema* schema, const Value& value);

/// With the entries of maps sorted by their keys, as Java's HashMap has no order.
nlohmann::json with_sorted_maps(nlohmann::json notation);

/// Null for JSON null.
SchemaPtr schema_from(const nlohmann::json& notation);
/// The value, with its parts in `arena`.
Value value_from(const nlohmann::json& notation, const Schema* schema, Arena& arena);

std::string from_hex(const std::string& digits);
std::string to_hex(std::string_view bytes);

}  // namespace kconnect::goldens
