#include "convert/json_fast_scalars.hpp"

#include <algorithm>

#include "convert/base64.hpp"
#include "convert/json_text.hpp"

namespace kconnect::convert {

namespace {

constexpr std::int32_t kMillisecondsPerDay = 86400000;

}  // namespace

/// The number that the whole of a token consists of.
std::optional<JsonNumber> JsonFastScalars::scan_token(JsonValue& json) {
    const std::string_view token = token_of(json);
    const auto number = scan_number(token);
    double checked = 0;
    if (!number.has_value() || number->text.size() != token.size() ||
        json.get_double().get(checked) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return number;
}

Value JsonFastScalars::read_any_number(JsonValue& json) {
    const auto is_fraction_or_exponent = [](char character) {
        return character == '.' || (character | 0x20) == 'e';
    };
    if (std::ranges::any_of(token_of(json), is_fraction_or_exponent)) {
        return read_float64(json);
    }
    const auto number = scan_token(json);
    return number.has_value() ? Value::of_int64(to_int64(*number)) : decline();
}

Value JsonFastScalars::read_long_float64(JsonValue& json) {
    const auto number = scan_token(json);
    return number.has_value() ? Value::of_float64(to_float64(*number)) : decline();
}

/// Rounds once, from the text: by way of a double it would be rounded twice.
Value JsonFastScalars::read_float32(JsonValue& json) {
    const auto number = scan_token(json);
    return number.has_value() ? Value::of_float32(to_float32(*number)) : decline();
}

Value JsonFastScalars::read_time(JsonValue& json) {
    const Value time = read_integer<std::int32_t>(json, &Value::of_int32);
    const bool valid = !declined_ && time.as_int32() >= 0 && time.as_int32() <= kMillisecondsPerDay;
    return valid ? time : decline();
}

Value JsonFastScalars::read_bytes(JsonValue& json) {
    const Value text = read_string(json);
    if (declined_) {
        return {};
    }
    const auto bytes = decode_base64(text.as_string(), *arena_);
    return bytes.has_value() ? Value::of_bytes(*bytes) : decline();
}

Value JsonFastScalars::read_decimal(JsonValue& json, const TypePlan& plan) {
    if (*json.raw_json_token().data() != '"') {
        const auto number = scan_token(json);
        return number.has_value() ? Value::of_decimal(to_decimal(*number, *arena_)) : decline();
    }
    const Value unscaled = read_bytes(json);
    if (declined_ || !plan.scale.has_value() || unscaled.as_bytes().empty()) {
        return decline();
    }
    return Value::of_decimal(arena_->make<Decimal>(*plan.scale, unscaled.as_bytes()));
}

Value JsonFastScalars::decode(std::string_view content) {
    const auto text = decode_json_text(content, *arena_);
    return text.has_value() ? Value::of_string(*text) : decline();
}

}  // namespace kconnect::convert
