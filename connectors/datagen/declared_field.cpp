#include "declared_field.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

#include "random_numbers.hpp"

namespace kconnect::datagen {
namespace {

constexpr std::string_view kPlaceholder = "{}";

bool is_real(SchemaType type) {
    return type == SchemaType::kFloat32 || type == SchemaType::kFloat64;
}

std::int64_t integer(const std::optional<std::string>& text, std::int64_t fallback) {
    return text ? std::get<std::int64_t>(parse_config_value("", *text, ConfigType::kLong))
                : fallback;
}

double real(const std::optional<std::string>& text, double fallback) {
    return text ? std::get<double>(parse_config_value("", *text, ConfigType::kDouble)) : fallback;
}

Value typed(SchemaType type, std::int64_t number) {
    switch (type) {
        case SchemaType::kInt8:
            return Value::of_int8(static_cast<std::int8_t>(number));
        case SchemaType::kInt16:
            return Value::of_int16(static_cast<std::int16_t>(number));
        case SchemaType::kInt32:
            return Value::of_int32(static_cast<std::int32_t>(number));
        default:
            return Value::of_int64(number);
    }
}

Value typed(SchemaType type, double number) {
    return type == SchemaType::kFloat32 ? Value::of_float32(static_cast<float>(number))
                                        : Value::of_float64(number);
}

SchemaPtr schema_of(const FieldSettings& settings) {
    return settings.is_timestamp ? logical_schema(LogicalType::kTimestamp, settings.is_optional)
                                 : primitive_schema(settings.type, settings.is_optional);
}

}  // namespace

DeclaredField::DeclaredField(const FieldSettings& settings, std::int64_t seed, std::uint64_t stream)
    : name_(settings.name),
      type_(settings.type),
      is_timestamp_(settings.is_timestamp),
      schema_(schema_of(settings)),
      seed_(seed),
      stream_(stream * 2),
      null_percent_(static_cast<std::uint64_t>(settings.null_percent)),
      is_counting_(settings.step.has_value()) {
    const auto placeholder = settings.format.find(kPlaceholder);
    has_number_ = placeholder != std::string::npos;
    before_number_ = settings.format.substr(0, placeholder);
    after_number_ =
        has_number_ ? settings.format.substr(placeholder + kPlaceholder.size()) : std::string();
    if (!settings.values.empty()) {
        set_values(settings);
    } else if (is_real(type_)) {
        set_reals(settings);
    } else {
        set_integers(settings);
    }
}

void DeclaredField::set_integers(const FieldSettings& settings) {
    first_ = integer(settings.minimum, 0);
    step_ = integer(settings.step, 1);
    const auto span = static_cast<std::uint64_t>(integer(settings.maximum, 100)) -
                      static_cast<std::uint64_t>(first_);
    count_ = span / static_cast<std::uint64_t>(step_) + 1;
}

void DeclaredField::set_reals(const FieldSettings& settings) {
    first_real_ = real(settings.minimum, 0);
    last_real_ = real(settings.maximum, 100);
    step_real_ = real(settings.step, 1);
    // A little more, so that 0.1 fits into 1 ten times.
    constexpr double kTolerance = 1e-9;
    constexpr double kMost = 1e18;
    const double steps = std::floor((last_real_ - first_real_) / step_real_ + kTolerance);
    count_ = static_cast<std::uint64_t>(std::fmin(steps, kMost)) + 1;
}

void DeclaredField::set_values(const FieldSettings& settings) {
    texts_ = settings.values;
    for (const auto& text : texts_) {
        if (type_ == SchemaType::kString) {
            values_.push_back(Value::of_string(text));
        } else if (is_real(type_)) {
            values_.push_back(typed(type_, real(text, 0)));
        } else {
            values_.push_back(typed(type_, integer(text, 0)));
        }
    }
    count_ = values_.size();
}

/// Which of `count_` places the record takes.
std::uint64_t DeclaredField::place(std::uint64_t record) const noexcept {
    if (is_counting_) {
        return count_ == 0 ? record : record % count_;
    }
    const auto random = random_number(seed_, stream_, record);
    return count_ == 0 ? random : below(count_, random);
}

Value DeclaredField::value(std::uint64_t record,
                           std::int64_t epoch_milliseconds,
                           Arena& arena) const {
    const bool is_null =
        null_percent_ > 0 && below(100, random_number(seed_, stream_ + 1, record)) < null_percent_;
    if (is_null) {
        return {};
    }
    if (is_timestamp_) {
        return Value::of_int64(epoch_milliseconds);
    }
    if (type_ == SchemaType::kBoolean) {
        return Value::of_boolean((random_number(seed_, stream_, record) >> 63U) != 0);
    }
    return values_.empty() ? number(record, arena) : values_[place(record)];
}

Value DeclaredField::number(std::uint64_t record, Arena& arena) const {
    if (is_real(type_)) {
        const double real =
            is_counting_
                ? first_real_ + static_cast<double>(place(record)) * step_real_
                : std::lerp(
                      first_real_, last_real_, fraction(random_number(seed_, stream_, record)));
        return typed(type_, real);
    }
    const auto integer = static_cast<std::int64_t>(
        static_cast<std::uint64_t>(first_) + place(record) * static_cast<std::uint64_t>(step_));
    return type_ == SchemaType::kString ? text(integer, arena) : typed(type_, integer);
}

Value DeclaredField::text(std::int64_t number, Arena& arena) const {
    if (!has_number_) {
        return Value::of_string(before_number_);
    }
    char digits[24];
    const auto size = static_cast<std::size_t>(
        std::to_chars(std::begin(digits), std::end(digits), number).ptr - std::begin(digits));
    const auto length = before_number_.size() + size + after_number_.size();
    char* const bytes = arena.make_bytes(length);
    std::memcpy(bytes, before_number_.data(), before_number_.size());
    std::memcpy(bytes + before_number_.size(), std::begin(digits), size);
    std::memcpy(bytes + before_number_.size() + size, after_number_.data(), after_number_.size());
    return Value::of_string({bytes, length});
}

}  // namespace kconnect::datagen
