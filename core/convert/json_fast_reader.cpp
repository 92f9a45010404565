#include "convert/json_fast_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include <simdjson.h>

#include "convert/json_fast_scalars.hpp"
#include "convert/repeated_keys.hpp"

namespace kconnect::convert {

namespace ondemand = simdjson::ondemand;

namespace {

constexpr std::size_t kSmallestCapacity = 4096;
constexpr std::size_t kMaxDepth = 64;

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

/// One document after the other. A reading function that cannot go on sets declined() and returns
/// null; its callers return at once.
class JsonFastReader::Parser : private JsonFastScalars {
public:
    std::optional<Value> read(std::string_view document, const TypePlan& plan, Arena& arena) {
        char* const bytes = arena.make_bytes(document.size() + simdjson::SIMDJSON_PADDING);
        std::memcpy(bytes, document.data(), document.size());
        // Zeros are no JSON: nothing can be read beyond the end by mistake.
        std::memset(bytes + document.size(), 0, simdjson::SIMDJSON_PADDING);
        begin(arena);
        end_ = bytes + document.size();
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
        if (declined() || document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
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

    Value read_value(ondemand::value& json, const TypePlan& plan, std::size_t depth) {
        const char first = *json.raw_json_token().data();
        if (first == 'n' && plan.operation != ReadOperation::kExactOnly) {
            return read_null(json, plan);
        }
        switch (plan.operation) {
            case ReadOperation::kSchemaless:
                return read_schemaless(json, first, plan, depth);
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
                return read_decimal(json, plan);
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

    /// `plan` is the schemaless one, for the parts of the value too.
    Value read_schemaless(ondemand::value& json,
                          char first,
                          const TypePlan& plan,
                          std::size_t depth) {
        switch (first) {
            case '"':
                return read_string(json);
            case '{':
                return read_map(json, plan, depth);
            case '[':
                return read_array(json, plan, depth);
            case 't':
            case 'f':
                return read_boolean(json);
            default:
                return read_number(json);
        }
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
            if (declined()) {
                return {};
            }
            values_.push_back(value);
        }
        const auto elements = arena().make_array<Value>(values_.size() - first);
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
            if (declined()) {
                return {};
            }
            entries_.push_back({Value::of_string(*key), value});
        }
        return take_entries(first);
    }

    Value take_entries(std::size_t first) {
        const auto entries = arena().make_array<MapEntry>(entries_.size() - first);
        std::copy(
            entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end(), entries.begin());
        entries_.resize(first);
        return has_repeated_key(entries, arena()) ? decline() : Value::of_map(entries);
    }

    /// The key whose first byte is `raw`; absent when it has an escape.
    std::optional<std::string_view> plain_key(const char* raw) const noexcept {
        const char* next = raw;
        while (next != end_ && *next != '"' && *next != '\\') {
            ++next;
        }
        if (next == end_ || *next == '\\') {
            return std::nullopt;
        }
        return std::string_view{raw, static_cast<std::size_t>(next - raw)};
    }

    Value read_struct(ondemand::value& json, const TypePlan& plan, std::size_t depth) {
        ondemand::object object;
        if (depth == kMaxDepth || json.get_object().get(object) != simdjson::SUCCESS) {
            return decline();
        }
        const auto fields = arena().make_array<Value>(plan.fields.size());
        SeenFields seen(fields.size(), arena());
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
            if (declined()) {
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
    const char* end_ = nullptr;      ///< Of the document's copy, padding not counted.
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
