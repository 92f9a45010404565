#include "convert/json_schema_reader.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <kconnect/errors.hpp>

namespace kconnect::convert {

namespace {

/// All of a schema but its default, which can only be read with the rest at hand.
struct SchemaParts {
    SchemaType type = SchemaType::kString;
    SchemaPtr keys;
    SchemaPtr values;
    std::vector<std::pair<std::string, SchemaPtr>> fields;
    bool optional = false;
    std::optional<std::string> name;
    std::optional<std::int32_t> version;
    std::optional<std::string> doc;
    std::vector<std::pair<std::string, std::string>> parameters;

    bool is_plain() const {
        return type <= SchemaType::kBytes && !name.has_value() && !version.has_value() &&
               !doc.has_value() && parameters.empty();
    }
};

SchemaType type_named(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, SchemaType>, 12> kTypes{{
        {"boolean", SchemaType::kBoolean},
        {"int8", SchemaType::kInt8},
        {"int16", SchemaType::kInt16},
        {"int32", SchemaType::kInt32},
        {"int64", SchemaType::kInt64},
        {"float", SchemaType::kFloat32},
        {"double", SchemaType::kFloat64},
        {"bytes", SchemaType::kBytes},
        {"string", SchemaType::kString},
        {"array", SchemaType::kArray},
        {"map", SchemaType::kMap},
        {"struct", SchemaType::kStruct},
    }};
    for (const auto& [known, type] : kTypes) {
        if (known == name) {
            return type;
        }
    }
    throw DataException("Unknown schema type: " + std::string(name));
}

const JsonNode* get_of_kind(const JsonNode& node, std::string_view name, JsonKind kind) {
    const JsonNode* member = node.get(name);
    return member != nullptr && member->kind == kind ? member : nullptr;
}

std::optional<std::string> text_of(const JsonNode& node, std::string_view name) {
    const JsonNode* member = get_of_kind(node, name, JsonKind::kString);
    return member == nullptr ? std::nullopt : std::optional<std::string>(member->text);
}

void read_array_parts(const JsonNode& node, const JsonValueReader& values, SchemaParts& parts) {
    const JsonNode* items = node.get("items");
    if (items == nullptr || items->kind == JsonKind::kNull) {
        throw DataException("Array schema did not specify the element type");
    }
    parts.values = read_schema(*items, values);
}

void read_map_parts(const JsonNode& node, const JsonValueReader& values, SchemaParts& parts) {
    const JsonNode* keys_node = node.get("keys");
    if (keys_node == nullptr) {
        throw DataException("Map schema did not specify the key type");
    }
    const JsonNode* values_node = node.get("values");
    if (values_node == nullptr) {
        throw DataException("Map schema did not specify the value type");
    }
    parts.keys = read_schema(*keys_node, values);
    parts.values = read_schema(*values_node, values);
    if (parts.keys == nullptr) {
        throw SchemaBuilderException("keySchema cannot be null.");
    }
    if (parts.values == nullptr) {
        throw SchemaBuilderException("valueSchema cannot be null.");
    }
}

void read_struct_parts(const JsonNode& node, const JsonValueReader& values, SchemaParts& parts) {
    const JsonNode* fields = get_of_kind(node, "fields", JsonKind::kArray);
    if (fields == nullptr) {
        throw DataException("Struct schema's \"fields\" argument is not an array.");
    }
    for (const JsonNode& field : fields->elements) {
        const JsonNode* name = get_of_kind(field, "field", JsonKind::kString);
        if (name == nullptr) {
            throw DataException("Struct schema's field name not specified properly");
        }
        parts.fields.emplace_back(std::string(name->text), read_schema(field, values));
    }
}

void read_metadata(const JsonNode& node, SchemaParts& parts) {
    const JsonNode* optional = get_of_kind(node, "optional", JsonKind::kBoolean);
    parts.optional = optional != nullptr && optional->boolean;
    parts.name = text_of(node, "name");
    const JsonNode* version = get_of_kind(node, "version", JsonKind::kNumber);
    if (version != nullptr && version->number->integral) {
        parts.version = static_cast<std::int32_t>(to_int64(*version->number));
    }
    parts.doc = text_of(node, "doc");
    const JsonNode* parameters = get_of_kind(node, "parameters", JsonKind::kObject);
    if (parameters == nullptr) {
        return;
    }
    for (std::size_t index = 0; index < parameters->elements.size(); ++index) {
        if (parameters->elements[index].kind != JsonKind::kString) {
            throw DataException("Schema parameters must have string values.");
        }
        parts.parameters.emplace_back(parameters->names[index], parameters->elements[index].text);
    }
}

SchemaParts read_parts(const JsonNode& node, const JsonValueReader& values) {
    const JsonNode* type = get_of_kind(node, "type", JsonKind::kString);
    if (type == nullptr) {
        throw DataException("Schema must contain 'type' field");
    }
    SchemaParts parts;
    parts.type = type_named(type->text);
    if (parts.type == SchemaType::kArray) {
        read_array_parts(node, values, parts);
    } else if (parts.type == SchemaType::kMap) {
        read_map_parts(node, values, parts);
    } else if (parts.type == SchemaType::kStruct) {
        read_struct_parts(node, values, parts);
    }
    read_metadata(node, parts);
    return parts;
}

SchemaPtr build(const SchemaParts& parts, const Value& default_value) {
    if (parts.is_plain() && default_value.is_null()) {
        return primitive_schema(parts.type, parts.optional);
    }
    SchemaBuilder builder(parts.type);
    builder.optional(parts.optional);
    if (parts.keys != nullptr) {
        builder.keys(parts.keys);
    }
    if (parts.values != nullptr) {
        builder.values(parts.values);
    }
    for (const auto& [name, schema] : parts.fields) {
        builder.field(name, schema);
    }
    if (parts.name.has_value()) {
        builder.name(*parts.name);
    }
    if (parts.version.has_value()) {
        builder.version(*parts.version);
    }
    if (parts.doc.has_value()) {
        builder.doc(*parts.doc);
    }
    for (const auto& [key, value] : parts.parameters) {
        builder.parameter(key, value);
    }
    if (!default_value.is_null()) {
        builder.default_value(default_value);
    }
    return builder.build();
}

[[noreturn]] void throw_bad_default(const std::string& problem) {
    throw SchemaBuilderException("Invalid default value",
                                 std::make_exception_ptr(DataException(problem)));
}

}  // namespace

SchemaPtr read_schema(const JsonNode& node, const JsonValueReader& values) {
    if (node.kind == JsonKind::kNull) {
        return nullptr;
    }
    const SchemaParts parts = read_parts(node, values);
    SchemaPtr schema = build(parts, Value());
    const JsonNode* default_node = node.get("default");
    if (default_node == nullptr) {
        return schema;
    }
    Arena memory;
    const Value default_value = values.read(schema.get(), default_node, memory);
    if (default_value.is_null()) {
        if (!parts.optional) {
            throw_bad_default("Invalid value: null used for required value, schema type: " +
                              std::string(name_of(parts.type)));
        }
        return schema;
    }
    if (default_value.kind() == ValueKind::kStruct) {
        // Java compares the struct's schema with the unfinished one of the builder.
        throw_bad_default("Struct schemas do not match.");
    }
    return build(parts, default_value);
}

}  // namespace kconnect::convert
