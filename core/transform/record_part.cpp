#include "record_part.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::transform {

std::string_view java_class_name(const Schema* schema, const Value& value) noexcept {
    if (schema != nullptr && value.is_integer() && schema->logical_type() != LogicalType::kNone) {
        return "java.util.Date";
    }
    switch (value.kind()) {
        case ValueKind::kNull:
            return "null";
        case ValueKind::kInt8:
            return "java.lang.Byte";
        case ValueKind::kInt16:
            return "java.lang.Short";
        case ValueKind::kInt32:
            return "java.lang.Integer";
        case ValueKind::kInt64:
            return "java.lang.Long";
        case ValueKind::kFloat32:
            return "java.lang.Float";
        case ValueKind::kFloat64:
            return "java.lang.Double";
        case ValueKind::kBoolean:
            return "java.lang.Boolean";
        case ValueKind::kString:
            return "java.lang.String";
        case ValueKind::kBytes:
            return "[B";
        case ValueKind::kArray:
            return "java.util.ArrayList";
        case ValueKind::kMap:
            return "java.util.HashMap";
        case ValueKind::kStruct:
            return "org.apache.kafka.connect.data.Struct";
        case ValueKind::kDecimal:
            return "java.math.BigDecimal";
    }
    return {};
}

void require_schema(const Schema* schema, std::string_view purpose) {
    if (schema == nullptr) {
        throw DataException(fmt::format("Schema required for [{}]", purpose));
    }
}

std::span<const MapEntry> require_map(const Value& value, std::string_view purpose) {
    if (value.kind() != ValueKind::kMap) {
        throw DataException(
            fmt::format("Only Map objects supported in absence of schema for [{}], found: {}",
                        purpose,
                        java_class_name(nullptr, value)));
    }
    return value.as_map();
}

std::span<const Value> require_struct(const Schema* schema,
                                      const Value& value,
                                      std::string_view purpose) {
    if (value.kind() != ValueKind::kStruct) {
        throw DataException(fmt::format("Only Struct objects supported for [{}], found: {}",
                                        purpose,
                                        java_class_name(schema, value)));
    }
    return value.as_struct();
}

const SinkRecord& require_sink_record(const SinkRecord* record, std::string_view purpose) {
    if (record == nullptr) {
        throw DataException(
            fmt::format("Only SinkRecord supported for [{}], found: "
                        "org.apache.kafka.connect.source.SourceRecord",
                        purpose));
    }
    return *record;
}

const Value* find_entry(std::span<const MapEntry> entries, std::string_view key) noexcept {
    const auto found = std::ranges::find_if(entries, [key](const MapEntry& entry) {
        return entry.key.kind() == ValueKind::kString && entry.key.as_string() == key;
    });
    return found == entries.end() ? nullptr : &found->value;
}

void put_entry(std::span<MapEntry> entries,
               std::size_t& count,
               std::string_view key,
               const Value& value) noexcept {
    for (MapEntry& entry : entries.first(count)) {
        if (entry.key.kind() == ValueKind::kString && entry.key.as_string() == key) {
            entry.value = value;
            return;
        }
    }
    entries[count++] = {Value::of_string(key), value};
}

const Value& null_field_value(const Field& field, bool with_default) {
    const Value& value = field.schema->default_value();
    if (with_default && !value.is_null()) {
        return value;
    }
    if (!field.schema->is_optional()) {
        throw DataException(
            fmt::format("Invalid value: null used for required field: \"{}\", schema type: {}",
                        field.name,
                        name_of(field.schema->type())));
    }
    static const Value null;
    return null;
}

ConfigKey replace_null_with_default_key() {
    return {.name = kReplaceNullWithDefault,
            .type = ConfigType::kBoolean,
            .default_value = "true",
            .importance = Importance::kMedium,
            .doc = "Whether a field that is null and has a default becomes its default."};
}

Validator non_empty_list() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                const auto* list = std::get_if<std::vector<std::string>>(&value);
                return list == nullptr || list->empty() ? std::optional<std::string>("Empty list")
                                                        : std::nullopt;
            },
            "non-empty list"};
}

}  // namespace kconnect::transform
