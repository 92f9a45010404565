#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/schema.hpp>

namespace kconnect::convert {

/// What the fast reader does with a JSON value.
enum class ReadOperation : std::uint8_t {
    kSchemaless,
    kInt8,
    kInt16,
    kInt32,
    kInt64,
    kFloat32,
    kFloat64,
    kBoolean,
    kString,
    kBytes,
    kArray,
    kMap,  ///< With string keys.
    kStruct,
    kDecimal,
    kDate,
    kTime,
    kTimestamp,
    kExactOnly,  ///< Left to the exact reader.
};

struct FieldPlan;

/// A schema prepared for fast reading. Immutable; points into its schema.
struct TypePlan {
    ReadOperation operation = ReadOperation::kSchemaless;
    bool accepts_null = true;           ///< Else null and missing are left to the exact reader.
    Value null_value;                   ///< What null and missing become: null or the default.
    std::optional<std::int32_t> scale;  ///< Of a decimal; absent when the schema has none.
    std::vector<FieldPlan> fields;      ///< Of a struct, by position.
    std::unique_ptr<TypePlan> parts;    ///< Of the elements of an array or values of a map.
};

struct FieldPlan {
    std::string name;
    TypePlan type;
};

/// The plan of `schema`; null gives the schemaless one.
TypePlan make_reading_plan(const Schema* schema, bool replace_null_with_default);

}  // namespace kconnect::convert
