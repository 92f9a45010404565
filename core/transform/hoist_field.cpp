#include "hoist_field.hpp"

namespace kconnect::transform {

const ConfigDef& HoistField::config_def() {
    static const ConfigDef def{
        {.name = "field",
         .type = ConfigType::kString,
         .importance = Importance::kMedium,
         .doc = "Name of the one field of the new struct or map."},
    };
    return def;
}

void HoistField::configure(const ConfigMap& config) {
    name_ = config_def().parse(config).string("field");
}

bool HoistField::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    RecordPart part(record, side_);
    if (part.schema() == nullptr) {
        const auto entries = memory.arena().make_array<MapEntry>(1);
        entries[0] = {Value::of_string(memory.arena().copy(name_)), part.value()};
        part.replace(nullptr, Value::of_map(entries));
        return true;
    }
    const auto& schema = schemas_.get(*part.schema(), [this](const Schema& input) {
        return SchemaBuilder(SchemaType::kStruct).field(name_, input.shared()).build();
    });
    const auto fields = memory.arena().make_array<Value>(1);
    fields[0] = field_value(schema->fields()[0], part.value(), false);
    part.replace(memory.keep(schema), Value::of_struct(fields));
    return true;
}

}  // namespace kconnect::transform
