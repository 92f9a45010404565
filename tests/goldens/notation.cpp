#include "goldens/notation.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <stdexcept>

namespace kconnect::goldens {

namespace {

using nlohmann::json;

constexpr std::int64_t kMillisecondsPerDay = 86400000;

template <typename Bits>
std::string hex_bits(Bits bits) {
    char text[20];
    const auto end = std::to_chars(std::begin(text), std::end(text), bits, 16).ptr;
    return {text, end};
}

template <typename Bits>
Bits bits_from(const std::string& text) {
    Bits bits = 0;
    std::from_chars(text.data(), text.data() + text.size(), bits, 16);
    return bits;
}

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_date(const Schema* schema) {
    return schema != nullptr && schema->logical_type() != LogicalType::kNone &&
           schema->logical_type() != LogicalType::kDecimal;
}

json map_notation(const Schema* schema, std::span<const MapEntry> entries) {
    json list = json::array();
    for (const MapEntry& entry : entries) {
        list.push_back(json::array(
            {to_notation(schema == nullptr ? nullptr : schema->key_schema(), entry.key),
             to_notation(schema == nullptr ? nullptr : schema->value_schema(), entry.value)}));
    }
    return json::array({"m", list});
}

json array_notation(const Schema* schema, std::span<const Value> elements) {
    json list = json::array();
    for (const Value& element : elements) {
        list.push_back(to_notation(schema == nullptr ? nullptr : schema->value_schema(), element));
    }
    return json::array({"a", list});
}

json struct_notation(const Schema& schema, std::span<const Value> values) {
    json list = json::array();
    for (const Field& field : schema.fields()) {
        list.push_back(to_notation(field.schema.get(), values[field.index]));
    }
    return json::array({"st", list});
}

SchemaType type_named(std::string_view name) {
    for (int type = 0; type <= static_cast<int>(SchemaType::kStruct); ++type) {
        if (name_of(static_cast<SchemaType>(type)) == name) {
            return static_cast<SchemaType>(type);
        }
    }
    throw std::runtime_error("unknown type " + std::string(name));
}

Value list_from(const json& list, const Schema* schema, Arena& arena) {
    const auto elements = arena.make_array<Value>(list.size());
    for (std::size_t index = 0; index < elements.size(); ++index) {
        elements[index] =
            value_from(list[index], schema == nullptr ? nullptr : schema->value_schema(), arena);
    }
    return Value::of_array(elements);
}

Value map_from(const json& list, const Schema* schema, Arena& arena) {
    const auto entries = arena.make_array<MapEntry>(list.size());
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const Schema* keys = schema == nullptr ? nullptr : schema->key_schema();
        const Schema* values = schema == nullptr ? nullptr : schema->value_schema();
        entries[index] = {value_from(list[index][0], keys, arena),
                          value_from(list[index][1], values, arena)};
    }
    return Value::of_map(entries);
}

Value struct_from(const json& list, const Schema& schema, Arena& arena) {
    const auto values = arena.make_array<Value>(list.size());
    for (std::size_t index = 0; index < values.size(); ++index) {
        values[index] = value_from(list[index], schema.fields()[index].schema.get(), arena);
    }
    return Value::of_struct(values);
}

Value date_from(std::int64_t instant, const Schema* schema) {
    switch (schema == nullptr ? LogicalType::kNone : schema->logical_type()) {
        case LogicalType::kDate:
            return Value::of_int32(static_cast<std::int32_t>(instant / kMillisecondsPerDay));
        case LogicalType::kTime:
            return Value::of_int32(static_cast<std::int32_t>(instant));
        default:
            return Value::of_int64(instant);
    }
}

std::span<const std::byte> bytes_from(const json& digits, Arena& arena) {
    return std::as_bytes(std::span(arena.copy(from_hex(digits.get<std::string>()))));
}

Value integer_from(const std::string& kind, std::int64_t number) {
    if (kind == "i8") {
        return Value::of_int8(static_cast<std::int8_t>(number));
    }
    if (kind == "i16") {
        return Value::of_int16(static_cast<std::int16_t>(number));
    }
    return kind == "i32" ? Value::of_int32(static_cast<std::int32_t>(number))
                         : Value::of_int64(number);
}

}  // namespace

json to_notation(const Schema* schema) {
    if (schema == nullptr) {
        return nullptr;
    }
    const std::string type =
        std::string(name_of(schema->type())) + (schema->is_optional() ? "?" : "");
    json node = {{"type", type}};
    if (schema->name().has_value()) {
        node["name"] = *schema->name();
    }
    if (schema->version().has_value()) {
        node["version"] = *schema->version();
    }
    if (schema->doc().has_value()) {
        node["doc"] = *schema->doc();
    }
    for (const auto& [key, value] : schema->parameters()) {
        node["parameters"].push_back(json::array({key, value}));
    }
    if (!schema->default_value().is_null()) {
        node["default"] = to_notation(schema, schema->default_value());
    }
    if (schema->type() <= SchemaType::kBytes) {
        return node.size() == 1 ? json(type) : node;
    }
    if (schema->type() == SchemaType::kMap) {
        node["keys"] = to_notation(schema->key_schema());
    }
    if (schema->type() != SchemaType::kStruct) {
        node["values"] = to_notation(schema->value_schema());
        return node;
    }
    node["fields"] = json::array();
    for (const Field& field : schema->fields()) {
        node["fields"].push_back(json::array({field.name, to_notation(field.schema.get())}));
    }
    return node;
}

json to_notation(const Schema* schema, const Value& value) {
    if (value.is_integer() && is_date(schema)) {
        const bool is_day = schema->logical_type() == LogicalType::kDate;
        return json::array({"date", value.to_integer() * (is_day ? kMillisecondsPerDay : 1)});
    }
    switch (value.kind()) {
        case ValueKind::kNull:
            return nullptr;
        case ValueKind::kInt8:
            return json::array({"i8", std::to_string(value.to_integer())});
        case ValueKind::kInt16:
            return json::array({"i16", std::to_string(value.to_integer())});
        case ValueKind::kInt32:
            return json::array({"i32", std::to_string(value.to_integer())});
        case ValueKind::kInt64:
            return json::array({"i64", std::to_string(value.to_integer())});
        case ValueKind::kFloat32:
            return json::array({"f32", hex_bits(std::bit_cast<std::uint32_t>(value.as_float32()))});
        case ValueKind::kFloat64:
            return json::array({"f64", hex_bits(std::bit_cast<std::uint64_t>(value.as_float64()))});
        case ValueKind::kBoolean:
            return json::array({"bool", value.as_boolean()});
        case ValueKind::kString:
            return json::array({"s", std::string(value.as_string())});
        case ValueKind::kBytes:
            return json::array({"x", to_hex(as_text(value.as_bytes()))});
        case ValueKind::kDecimal:
            return json::array(
                {"d", to_hex(as_text(value.as_decimal().unscaled)), value.as_decimal().scale});
        case ValueKind::kArray:
            return array_notation(schema, value.as_array());
        case ValueKind::kMap:
            return map_notation(schema, value.as_map());
        case ValueKind::kStruct:
            return struct_notation(*schema, value.as_struct());
    }
    return nullptr;
}

SchemaPtr schema_from(const json& notation) {
    if (notation.is_null()) {
        return nullptr;
    }
    std::string type =
        notation.is_string() ? notation.get<std::string>() : notation["type"].get<std::string>();
    const bool optional = type.ends_with('?');
    type.resize(type.size() - (optional ? 1 : 0));
    if (notation.is_string()) {
        return primitive_schema(type_named(type), optional);
    }
    SchemaBuilder builder(type_named(type));
    builder.optional(optional).open();
    if (notation.contains("name")) {
        builder.name(notation["name"]);
    }
    if (notation.contains("version")) {
        builder.version(notation["version"]);
    }
    if (notation.contains("doc")) {
        builder.doc(notation["doc"]);
    }
    for (const json& parameter : notation.value("parameters", json::array())) {
        builder.parameter(parameter[0], parameter[1]);
    }
    if (notation.contains("keys")) {
        builder.keys(schema_from(notation["keys"]));
    }
    if (notation.contains("values")) {
        builder.values(schema_from(notation["values"]));
    }
    for (const json& field : notation.value("fields", json::array())) {
        builder.field(field[0], schema_from(field[1]));
    }
    if (notation.contains("default")) {
        json without = notation;
        without.erase("default");
        Arena arena;
        builder.default_value(value_from(notation["default"], schema_from(without).get(), arena));
    }
    return builder.build();
}

Value value_from(const json& notation, const Schema* schema, Arena& arena) {
    if (notation.is_null()) {
        return {};
    }
    const auto kind = notation[0].get<std::string>();
    const json& content = notation[1];
    if (kind.starts_with('i')) {
        return integer_from(kind, std::stoll(content.get<std::string>()));
    }
    if (kind == "f32") {
        return Value::of_float32(
            std::bit_cast<float>(bits_from<std::uint32_t>(content.get<std::string>())));
    }
    if (kind == "f64") {
        return Value::of_float64(
            std::bit_cast<double>(bits_from<std::uint64_t>(content.get<std::string>())));
    }
    if (kind == "bool") {
        return Value::of_boolean(content.get<bool>());
    }
    if (kind == "s") {
        return Value::of_string(arena.copy(content.get<std::string>()));
    }
    if (kind == "x") {
        return Value::of_bytes(bytes_from(content, arena));
    }
    if (kind == "d") {
        return Value::of_decimal(
            arena.make<Decimal>(notation[2].get<std::int32_t>(), bytes_from(content, arena)));
    }
    if (kind == "date") {
        return date_from(content.get<std::int64_t>(), schema);
    }
    if (kind == "a") {
        return list_from(content, schema, arena);
    }
    return kind == "m" ? map_from(content, schema, arena) : struct_from(content, *schema, arena);
}

json with_sorted_maps(json notation) {
    if (!notation.is_structured()) {
        return notation;
    }
    for (json& part : notation) {
        part = with_sorted_maps(std::move(part));
    }
    if (notation.is_array() && notation.size() == 2 && notation[0] == "m") {
        std::sort(notation[1].begin(), notation[1].end(), [](const json& left, const json& right) {
            return left[0].dump() < right[0].dump();
        });
    }
    return notation;
}

std::string from_hex(const std::string& digits) {
    std::string bytes;
    for (std::size_t index = 0; index + 1 < digits.size(); index += 2) {
        bytes.push_back(static_cast<char>(std::stoi(digits.substr(index, 2), nullptr, 16)));
    }
    return bytes;
}

std::string to_hex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string digits;
    for (const char byte : bytes) {
        digits.push_back(kDigits[static_cast<unsigned char>(byte) >> 4U]);
        digits.push_back(kDigits[static_cast<unsigned char>(byte) & 15U]);
    }
    return digits;
}

}  // namespace kconnect::goldens
