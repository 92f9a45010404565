#include "record_shape.hpp"

#include <utility>

namespace kconnect::datagen {

RecordShape::RecordShape(SchemaPtr value_schema, const KeySettings& key)
    : value_schema_(std::move(value_schema)), key_is_struct_(key.is_struct) {
    SchemaBuilder builder(SchemaType::kStruct);
    builder.name(*value_schema_->name() + ".key");
    for (const auto& name : key.fields) {
        const Field& field = *value_schema_->field(name);
        key_fields_.push_back(field.index);
        builder.field(name, field.schema);
    }
    if (!key_fields_.empty()) {
        key_schema_ =
            key_is_struct_ ? builder.build() : value_schema_->fields()[key_fields_.front()].schema;
    }
}

void RecordShape::set(std::span<const Value> row, BatchMemory& memory, SourceRecord& record) const {
    record.value_schema = memory.keep(value_schema_);
    record.value = Value::of_struct(row);
    if (key_schema_ == nullptr) {
        return;
    }
    record.key_schema = memory.keep(key_schema_);
    if (!key_is_struct_) {
        record.key = row[key_fields_.front()];
        return;
    }
    const auto key = memory.arena().make_array<Value>(key_fields_.size());
    for (std::size_t index = 0; index < key.size(); ++index) {
        key[index] = row[key_fields_[index]];
    }
    record.key = Value::of_struct(key);
}

}  // namespace kconnect::datagen
