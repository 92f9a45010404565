#include "convert/header_inference.hpp"

#include <string>

#include "convert/big_decimal.hpp"
#include "convert/connect_text.hpp"
#include "convert/iso_dates.hpp"

namespace kconnect::convert {

namespace {

/// Java's stack of 1 MB ends near here.
constexpr std::size_t kMaxDepth = 2000;

/// The tokens of "14:34:54.346Z" after the first: Java puts them together again.
constexpr std::size_t kTokensOfTime = 4;

SchemaAndValue plain(SchemaType type, const Value& value) {
    return {primitive_schema(type).get(), value};
}

SchemaAndValue text_value(std::string_view text) {
    return plain(SchemaType::kString, Value::of_string(text));
}

/// Puts an entry in place, as LinkedHashMap.put does; gives the number of entries then.
std::size_t put_entry(std::span<MapEntry> entries, std::size_t used, const MapEntry& entry) {
    for (MapEntry& known : entries.first(used)) {
        if (known.key == entry.key) {
            known.value = entry.value;
            return used;
        }
    }
    entries[used] = entry;
    return used + 1;
}

}  // namespace

std::optional<SchemaAndValue> HeaderInference::infer(std::string_view text, BatchMemory& memory) {
    if (text.empty()) {
        return text_value(text);
    }
    schemas_.trim();
    tokens_ = TokenReader(text);
    arena_ = &memory.arena();
    depth_ = 0;
    Result result;
    try {
        result = read_value(false);
    } catch (const TooDeep&) {
        return std::nullopt;
    }
    if (result->schema != nullptr) {
        memory.keep(result->schema->shared());
    }
    return result;
}

HeaderInference::Result HeaderInference::read_value(bool inner) {
    if (!tokens_.has_next()) {
        return SchemaAndValue();
    }
    if (inner && tokens_.take("\"")) {
        return read_quoted();
    }
    if (take_word("null", inner)) {
        return SchemaAndValue();
    }
    if (take_word("true", inner)) {
        return plain(SchemaType::kBoolean, Value::of_boolean(true));
    }
    if (take_word("false", inner)) {
        return plain(SchemaType::kBoolean, Value::of_boolean(false));
    }
    const std::size_t start = tokens_.mark();
    const bool array = tokens_.take("[");
    if (array || tokens_.take("{")) {
        const Result collection = read_collection(array);
        if (collection.has_value()) {
            return collection;
        }
        tokens_.rewind_to(start);
    }
    // Where no collection began, the blanks before the token are gone, as in Java.
    const std::string_view token = tokens_.next();
    return trimmed(token).empty() ? text_value(token) : read_token(trimmed(token), inner);
}

/// At the top such a word must be all there is.
bool HeaderInference::take_word(std::string_view word, bool inner) {
    const std::size_t start = tokens_.mark();
    if (tokens_.take(word) && (inner || !tokens_.has_next())) {
        return true;
    }
    tokens_.rewind_to(start);
    return false;
}

HeaderInference::Result HeaderInference::read_quoted() {
    std::pmr::string content(arena_);
    while (tokens_.has_next() && !tokens_.take("\"")) {
        content += tokens_.next();
    }
    const std::string_view text = arena_->copy(content);
    const Result date = parse_iso_date(text, calendar_, *arena_);
    return date.has_value() ? date : text_value(text);
}

/// Absent when it is malformed.
HeaderInference::Result HeaderInference::read_collection(bool array) {
    if (++depth_ > kMaxDepth) {
        throw TooDeep();
    }
    const Result result = array ? read_array() : read_map();
    --depth_;
    return result;
}

HeaderInference::Result HeaderInference::read_array() {
    Parts elements(arena_);
    CommonType common;
    while (tokens_.has_next()) {
        if (tokens_.take("]")) {
            return finish_array(elements, common.schema());
        }
        if (tokens_.take(",")) {
            return std::nullopt;
        }
        const Result element = read_value(true);
        if (!element.has_value()) {
            return std::nullopt;
        }
        common.merge(element->schema);
        elements.push_back(*element);
        const std::size_t position = tokens_.mark();
        if (tokens_.take("]")) {
            tokens_.rewind_to(position);
        } else if (!tokens_.take(",")) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

HeaderInference::Result HeaderInference::read_map() {
    Parts keys(arena_);
    Parts values(arena_);
    CommonType common_key;
    CommonType common_value;
    while (tokens_.has_next()) {
        if (tokens_.take("}")) {
            return finish_map(keys, values, common_key.schema(), common_value.schema());
        }
        if (tokens_.take(",")) {
            return std::nullopt;
        }
        const Result key = read_value(true);
        if (!key.has_value() || key->value.is_null() || !tokens_.take(":")) {
            return std::nullopt;
        }
        const Result value = read_value(true);
        if (!value.has_value()) {
            return std::nullopt;
        }
        tokens_.take(",");
        keys.push_back(*key);
        values.push_back(*value);
        common_key.merge(key->schema);
        common_value.merge(value->schema);
    }
    return std::nullopt;
}

HeaderInference::Result HeaderInference::finish_array(const Parts& elements, const Schema* common) {
    const auto values = arena_->make_array<Value>(elements.size());
    for (std::size_t index = 0; index < values.size(); ++index) {
        const auto value = as_part(elements[index], common);
        if (!value.has_value()) {
            return std::nullopt;
        }
        values[index] = *value;
    }
    return SchemaAndValue{schemas_.array_of(common), Value::of_array(values)};
}

HeaderInference::Result HeaderInference::finish_map(const Parts& keys,
                                                    const Parts& values,
                                                    const Schema* common_key,
                                                    const Schema* common_value) {
    // Without a common key, Java does not look for one of the values either.
    const Schema* value_schema = common_key == nullptr ? nullptr : common_value;
    const auto entries = arena_->make_array<MapEntry>(keys.size());
    std::size_t used = 0;
    for (std::size_t index = 0; index < keys.size(); ++index) {
        const auto key = as_part(keys[index], common_key);
        const auto value = as_part(values[index], value_schema);
        if (!key.has_value() || !value.has_value()) {
            return std::nullopt;
        }
        used = put_entry(entries, used, {*key, *value});
    }
    return SchemaAndValue{schemas_.map_of(common_key, value_schema),
                          Value::of_map(entries.first(used))};
}

std::optional<Value> HeaderInference::as_part(const SchemaAndValue& part, const Schema* common) {
    return common == nullptr ? without_schema(part.schema, part.value)
                             : convert_to(*common, part, calendar_);
}

/// A value that can stand without schema: dates in it become texts, as nothing else tells them from
/// numbers.
Value HeaderInference::without_schema(const Schema* schema, const Value& value) {
    if (schema == nullptr) {
        return value;
    }
    if (value.kind() == ValueKind::kArray) {
        const auto elements = arena_->make_array<Value>(value.as_array().size());
        for (std::size_t index = 0; index < elements.size(); ++index) {
            elements[index] = without_schema(schema->value_schema(), value.as_array()[index]);
        }
        return Value::of_array(elements);
    }
    if (value.kind() == ValueKind::kMap) {
        const auto entries = arena_->make_array<MapEntry>(value.as_map().size());
        for (std::size_t index = 0; index < entries.size(); ++index) {
            const MapEntry& entry = value.as_map()[index];
            entries[index] = {without_schema(schema->key_schema(), entry.key),
                              without_schema(schema->value_schema(), entry.value)};
        }
        return Value::of_map(entries);
    }
    if (schema->logical_type() == LogicalType::kNone ||
        schema->logical_type() == LogicalType::kDecimal) {
        return value;
    }
    std::pmr::string text(arena_);
    append_connect_text(text, schema, value, calendar_);
    return Value::of_string(arena_->copy(text));
}

HeaderInference::Result HeaderInference::read_token(std::string_view token, bool inner) {
    const bool digit = starts_with_digit(token);
    Result result = digit ? read_date(token) : std::nullopt;
    if (!result.has_value() && (digit || token.front() == '+' || token.front() == '-')) {
        result = read_number(token);
    }
    if (!result.has_value() && !inner) {
        return text_value(tokens_.text());
    }
    return result;
}

HeaderInference::Result HeaderInference::read_date(std::string_view token) {
    const std::size_t position = tokens_.mark();
    const auto rest = tokens_.next(kTokensOfTime);
    if (rest.has_value()) {
        std::pmr::string text(token, arena_);
        text += *rest;
        const Result date = parse_iso_date(text, calendar_, *arena_);
        if (date.has_value()) {
            return date;
        }
    }
    tokens_.rewind_to(position);
    return parse_iso_date(token, calendar_, *arena_);
}

HeaderInference::Result HeaderInference::read_number(std::string_view token) {
    const auto number = parse_big_decimal(with_ascii_digits(token, *arena_));
    if (!number.has_value()) {
        return std::nullopt;
    }
    const auto integer = to_smallest_integer(*number);
    if (integer.has_value()) {
        const auto type = static_cast<SchemaType>(static_cast<int>(integer->kind()) - 1);
        return plain(type, *integer);
    }
    const std::int32_t scale = scale_of(*number);
    const float single = to_float32(*number);
    if (scale != 0 && single - single == 0) {
        return plain(SchemaType::kFloat32, Value::of_float32(single));
    }
    const double real = to_float64(*number);
    if (scale != 0 && real - real == 0) {
        return plain(SchemaType::kFloat64, Value::of_float64(real));
    }
    return SchemaAndValue{schemas_.decimal(scale), Value::of_decimal(to_decimal(*number, *arena_))};
}

}  // namespace kconnect::convert
