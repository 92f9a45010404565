#include "set_schema_metadata.hpp"

#include <kconnect/errors.hpp>

namespace kconnect::transform {

const ConfigDef& SetSchemaMetadata::config_def() {
    static const ConfigDef def{
        {.name = "schema.name",
         .type = ConfigType::kString,
         .default_value = nullptr,
         .importance = Importance::kHigh,
         .doc = "The schema's new name."},
        {.name = "schema.version",
         .type = ConfigType::kInt,
         .default_value = nullptr,
         .importance = Importance::kHigh,
         .doc = "The schema's new version."},
        replace_null_with_default_key(),
    };
    return def;
}

void SetSchemaMetadata::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    name_ = parsed.optional_string("schema.name");
    version_.reset();
    if (const auto version = parsed.optional_integer("schema.version")) {
        version_ = static_cast<std::int32_t>(*version);
    }
    if (!name_ && !version_) {
        throw ConfigException("Neither schema name nor version configured");
    }
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
}

bool SetSchemaMetadata::apply(ConnectRecord& record,
                              const SinkRecord* /*sink*/,
                              BatchMemory& memory) {
    RecordPart part(record, side_);
    if (part.value().is_null() && part.schema() == nullptr) {
        return true;
    }
    require_schema(part.schema(), "updating schema metadata");
    const auto& schema =
        schemas_.get(*part.schema(), [this](const Schema& input) { return make_schema(input); });
    Value value = part.value();
    if (value.kind() == ValueKind::kStruct) {
        const auto old = value.as_struct();
        const auto fields = memory.arena().make_array<Value>(old.size());
        for (std::size_t index = 0; index < old.size(); ++index) {
            fields[index] = field_value(schema->fields()[index], old[index], with_default_);
        }
        value = Value::of_struct(fields);
    }
    part.replace(memory.keep(schema), value);
    return true;
}

SchemaPtr SetSchemaMetadata::make_schema(const Schema& schema) const {
    SchemaBuilder builder(schema.type());
    builder.optional(schema.is_optional()).open();
    if (const auto& name = name_ ? name_ : schema.name()) {
        builder.name(*name);
    }
    if (const auto& version = version_ ? version_ : schema.version()) {
        builder.version(*version);
    }
    if (schema.doc()) {
        builder.doc(*schema.doc());
    }
    for (const auto& [key, value] : schema.parameters()) {
        builder.parameter(key, value);
    }
    for (const Field& field : schema.fields()) {
        builder.field(field.name, field.schema);
    }
    if (schema.key_schema() != nullptr) {
        builder.keys(schema.key_schema()->shared());
    }
    if (schema.value_schema() != nullptr) {
        builder.values(schema.value_schema()->shared());
    }
    if (!schema.default_value().is_null()) {
        builder.default_value(schema.default_value());
    }
    return builder.build();
}

}  // namespace kconnect::transform
