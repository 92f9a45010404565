#include "convert/common_type.hpp"

namespace kconnect::convert {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;

constexpr bool is_number(SchemaType type) noexcept {
    return type <= SchemaType::kFloat64;
}

/// What Java holds for a date or time that was read as one.
std::int64_t java_instant(LogicalType type, const Value& value, LocalCalendar& calendar) {
    if (type != LogicalType::kDate) {
        return value.to_integer();
    }
    WallTime midnight;
    midnight.day += value.as_int32();
    return calendar.instant_of(midnight);
}

std::optional<Value> date_from(LogicalType to, std::int64_t instant) {
    if (to == LogicalType::kTimestamp) {
        return Value::of_int64(instant);
    }
    const std::int64_t time =
        ((instant % kMillisecondsPerDay) + kMillisecondsPerDay) % kMillisecondsPerDay;
    const std::int64_t days = (instant - time) / kMillisecondsPerDay;
    return Value::of_int32(static_cast<std::int32_t>(to == LogicalType::kDate ? days : time));
}

std::optional<Value> date_from_number(LogicalType to, std::int64_t number) {
    if (to == LogicalType::kTimestamp) {
        return Value::of_int64(number);
    }
    if (to == LogicalType::kTime && (number < 0 || number > kMillisecondsPerDay)) {
        return std::nullopt;
    }
    return Value::of_int32(static_cast<std::int32_t>(number));
}

Value number_as(SchemaType to, const Value& value) {
    switch (to) {
        case SchemaType::kInt8:
            return Value::of_int8(static_cast<std::int8_t>(value.to_integer()));
        case SchemaType::kInt16:
            return Value::of_int16(static_cast<std::int16_t>(value.to_integer()));
        case SchemaType::kInt32:
            return Value::of_int32(static_cast<std::int32_t>(value.to_integer()));
        case SchemaType::kInt64:
            return Value::of_int64(value.to_integer());
        default:
            break;
    }
    const double real =
        value.is_integer() ? static_cast<double>(value.to_integer()) : value.to_real();
    return to == SchemaType::kFloat32 ? Value::of_float32(static_cast<float>(real))
                                      : Value::of_float64(real);
}

}  // namespace

void CommonType::merge(const Schema* schema) noexcept {
    if (schema == nullptr || !compatible_) {
        return;
    }
    if (common_ == nullptr || common_->type() == schema->type()) {
        common_ = schema;
        return;
    }
    compatible_ = is_number(common_->type()) && is_number(schema->type());
    if (!compatible_) {
        common_ = nullptr;
    } else if (schema->type() > common_->type()) {
        common_ = schema;
    }
}

std::optional<Value> convert_to(const Schema& to,
                                const SchemaAndValue& from,
                                LocalCalendar& calendar) {
    if (from.value.is_null()) {
        return std::nullopt;
    }
    if (!is_number(to.type())) {
        return from.value;
    }
    const LogicalType source = from.schema->logical_type();
    const LogicalType target = to.logical_type();
    if (source == target && from.schema->type() == to.type()) {
        return from.value;
    }
    if (source != LogicalType::kNone) {
        return target == LogicalType::kNone
                   ? std::nullopt
                   : date_from(target, java_instant(source, from.value, calendar));
    }
    return target == LogicalType::kNone ? number_as(to.type(), from.value)
                                        : date_from_number(target, from.value.to_integer());
}

}  // namespace kconnect::convert
