#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include <simdjson.h>

#include <kconnect/arena.hpp>
#include <kconnect/value.hpp>

#include "convert/json_number.hpp"
#include "convert/reading_plan.hpp"

namespace kconnect::convert {

/// Reads the values of JSON that are neither array nor object, for JsonFastReader. A function that
/// has to leave its value to the exact reader sets declined() and returns null.
class JsonFastScalars {
protected:
    using JsonValue = simdjson::ondemand::value;

    void begin(Arena& arena) noexcept {
        arena_ = &arena;
        declined_ = false;
    }
    Arena& arena() noexcept { return *arena_; }
    bool declined() const noexcept { return declined_; }
    Value decline() noexcept {
        declined_ = true;
        return {};
    }

    /// The token that a scalar consists of.
    static std::string_view token_of(JsonValue& json) noexcept {
        std::string_view token = json.raw_json_token();
        while (!token.empty() && is_blank(token.back())) {
            token.remove_suffix(1);
        }
        return token;
    }

    /// A number without schema: INT64 or FLOAT64.
    Value read_number(JsonValue& json) {
        const auto integer = quick_integer(token_of(json));
        return integer.has_value() ? Value::of_int64(*integer) : read_any_number(json);
    }

    template <typename Integer>
    Value read_integer(JsonValue& json, Value (*make)(Integer) noexcept) {
        std::int64_t number = 0;
        if (json.get_int64().get(number) != simdjson::SUCCESS ||
            number < std::numeric_limits<Integer>::min() ||
            number > std::numeric_limits<Integer>::max()) {
            return decline();
        }
        return make(static_cast<Integer>(number));
    }

    Value read_float64(JsonValue& json) {
        const std::string_view token = token_of(json);
        if (token.size() > kMaxQuickNumberSize) {
            return read_long_float64(json);
        }
        double number = 0;
        if (json.get_double().get(number) != simdjson::SUCCESS) {
            return decline();
        }
        // Java has no negative zero here, and limits of the exponent that simdjson does not know.
        const bool doubtful =
            number == 0.0 && (std::signbit(number) || token.size() > kMaxZeroSize);
        return doubtful ? decline() : Value::of_float64(number);
    }

    Value read_boolean(JsonValue& json) {
        bool boolean = false;
        return json.get_bool().get(boolean) == simdjson::SUCCESS ? Value::of_boolean(boolean)
                                                                 : decline();
    }

    Value read_string(JsonValue& json) {
        const std::string_view token = token_of(json);
        simdjson::ondemand::raw_json_string raw;
        if (json.get_raw_json_string().get(raw) != simdjson::SUCCESS || token.size() < 2 ||
            token.back() != '"') {
            return decline();
        }
        const std::string_view content = token.substr(1, token.size() - 2);
        return content.find('\\') == std::string_view::npos ? Value::of_string(content)
                                                            : decode(content);
    }

    Value read_float32(JsonValue& json);
    Value read_time(JsonValue& json);
    Value read_bytes(JsonValue& json);
    Value read_decimal(JsonValue& json, const TypePlan& plan);

private:
    /// Longer numbers are not left to simdjson: 3.0.1 rounds "0." with 20 digits or more wrongly.
    static constexpr std::size_t kMaxQuickNumberSize = 19;
    /// A zero longer than this may be an underflow or carry an exponent that Java refuses.
    static constexpr std::size_t kMaxZeroSize = 8;

    static constexpr bool is_blank(char character) noexcept {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    /// The integer that is nothing but up to 18 digits.
    static std::optional<std::int64_t> quick_integer(std::string_view token) noexcept {
        if (token.empty() || token.size() > 18 || (token.front() == '0' && token.size() > 1)) {
            return std::nullopt;
        }
        std::int64_t number = 0;
        for (const char character : token) {
            if (character < '0' || character > '9') {
                return std::nullopt;
            }
            number = number * 10 + (character - '0');
        }
        return number;
    }

    std::optional<JsonNumber> scan_token(JsonValue& json);
    Value read_any_number(JsonValue& json);
    Value read_long_float64(JsonValue& json);
    Value decode(std::string_view content);

    Arena* arena_ = nullptr;
    bool declined_ = false;
};

}  // namespace kconnect::convert
