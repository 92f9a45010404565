#pragma once

#include <string>
#include <utility>
#include <vector>

#include <kconnect/schema.hpp>

namespace kconnect {

/// @name Schemas of primitive types, by short names
/// Each call gives the same object; `optional` allows null.
/// @{
inline const SchemaPtr& int8_schema(bool optional = false) {
    return primitive_schema(SchemaType::kInt8, optional);
}
inline const SchemaPtr& int16_schema(bool optional = false) {
    return primitive_schema(SchemaType::kInt16, optional);
}
inline const SchemaPtr& int32_schema(bool optional = false) {
    return primitive_schema(SchemaType::kInt32, optional);
}
inline const SchemaPtr& int64_schema(bool optional = false) {
    return primitive_schema(SchemaType::kInt64, optional);
}
inline const SchemaPtr& float32_schema(bool optional = false) {
    return primitive_schema(SchemaType::kFloat32, optional);
}
inline const SchemaPtr& float64_schema(bool optional = false) {
    return primitive_schema(SchemaType::kFloat64, optional);
}
inline const SchemaPtr& boolean_schema(bool optional = false) {
    return primitive_schema(SchemaType::kBoolean, optional);
}
inline const SchemaPtr& string_schema(bool optional = false) {
    return primitive_schema(SchemaType::kString, optional);
}
inline const SchemaPtr& bytes_schema(bool optional = false) {
    return primitive_schema(SchemaType::kBytes, optional);
}
/// @}

/// A struct's schema as a literal: `struct_schema("Flight", {{"id", int64_schema()}})`.
inline SchemaPtr struct_schema(std::string name,
                               const std::vector<std::pair<std::string, SchemaPtr>>& fields) {
    SchemaBuilder builder(SchemaType::kStruct);
    builder.name(std::move(name));
    for (const auto& [field, schema] : fields) {
        builder.field(field, schema);
    }
    return builder.build();
}

}  // namespace kconnect
