#include "header_from.hpp"

#include <algorithm>

#include <kconnect/errors.hpp>

#include "java_exception.hpp"

namespace kconnect::transform {
const ConfigDef& HeaderFrom::config_def() {
    static const ConfigDef def{
        {.name = "fields",
         .type = ConfigType::kList,
         .validator = non_empty_list(),
         .importance = Importance::kHigh,
         .doc = "Names of the fields whose values become headers."},
        {.name = "headers",
         .type = ConfigType::kList,
         .validator = non_empty_list(),
         .importance = Importance::kHigh,
         .doc = "Names of the headers, one for each of fields, in the same order."},
        {.name = "operation",
         .type = ConfigType::kString,
         .validator = one_of({"move", "copy"}),
         .importance = Importance::kHigh,
         .doc = "move takes the fields out of the key or value, copy leaves them there."},
        replace_null_with_default_key(),
    };
    return def;
}

void HeaderFrom::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    fields_ = parsed.list("fields");
    headers_ = parsed.list("headers");
    if (fields_.size() != headers_.size()) {
        throw ConfigException(
            "'fields' config must have the same number of elements as 'headers' config.");
    }
    moves_ = parsed.string("operation") == "move";
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
}

bool HeaderFrom::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    if (RecordPart(record, side_).schema() == nullptr) {
        apply_to_map(record, memory);
    } else {
        apply_to_struct(record, memory);
    }
    return true;
}

void HeaderFrom::apply_to_map(ConnectRecord& record, BatchMemory& memory) const {
    RecordPart part(record, side_);
    const auto old = require_map(part.value(), moves_ ? "header move" : "header copy");
    const auto added = add_headers(record, memory);
    for (std::size_t index = 0; index < fields_.size(); ++index) {
        const Value* value = find_entry(old, fields_[index]);
        added[index].value = value == nullptr ? Value() : *value;
    }
    if (!moves_) {
        return;
    }
    const auto rest = memory.arena().make_array<MapEntry>(old.size());
    const auto end =
        std::ranges::remove_copy_if(old, rest.begin(), [this](const MapEntry& entry) {
            return entry.key.kind() == ValueKind::kString && is_taken(entry.key.as_string());
        }).out;
    part.replace(nullptr, Value::of_map({rest.begin(), end}));
}

void HeaderFrom::apply_to_struct(ConnectRecord& record, BatchMemory& memory) {
    RecordPart part(record, side_);
    const auto old =
        require_struct(part.schema(), part.value(), moves_ ? "header move" : "header copy");
    const auto& plan =
        plans_.get(*part.schema(), [this](const Schema& input) { return make_plan(input); });
    const auto fields = part.schema()->fields();
    const auto rest = memory.arena().make_array<Value>(plan.kept.size());
    for (std::size_t index = 0; index < rest.size(); ++index) {
        const std::size_t place = plan.kept[index];
        rest[index] = field_value(fields[place], old[place], with_default_);
    }
    if (!plan.knows_all) {
        throw null_field_exception();
    }
    const auto added = add_headers(record, memory);
    for (std::size_t index = 0; index < added.size(); ++index) {
        const std::size_t place = plan.taken[index];
        const bool is_default = old[place].is_null() && with_default_;
        added[index].schema = fields[place].schema.get();
        added[index].value = is_default ? fields[place].schema->default_value() : old[place];
    }
    if (moves_) {
        part.replace(memory.keep(plan.rest), Value::of_struct(rest));
    }
}

HeaderFrom::Plan HeaderFrom::make_plan(const Schema& schema) const {
    Plan plan;
    if (moves_) {
        SchemaBuilder builder = copy_schema_basics(schema);
        for (const Field& field : schema.fields()) {
            if (!is_taken(field.name)) {
                builder.field(field.name, field.schema);
                plan.kept.push_back(field.index);
            }
        }
        plan.rest = builder.build();
    }
    for (const std::string& name : fields_) {
        const Field* field = schema.field(name);
        plan.knows_all = plan.knows_all && field != nullptr;
        plan.taken.push_back(field == nullptr ? 0 : field->index);
    }
    return plan;
}

bool HeaderFrom::is_taken(std::string_view name) const noexcept {
    return std::ranges::find(fields_, name) != fields_.end();
}

/// The new headers, behind those that the record has, without values yet.
std::span<Header> HeaderFrom::add_headers(ConnectRecord& record, BatchMemory& memory) const {
    const auto headers = memory.arena().make_array<Header>(record.headers.size() + headers_.size());
    std::ranges::copy(record.headers, headers.begin());
    const auto added = headers.last(headers_.size());
    for (std::size_t index = 0; index < added.size(); ++index) {
        added[index].key = memory.arena().copy(headers_[index]);
    }
    record.headers = headers;
    return added;
}

}  // namespace kconnect::transform
