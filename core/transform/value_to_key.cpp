#include "value_to_key.hpp"

#include <kconnect/errors.hpp>

#include "record_part.hpp"

namespace kconnect::transform {
namespace {

constexpr std::string_view kPurpose = "copying fields from value to key";

}  // namespace

const ConfigDef& ValueToKey::config_def() {
    static const ConfigDef def{
        {.name = "fields",
         .type = ConfigType::kList,
         .validator = non_empty_list(),
         .importance = Importance::kHigh,
         .doc = "Fields of the value that the key gets, in this order."},
        replace_null_with_default_key(),
    };
    return def;
}

void ValueToKey::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    fields_ = parsed.list("fields");
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
}

bool ValueToKey::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    if (record.value_schema == nullptr) {
        set_map(record, memory);
        return true;
    }
    const auto value = require_struct(record.value_schema, record.value, kPurpose);
    const Plan& plan = plans_.get(*record.value_schema,
                                  [this](const Schema& schema) { return make_plan(schema); });
    const auto fields = memory.arena().make_array<Value>(plan.sources.size());
    for (std::size_t index = 0; index < fields.size(); ++index) {
        fields[index] =
            field_value(plan.schema->fields()[index], value[plan.sources[index]], with_default_);
    }
    record.key_schema = memory.keep(plan.schema);
    record.key = Value::of_struct(fields);
    return true;
}

ValueToKey::Plan ValueToKey::make_plan(const Schema& value) const {
    Plan plan;
    SchemaBuilder builder(SchemaType::kStruct);
    for (const auto& name : fields_) {
        const Field* const field = value.field(name);
        if (field == nullptr) {
            throw DataException("Field does not exist: " + name);
        }
        builder.field(name, field->schema);
        plan.sources.push_back(field->index);
    }
    plan.schema = builder.build();
    return plan;
}

void ValueToKey::set_map(ConnectRecord& record, BatchMemory& memory) const {
    const auto value = require_map(record.value, kPurpose);
    const auto entries = memory.arena().make_array<MapEntry>(fields_.size());
    std::size_t count = 0;
    for (const auto& name : fields_) {
        const auto known = entries.first(count);
        if (find_entry(known, name) != nullptr) {
            continue;
        }
        const Value* const found = find_entry(value, name);
        entries[count++] = {Value::of_string(memory.arena().copy(name)),
                            found == nullptr ? Value() : *found};
    }
    record.key_schema = nullptr;
    record.key = Value::of_map(entries.first(count));
}

}  // namespace kconnect::transform
