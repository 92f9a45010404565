#include "convert/json_fast_reader.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <simdjson.h>

#include "convert/base64.hpp"
#include "convert/json_number.hpp"
#include "convert/json_text.hpp"

namespace kconnect::convert {

namespace ondemand = simdjson::ondemand;

namespace {

constexpr std::size_t kSmallestCapacity = 4096;
constexpr std::size_t kMaxDepth = 64;
/// Longer numbers are not left to simdjson: 3.0.1 rounds "0." with 20 digits or more wrongly.
constexpr std::size_t kMaxQuickNumberSize = 19;
/// A zero longer than this may be an underflow or carry an exponent that Java refuses.
constexpr std::size_t kMaxZeroSize = 8;
constexpr std::int64_t kMillisecondsPerDay = 86400000;

constexpr bool is_blank(char character) noexcept {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
}

std::string_view without_trailing_blanks(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// Remembers which fields of a struct have come.
class SeenFields {
public:
    SeenFields(std::size_t count, Arena& arena)
        : bits_(arena.make_array<std::uint64_t>((count + 63) / 64)) {}

    bool contains(std::size_t index) const noexcept {
        return (bits_[index / 64] & (std::uint64_t{1} << (index % 64))) != 0;
    }
    void insert(std::size_t index) noexcept {
        bits_[index / 64] |= std::uint64_t{1} << (index % 64);
    }

private:
    std::span<std::uint64_t> bits_;
};

}  // namespace

/// One document after the other. A reading function that cannot go on sets declined_ and returns
/// null; its callers return at once.
class JsonFastReader::Parser {
public:
    std::optional<Value> read(std::string_view document, const TypePlan& plan, Arena& arena) {
        char* const bytes = arena.make_bytes(document.size() + simdjson::SIMDJSON_PADDING);
        std::memcpy(bytes, document.data(), document.size());
        // Zeros are no JSON: nothing can be read beyond the end by mistake.
        std::memset(bytes + document.size(), 0, simdjson::SIMDJSON_PADDING);
        arena_ = &arena;
        end_ = bytes + document.size();
        declined_ = false;
        values_.clear();
        entries_.clear();
        if (!reserve(document.size())) {
            return std::nullopt;
        }
        const std::size_t size = document.size();
        return read_root(
            simdjson::padded_string_view(bytes, size, size + simdjson::SIMDJSON_PADDING), plan);
    }

private:
    std::optional<Value> read_root(simdjson::padded_string_view text, const TypePlan& plan) {
        ondemand::document document;
        ondemand::value root;
        if (parser_.iterate(text).get(document) != simdjson::SUCCESS ||
            document.get_value().get(root) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        const Value value = read_value(root, plan, 0);
        // What follows the first value is for the exact reader to judge.
        if (declined_ || document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
            return std::nullopt;
        }
        return value;
    }

    /// Grows the parser in powers of two, so that a slightly longer document allocates nothing.
    bool reserve(std::size_t size) noexcept {
        if (size <= capacity_) {
            return true;
        }
        const std::size_t wanted = std::max(kSmallestCapacity, std::bit_ceil(size));
        if (parser_.allocate(wanted) != simdjson::SUCCESS) {
            return false;
        }
        capacity_ = wanted;
        return true;
    }

    Value decline() noexcept {
        declined_ = true;
        return {};
    }

    Value read_value(ondemand::value& json, const TypePlan& plan, std::size_t depth) {
        const char first = *json.raw_json_token().data();
        if (first == 'n' && plan.operation != ReadOperation::kExactOnly) {
            return read_null(json, plan);
        }
        switch (plan.operation) {
            case ReadOperation::kSchemaless:
                return read_schemaless(json, first, depth);
            case ReadOperation::kInt8:
                return read_integer<std::int8_t>(json, &Value::of_int8);
            case ReadOperation::kInt16:
                return read_integer<std::int16_t>(json, &Value::of_int16);
            case ReadOperation::kInt32:
            case ReadOperation::kDate:
                return read_integer<std::int32_t>(json, &Value::of_int32);
            case ReadOperation::kInt64:
            case ReadOperation::kTimestamp:
                return read_integer<std::int64_t>(json, &Value::of_int64);
            case ReadOperation::kTime:
                return read_time(json);
            case ReadOperation::kFloat32:
                return read_float32(json);
            case ReadOperation::kFloat64:
                return read_float64(json);
            case ReadOperation::kBoolean:
                return read_boolean(json);
            case ReadOperation::kString:
                return read_string(json);
            case ReadOperation::kBytes:
                return read_bytes(json);
            case ReadOperation::kDecimal:
                return read_decimal(json, first, plan);
            case ReadOperation::kArray:
                return read_array(json, *plan.parts, depth);
            case ReadOperation::kMap:
                return read_map(json, *plan.parts, depth);
            case ReadOperation::kStruct:
                return read_struct(json, plan, depth);
            case ReadOperation::kExactOnly:
                break;
        }
        return decline();
    }

    Value read_null(ondemand::value& json, const TypePlan& plan) {
        bool is_null = false;
        if (!plan.accepts_null || json.is_null().get(is_null) != simdjson::SUCCESS || !is_null) {
            return decline();
        }
        return plan.null_value;
    }

    Value read_schemaless(ondemand::value& json, char first, std::size_t depth) {
        static const TypePlan kSchemalessPlan;
        switch (first) {
            case '"':
                return read_string(json);
            case '{':
                return read_map(json, kSchemalessPlan, depth);
            case '[':
                return read_array(json, kSchemalessPlan, depth);
            case 't':
            case 'f':
                return read_boolean(json);
            default:
                return read_number(json);
        }
    }

    Value read_number(ondemand::value& json) {
        const std::string_view token = without_trailing_blanks(json.raw_json_token());
        if (token.size() > kMaxQuickNumberSize) {
            const auto number = scan_token(json);
            if (!number.has_value()) {
                return decline();
            }
            return number->integral ? Value::of_int64(to_int64(*number))
                                    : Value::of_float64(to_float64(*number));
        }
        ondemand::number number;
        if (json.get_number().get(number) != simdjson::SUCCESS) {
            return decline();
        }
        if (number.is_int64()) {
            return Value::of_int64(number.get_int64());
        }
        return number.is_double() ? checked_float64(number.get_double(), token) : decline();
    }

    template <typename Integer>
    Value read_integer(ondemand::value& json, Value (*make)(Integer) noexcept) {
        std::int64_t number = 0;
        if (json.get_int64().get(number) != simdjson::SUCCESS ||
            number < std::numeric_limits<Integer>::min() ||
            number > std::numeric_limits<Integer>::max()) {
            return decline();
        }
        return make(static_cast<Integer>(number));
    }

    Value read_time(ondemand::value& json) {
        const Value time = read_integer<std::int32_t>(json, &Value::of_int32);
        const bool valid =
            !declined_ && time.as_int32() >= 0 && time.as_int32() <= kMillisecondsPerDay;
        return valid ? time : decline();
    }

    Value read_float64(ondemand::value& json) {
        const std::string_view token = without_trailing_blanks(json.raw_json_token());
        if (token.size() > kMaxQuickNumberSize) {
            const auto number = scan_token(json);
            return number.has_value() ? Value::of_float64(to_float64(*number)) : decline();
        }
        double number = 0;
        if (json.get_double().get(number) != simdjson::SUCCESS) {
            return decline();
        }
        return checked_float64(number, token);
    }

    /// Java has no negative zero here, and limits of the exponent that simdjson does not know.
    Value checked_float64(double number, std::string_view token) {
        const bool doubtful =
            number == 0.0 && (std::signbit(number) || token.size() > kMaxZeroSize);
        return doubtful ? decline() : Value::of_float64(number);
    }

    /// Rounds once, from the text: by way of a double it would be rounded twice.
    Value read_float32(ondemand::value& json) {
        const auto number = scan_token(json);
        return number.has_value() ? Value::of_float32(to_float32(*number)) : decline();
    }

    /// The number that the whole of a token consists of.
    std::optional<JsonNumber> scan_token(ondemand::value& json) {
        const std::string_view token = without_trailing_blanks(json.raw_json_token());
        const auto number = scan_number(token);
        double checked = 0;
        if (!number.has_value() || number->text.size() != token.size() ||
            json.get_double().get(checked) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        return number;
    }

    Value read_boolean(ondemand::value& json) {
        bool boolean = false;
        return json.get_bool().get(boolean) == simdjson::SUCCESS ? Value::of_boolean(boolean)
                                                                 : decline();
    }

    Value read_string(ondemand::value& json) {
        const std::string_view token = without_trailing_blanks(json.raw_json_token());
        ondemand::raw_json_string raw;
        if (json.get_raw_json_string().get(raw) != simdjson::SUCCESS || token.size() < 2 ||
            token.back() != '"') {
            return decline();
        }
        const std::string_view content = token.substr(1, token.size() - 2);
        if (content.find('\\') == std::string_view::npos) {
            return Value::of_string(content);
        }
        const auto text = decode_json_text(content, *arena_);
        return text.has_value() ? Value::of_string(*text) : decline();
    }

    Value read_bytes(ondemand::value& json) {
        const Value text = read_string(json);
        if (declined_) {
            return {};
        }
        const auto bytes = decode_base64(text.as_string(), *arena_);
        return bytes.has_value() ? Value::of_bytes(*bytes) : decline();
    }

    Value read_decimal(ondemand::value& json, char first, const TypePlan& plan) {
        if (first != '"') {
            const auto number = scan_token(json);
            return number.has_value() ? Value::of_decimal(to_decimal(*number, *arena_)) : decline();
        }
        const Value unscaled = read_bytes(json);
        if (declined_ || !plan.scale.has_value() || unscaled.as_bytes().empty()) {
            return decline();
        }
        return Value::of_decimal(arena_->make<Decimal>(*plan.scale, unscaled.as_bytes()));
    }

    Value read_array(ondemand::value& json, const TypePlan& element_plan, std::size_t depth) {
        ondemand::array array;
        if (depth == kMaxDepth || json.get_array().get(array) != simdjson::SUCCESS) {
            return decline();
        }
        const std::size_t first = values_.size();
        for (auto result : array) {
            ondemand::value element;
            if (result.get(element) != simdjson::SUCCESS) {
                return decline();
            }
            const Value value = read_value(element, element_plan, depth + 1);
            if (declined_) {
                return {};
            }
            values_.push_back(value);
        }
        const auto elements = arena_->make_array<Value>(values_.size() - first);
        std::copy(
            values_.begin() + static_cast<std::ptrdiff_t>(first), values_.end(), elements.begin());
        values_.resize(first);
        return Value::of_array(elements);
    }

    Value read_map(ondemand::value& json, const TypePlan& value_plan, std::size_t depth) {
        ondemand::object object;
        if (depth == kMaxDepth || json.get_object().get(object) != simdjson::SUCCESS) {
            return decline();
        }
        const std::size_t first = entries_.size();
        for (auto result : object) {
            ondemand::field field;
            if (std::move(result).get(field) != simdjson::SUCCESS) {
                return decline();
            }
            const auto key = plain_key(field.key().raw());
            if (!key.has_value()) {
                return decline();
            }
            const Value value = read_value(field.value(), value_plan, depth + 1);
            if (declined_) {
                return {};
            }
            entries_.push_back({Value::of_string(*key), value});
        }
        return take_entries(first);
    }

    Value take_entries(std::size_t first) {
        const auto entries = arena_->make_array<MapEntry>(entries_.size() - first);
        std::copy(
            entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end(), entries.begin());
        entries_.resize(first);
        return has_repeated_key(entries) ? decline() : Value::of_map(entries);
    }

    /// The key whose first byte is `raw`; absent when it has an escape.
    std::optional<std::string_view> plain_key(const char* raw) const noexcept {
        const std::string_view rest{raw, static_cast<std::size_t>(end_ - raw)};
        const std::size_t size = rest.find('"');
        if (size == std::string_view::npos ||
            rest.substr(0, size).find('\\') != std::string_view::npos) {
            return std::nullopt;
        }
        return rest.substr(0, size);
    }

    bool has_repeated_key(std::span<const MapEntry> entries) const {
        static constexpr std::size_t kFewEntries = 32;
        if (entries.size() > kFewEntries) {
            return has_repeated_key_among_many(entries);
        }
        // Size and first bytes tell most keys apart without a call.
        std::uint64_t marks[kFewEntries];
        for (std::size_t index = 0; index < entries.size(); ++index) {
            marks[index] = mark_of(entries[index].key.as_string());
            for (std::size_t other = 0; other < index; ++other) {
                if (marks[other] == marks[index] &&
                    entries[other].key.as_string() == entries[index].key.as_string()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The first seven bytes and the size; the key has at least SIMDJSON_PADDING readable bytes.
    static std::uint64_t mark_of(std::string_view key) noexcept {
        std::uint64_t mark = 0;
        std::memcpy(&mark, key.data(), sizeof(mark));
        const std::size_t used = std::min<std::size_t>(key.size(), 7);
        mark &= (std::uint64_t{1} << (used * 8)) - 1;
        return mark | (static_cast<std::uint64_t>(key.size() & 0xFFU) << 56U);
    }

    bool has_repeated_key_among_many(std::span<const MapEntry> entries) const {
        const auto keys = arena_->make_array<std::string_view>(entries.size());
        std::ranges::transform(
            entries, keys.begin(), [](const MapEntry& entry) { return entry.key.as_string(); });
        std::ranges::sort(keys);
        return std::ranges::adjacent_find(keys) != keys.end();
    }

    Value read_struct(ondemand::value& json, const TypePlan& plan, std::size_t depth) {
        ondemand::object object;
        if (depth == kMaxDepth || json.get_object().get(object) != simdjson::SUCCESS) {
            return decline();
        }
        const auto fields = arena_->make_array<Value>(plan.fields.size());
        SeenFields seen(fields.size(), *arena_);
        std::size_t expected = 0;
        std::size_t count = 0;
        for (auto result : object) {
            ondemand::field field;
            if (std::move(result).get(field) != simdjson::SUCCESS) {
                return decline();
            }
            const auto index = find_field(plan, field.key().raw(), expected);
            if (!index.has_value() || seen.contains(*index)) {
                return decline();
            }
            seen.insert(*index);
            fields[*index] = read_value(field.value(), plan.fields[*index].type, depth + 1);
            if (declined_) {
                return {};
            }
            expected = *index + 1;
            ++count;
        }
        if (count < fields.size() && !fill_missing_fields(plan, seen, fields)) {
            return decline();
        }
        return Value::of_struct(fields);
    }

    static bool fill_missing_fields(const TypePlan& plan,
                                    const SeenFields& seen,
                                    std::span<Value> fields) noexcept {
        for (std::size_t index = 0; index < fields.size(); ++index) {
            if (!seen.contains(index)) {
                if (!plan.fields[index].type.accepts_null) {
                    return false;
                }
                fields[index] = plan.fields[index].type.null_value;
            }
        }
        return true;
    }

    /// Position of the field whose name begins at `raw`; the search begins at `expected`.
    std::optional<std::size_t> find_field(const TypePlan& plan,
                                          const char* raw,
                                          std::size_t expected) const noexcept {
        const std::size_t count = plan.fields.size();
        std::size_t index = expected < count ? expected : 0;
        for (std::size_t step = 0; step < count; ++step) {
            if (is_named(plan.fields[index], raw)) {
                return index;
            }
            index = index + 1 == count ? 0 : index + 1;
        }
        return std::nullopt;
    }

    bool is_named(const FieldPlan& field, const char* raw) const noexcept {
        const std::size_t size = field.name.size();
        return size < static_cast<std::size_t>(end_ - raw) && raw[size] == '"' &&
               std::memcmp(raw, field.name.data(), size) == 0;
    }

    ondemand::parser parser_;
    std::size_t capacity_ = 0;
    Arena* arena_ = nullptr;
    const char* end_ = nullptr;  ///< Of the document's copy, padding not counted.
    bool declined_ = false;
    std::vector<Value> values_;      ///< Elements of the arrays that are open.
    std::vector<MapEntry> entries_;  ///< Entries of the maps that are open.
};

JsonFastReader::JsonFastReader() : parser_(std::make_unique<Parser>()) {
}
JsonFastReader::~JsonFastReader() = default;

std::optional<Value> JsonFastReader::read(std::string_view document,
                                          const TypePlan& plan,
                                          Arena& arena) {
    const std::size_t first = document.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || (document[first] != '{' && document[first] != '[')) {
        return std::nullopt;
    }
    return parser_->read(document, plan, arena);
}

std::optional<std::string_view> without_closing_brace(std::string_view rest) noexcept {
    const std::string_view text = without_trailing_blanks(rest);
    if (!text.ends_with('}')) {
        return std::nullopt;
    }
    return text.substr(0, text.size() - 1);
}

}  // namespace kconnect::convert
