#include "cast.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "java_number_text.hpp"

namespace kconnect::transform {
namespace {

constexpr std::string_view kPurpose = "cast types";

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return text;
}

SchemaType require_output(std::string_view name) {
    const auto type = schema_type_of(name);
    if (!type) {
        // Java takes the reason for the value and the text for the key.
        throw ConfigException(
            fmt::format("Invalid value java.lang.IllegalArgumentException: No enum constant "
                        "org.apache.kafka.connect.data.Schema.Type.{} for configuration Invalid "
                        "type found in casting spec: {}",
                        upper(std::string(name)),
                        name));
    }
    if (!is_cast_output(*type)) {
        throw ConfigException(fmt::format(
            "Cast transformation does not support casting to {}; supported types are {}",
            name_of(*type),
            kCastOutputs));
    }
    return *type;
}

}  // namespace

const ConfigDef& Cast::config_def() {
    static const ConfigDef def{
        {.name = "spec",
         .type = ConfigType::kList,
         .importance = Importance::kHigh,
         .doc =
             "Fields and their new types: `id:int64,name:string`; or one type for the whole key or "
             "value. Types are int8, int16, int32, int64, float32, float64, boolean and string."},
        replace_null_with_default_key(),
    };
    return def;
}

void Cast::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    const auto& mappings = parsed.list("spec");
    if (mappings.empty()) {
        throw ConfigException("Must specify at least one field to cast.");
    }
    fields_.clear();
    whole_.reset();
    for (const std::string& mapping : mappings) {
        add(mapping, mappings);
    }
    if (whole_ && mappings.size() > 1) {
        throw ConfigException(
            "Cast transformations that specify a type to cast the entire value to may only specify "
            "a single cast in their spec");
    }
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
}

void Cast::add(const std::string& mapping, const std::vector<std::string>& mappings) {
    std::string_view text = mapping;
    while (text.ends_with(':')) {
        text.remove_suffix(1);  // As Java's String.split does.
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        whole_ = require_output(java_trimmed(text));
        return;
    }
    if (text.find(':', colon + 1) != std::string_view::npos) {
        throw ConfigException("renames",  // Java's word.
                              fmt::format("[{}]", fmt::join(mappings, ", ")),
                              "Invalid rename mapping: " + mapping);
    }
    fields_.insert_or_assign(std::string(java_trimmed(text.substr(0, colon))),
                             require_output(java_trimmed(text.substr(colon + 1))));
}

bool Cast::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    RecordPart part(record, side_);
    if (part.value().is_null()) {
        return true;
    }
    const Schema* schema = part.schema();
    if (schema == nullptr) {
        part.replace(nullptr,
                     whole_ ? cast_.cast(nullptr, part.value(), *whole_, memory.arena())
                            : cast_map(part.value(), memory.arena()));
        return true;
    }
    const Plan& plan =
        plans_.get(*schema, [this](const Schema& input) { return make_plan(input); });
    const Value value = whole_ ? cast_.cast(schema, part.value(), *whole_, memory.arena())
                               : cast_struct(*schema, part.value(), plan, memory.arena());
    part.replace(memory.keep(plan.schema), value);
    return true;
}

/// A field that the map does not have gets there, as null.
Value Cast::cast_map(const Value& value, Arena& arena) {
    const auto old = require_map(value, kPurpose);
    const auto entries = arena.make_array<MapEntry>(old.size() + fields_.size());
    std::ranges::copy(old, entries.begin());
    std::size_t count = old.size();
    for (const auto& [name, target] : fields_) {
        const Value* const field = find_entry(old, name);
        const Value made = field == nullptr ? Value() : cast_.cast(nullptr, *field, target, arena);
        put_entry(entries, count, arena.copy(name), made);
    }
    return Value::of_map(entries.first(count));
}

Value Cast::cast_struct(const Schema& schema, const Value& value, const Plan& plan, Arena& arena) {
    const auto old = require_struct(&schema, value, kPurpose);
    const auto fields = schema.fields();
    const auto made = plan.schema->fields();
    const auto values = arena.make_array<Value>(old.size());
    for (std::size_t index = 0; index < old.size(); ++index) {
        const bool is_default = old[index].is_null() && with_default_;
        const Value& field = is_default ? fields[index].schema->default_value() : old[index];
        values[index] =
            plan.targets[index]
                ? cast_.cast(fields[index].schema.get(), field, *plan.targets[index], arena)
                : field;
        if (values[index].is_null()) {
            values[index] = null_field_value(made[index], false);
        }
    }
    return Value::of_struct(values);
}

Cast::Plan Cast::make_plan(const Schema& schema) {
    Arena arena;
    Plan plan;
    if (!whole_ && schema.type() != SchemaType::kStruct) {
        throw DataException("Cannot list fields on non-struct type");
    }
    SchemaBuilder builder = copy_schema_basics(schema, whole_.value_or(SchemaType::kStruct));
    if (!whole_) {
        for (const Field& field : schema.fields()) {
            const auto found = fields_.find(field.name);
            plan.targets.push_back(found == fields_.end() ? std::nullopt
                                                          : std::optional(found->second));
            builder.field(field.name,
                          found == fields_.end() ? field.schema
                                                 : make_field(*field.schema, found->second, arena));
        }
    }
    builder.optional(schema.is_optional());
    if (!schema.default_value().is_null()) {
        builder.default_value(cast_.cast(
            &schema, schema.default_value(), whole_.value_or(SchemaType::kStruct), arena));
    }
    plan.schema = builder.build();
    return plan;
}

/// Neither name nor doc of the field's schema stay.
SchemaPtr Cast::make_field(const Schema& schema, SchemaType target, Arena& arena) {
    SchemaBuilder builder(target);
    builder.optional(schema.is_optional());
    if (!schema.default_value().is_null()) {
        builder.default_value(cast_.cast(&schema, schema.default_value(), target, arena));
    }
    return builder.build();
}

}  // namespace kconnect::transform
