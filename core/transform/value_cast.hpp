#pragma once

#include <optional>
#include <string_view>

#include <kconnect/arena.hpp>
#include <kconnect/schema.hpp>

#include "convert/local_calendar.hpp"

namespace kconnect::transform {

/// The type of this name in any letters: "int8", "String"; absent for others.
std::optional<SchemaType> schema_type_of(std::string_view name);

/// "[INT8, INT16, ...]": what Cast takes and what it makes, as its errors list them.
/// @{
inline constexpr std::string_view kCastInputs =
    "[INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES]";
inline constexpr std::string_view kCastOutputs =
    "[INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING]";
/// @}
bool is_cast_output(SchemaType type) noexcept;

/// Turns values into other primitive types by the rules of Java's numbers: integers wrap, floating
/// point saturates, texts are what Byte.parseByte to Double.parseDouble read.
/// Mirrors Cast.castValueToType. Threads: one at a time.
class ValueCast {
public:
    /// `schema` may be null. Texts lie in `arena`. Throws DataException for what has no such value.
    Value cast(const Schema* schema, const Value& value, SchemaType target, Arena& arena);

private:
    std::string_view text_of(const Schema* schema, const Value& value, Arena& arena);

    convert::LocalCalendar calendar_;
};

}  // namespace kconnect::transform
