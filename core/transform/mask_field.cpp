#include "mask_field.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "convert/big_decimal.hpp"
#include "convert/json_number.hpp"

namespace kconnect::transform {
namespace {

constexpr std::string_view kPurpose = "mask fields";

bool is_number(const Value& value) noexcept {
    return value.is_integer() || value.kind() == ValueKind::kFloat32 ||
           value.kind() == ValueKind::kFloat64 || value.kind() == ValueKind::kDecimal;
}

bool is_date(const Schema* schema, const Value& value) noexcept {
    return schema != nullptr && value.is_integer() && schema->logical_type() != LogicalType::kNone;
}

/// An integer of the kind of `like`; what exceeds it wraps, as Java's casts do.
Value integer_like(const Value& like, std::int64_t number) {
    switch (like.kind()) {
        case ValueKind::kInt8:
            return Value::of_int8(static_cast<std::int8_t>(number));
        case ValueKind::kInt16:
            return Value::of_int16(static_cast<std::int16_t>(number));
        case ValueKind::kInt32:
            return Value::of_int32(static_cast<std::int32_t>(number));
        default:
            return Value::of_int64(number);
    }
}

Value empty_value(const Schema* schema, const Value& value) {
    static constexpr std::byte kZeroByte{0};
    static constexpr Decimal kZero{0, {&kZeroByte, 1}};
    switch (value.kind()) {
        case ValueKind::kBoolean:
            return Value::of_boolean(false);
        case ValueKind::kFloat32:
            return Value::of_float32(0);
        case ValueKind::kFloat64:
            return Value::of_float64(0);
        case ValueKind::kString:
            return Value::of_string("");
        case ValueKind::kArray:
            return Value::of_array({});
        case ValueKind::kMap:
            return Value::of_map({});
        case ValueKind::kDecimal:
            return Value::of_decimal(&kZero);
        case ValueKind::kBytes:
        case ValueKind::kStruct:
            throw DataException(
                fmt::format("Cannot mask value of type: class {}", java_class_name(schema, value)));
        default:
            return integer_like(value, 0);
    }
}

}  // namespace

const ConfigDef& MaskField::config_def() {
    static const ConfigDef def{
        {.name = "fields",
         .type = ConfigType::kList,
         .validator = non_empty_list(),
         .importance = Importance::kHigh,
         .doc = "Names of the fields to mask."},
        {.name = "replacement",
         .type = ConfigType::kString,
         .default_value = nullptr,
         .validator = non_empty_string(),
         .importance = Importance::kLow,
         .doc = "What numbers and texts become instead of 0 and the empty text."},
        replace_null_with_default_key(),
    };
    return def;
}

void MaskField::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    fields_ = parsed.list("fields");
    replacement_ = parsed.optional_string("replacement");
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
    number_ = std::nullopt;
    number_memory_.clear();
    if (!replacement_) {
        return;
    }
    const auto number =
        convert::parse_big_decimal(convert::with_ascii_digits(*replacement_, number_memory_));
    if (number) {
        number_ = {convert::to_int64(*number),
                   convert::to_float64(*number),
                   Value::of_decimal(convert::to_decimal(*number, number_memory_))};
    }
}

bool MaskField::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    RecordPart part(record, side_);
    const Schema* schema = part.schema();
    part.replace(schema,
                 schema == nullptr ? mask_map(part.value(), memory.arena())
                                   : mask_struct(schema, part.value(), memory.arena()));
    return true;
}

/// A field that the map does not have gets there, as null.
Value MaskField::mask_map(const Value& value, Arena& arena) const {
    const auto old = require_map(value, kPurpose);
    const auto entries = arena.make_array<MapEntry>(old.size() + fields_.size());
    std::size_t count = 0;
    for (const MapEntry& entry : old) {
        const bool mask =
            entry.key.kind() == ValueKind::kString && is_masked(entry.key.as_string());
        entries[count++] = {entry.key, mask ? masked(nullptr, entry.value, arena) : entry.value};
    }
    for (const std::string& name : fields_) {
        if (find_entry(entries.first(count), name) == nullptr) {
            entries[count++] = {Value::of_string(arena.copy(name)), Value()};
        }
    }
    return Value::of_map(entries.first(count));
}

Value MaskField::mask_struct(const Schema* schema, const Value& value, Arena& arena) const {
    const auto old = require_struct(schema, value, kPurpose);
    const auto values = arena.make_array<Value>(old.size());
    const auto fields = schema->fields();
    for (std::size_t index = 0; index < old.size(); ++index) {
        const Value& original = field_value(fields[index], old[index], with_default_);
        values[index] = is_masked(fields[index].name)
                            ? masked(fields[index].schema.get(), original, arena)
                            : original;
    }
    return Value::of_struct(values);
}

bool MaskField::is_masked(std::string_view name) const noexcept {
    return std::ranges::find(fields_, name) != fields_.end();
}

Value MaskField::masked(const Schema* schema, const Value& value, Arena& arena) const {
    if (value.is_null()) {
        return value;
    }
    return replacement_ ? replacement_for(schema, value, arena) : empty_value(schema, value);
}

Value MaskField::replacement_for(const Schema* schema, const Value& value, Arena& arena) const {
    if (value.kind() == ValueKind::kString) {
        return Value::of_string(arena.copy(*replacement_));
    }
    if (!is_number(value) || is_date(schema, value)) {
        throw DataException(
            fmt::format("Cannot mask value of type class {} with custom replacement.",
                        java_class_name(schema, value)));
    }
    if (!number_) {
        throw DataException(
            fmt::format("Unable to convert {} (class java.lang.String) to {}",
                        *replacement_,
                        value.kind() == ValueKind::kDecimal ? "number" : "a number"));
    }
    switch (value.kind()) {
        case ValueKind::kFloat32:
            return Value::of_float32(static_cast<float>(number_->real));
        case ValueKind::kFloat64:
            return Value::of_float64(number_->real);
        case ValueKind::kDecimal:
            return copy_value(number_->decimal, arena);
        default:
            return integer_like(value, number_->integer);
    }
}

}  // namespace kconnect::transform
