#include "flatten.hpp"

#include <cstring>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "java_exception.hpp"

namespace kconnect::transform {
namespace {

constexpr std::string_view kPurpose = "flattening";

std::size_t count_leaves(const Schema& schema) {
    std::size_t count = 0;
    for (const Field& field : schema.fields()) {
        count += field.schema->type() == SchemaType::kStruct ? count_leaves(*field.schema) : 1;
    }
    return count;
}

std::size_t count_leaves(std::span<const MapEntry> entries) {
    std::size_t count = 0;
    for (const MapEntry& entry : entries) {
        const bool is_map = entry.value.kind() == ValueKind::kMap;
        count += is_map ? count_leaves(entry.value.as_map()) : 1;
    }
    return count;
}

/// Writes the leaves of a struct; `fields` are those of the flat schema. Returns how many. Those
/// of a nested struct that is null stay null (Java: Struct.getStruct knows no default).
std::size_t write_leaves(const Schema& schema,
                         std::span<const Value> values,
                         std::span<const Field> fields,
                         std::span<Value> into) {
    std::size_t next = 0;
    for (const Field& field : schema.fields()) {
        const Value& value = values[field.index];
        if (field.schema->type() != SchemaType::kStruct) {
            const Value& filled = value.is_null() ? field.schema->default_value() : value;
            into[next] = field_value(fields[next], filled, false);
            ++next;
        } else if (value.is_null()) {
            next += count_leaves(*field.schema);
        } else {
            next += write_leaves(
                *field.schema, value.as_struct(), fields.subspan(next), into.subspan(next));
        }
    }
    return next;
}

/// What a struct's default has for a field; null where there is none.
const Value& default_of(const Field& field, const Value& default_of_struct) {
    const Value& own = field.schema->default_value();
    const bool is_own = !own.is_null() || default_of_struct.is_null();
    return is_own ? own : default_of_struct.as_struct()[field.index];
}

}  // namespace

/// The entries of the flat map as they come.
struct Flatten::Entries {
    std::span<MapEntry> all;
    std::size_t count;
    Arena& arena;

    /// In the place of one of the same name, else behind the others.
    void put(std::string_view name, const Value& value) {
        for (MapEntry& entry : all.first(count)) {
            if (entry.key.as_string() == name) {
                entry.value = value;
                return;
            }
        }
        all[count++] = {Value::of_string(name), value};
    }
};

const ConfigDef& Flatten::config_def() {
    static const ConfigDef def{
        {.name = "delimiter",
         .type = ConfigType::kString,
         .default_value = ".",
         .importance = Importance::kMedium,
         .doc = "What stands between the names in a joined name."},
    };
    return def;
}

void Flatten::configure(const ConfigMap& config) {
    delimiter_ = config_def().parse(config).string("delimiter");
}

bool Flatten::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    RecordPart part(record, side_);
    if (part.value().is_null()) {
        return true;
    }
    if (part.schema() == nullptr) {
        const auto old = require_map(part.value(), kPurpose);
        Entries entries{memory.arena().make_array<MapEntry>(count_leaves(old)), 0, memory.arena()};
        add_entries(old, {}, entries);
        part.replace(nullptr, Value::of_map(entries.all.first(entries.count)));
        return true;
    }
    const auto old = require_struct(part.schema(), part.value(), kPurpose);
    const auto& schema =
        schemas_.get(*part.schema(), [this](const Schema& input) { return make_schema(input); });
    const auto values = memory.arena().make_array<Value>(schema->fields().size());
    write_leaves(*part.schema(), old, schema->fields(), values);
    part.replace(memory.keep(schema), Value::of_struct(values));
    return true;
}

SchemaPtr Flatten::make_schema(const Schema& schema) const {
    SchemaBuilder builder = copy_schema_basics(schema);
    add_fields(schema, {"", schema.is_optional(), schema.default_value()}, builder);
    return builder.build();
}

void Flatten::add_fields(const Schema& schema, const Around& around, SchemaBuilder& builder) const {
    for (const Field& field : schema.fields()) {
        const std::string name = joined(around.prefix, field.name);
        const bool is_optional = around.is_optional || field.schema->is_optional();
        const Value& default_value = default_of(field, around.default_value);
        if (field.schema->type() == SchemaType::kStruct) {
            add_fields(*field.schema, {name, is_optional, default_value}, builder);
            continue;
        }
        if (field.schema->type() == SchemaType::kMap) {
            throw DataException(fmt::format(
                "Flatten transformation does not support MAP for record with schemas (for field "
                "{}).",
                name));
        }
        SchemaBuilder leaf = copy_schema_basics(*field.schema);
        leaf.optional(is_optional);
        if (!default_value.is_null()) {
            leaf.default_value(default_value);
        }
        builder.field(name, leaf.build());
    }
}

std::string Flatten::joined(const std::string& prefix, const std::string& name) const {
    return prefix.empty() ? name : prefix + delimiter_ + name;
}

std::string_view Flatten::joined(std::string_view prefix, const Value& key, Arena& arena) const {
    if (!key.is_null() && key.kind() != ValueKind::kString) {
        const auto java_class = java_class_name(nullptr, key);
        throw JavaException("java.lang.ClassCastException",
                            fmt::format("class {0} cannot be cast to class java.lang.String ({0} "
                                        "and java.lang.String are in module java.base of loader "
                                        "'bootstrap')",
                                        java_class));
    }
    const std::string_view name = key.is_null() ? "null" : key.as_string();
    if (prefix.empty()) {
        return name;
    }
    const std::size_t size = prefix.size() + delimiter_.size() + name.size();
    char* text = arena.make_bytes(size);
    char* end = text;
    for (const std::string_view part : {prefix, std::string_view(delimiter_), name}) {
        if (!part.empty()) {
            std::memcpy(end, part.data(), part.size());
            end += part.size();
        }
    }
    return {text, size};
}

void Flatten::add_entries(std::span<const MapEntry> from,
                          std::string_view prefix,
                          Entries& into) const {
    for (const MapEntry& entry : from) {
        const std::string_view name = joined(prefix, entry.key, into.arena);
        switch (entry.value.kind()) {
            case ValueKind::kMap:
                add_entries(entry.value.as_map(), name, into);
                break;
            case ValueKind::kDecimal:
                throw DataException(
                    "Flatten transformation was passed a value of type class "
                    "java.math.BigDecimal which is not supported by Connect's data API");
            case ValueKind::kStruct:
                throw DataException(fmt::format(
                    "Flatten transformation does not support class "
                    "org.apache.kafka.connect.data.Struct for record without schemas (for field "
                    "{}).",
                    name));
            default:
                into.put(name, entry.value);
        }
    }
}

}  // namespace kconnect::transform
