#include "replace_field.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::transform {
namespace {

constexpr std::string_view kPurpose = "field replacement";

/// The two names of "old:new"; empty texts at the end do not count, as in Java's split.
std::optional<std::pair<std::string, std::string>> mapping_in(std::string_view text) {
    while (text.ends_with(':')) {
        text.remove_suffix(1);
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) {
        return std::nullopt;
    }
    return std::pair(std::string(text.substr(0, colon)), std::string(text.substr(colon + 1)));
}

Validator renames_validator() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
                    for (const auto& text : *list) {
                        if (!mapping_in(text)) {
                            return "Invalid rename mapping: " + text;
                        }
                    }
                }
                return std::nullopt;
            },
            "list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>"};
}

/// Throws DataException in the words of Java's Struct.put unless the value, of another field, fits.
void require_fit(const Field& field, const Schema& origin, const Value& value) {
    try {
        validate_value(*field.schema, value, field.name);
    } catch (const DataException&) {
        if (value.is_null()) {
            throw;
        }
        const auto& name = field.schema->name();
        throw DataException(
            fmt::format("Invalid Java object for schema {}with type {}: class {} for field: \"{}\"",
                        name ? fmt::format("\"{}\" ", *name) : "",
                        name_of(field.schema->type()),
                        java_class_name(&origin, value),
                        field.name));
    }
}

ConfigKey list_key(const char* name, const char* doc) {
    return {.name = name,
            .type = ConfigType::kList,
            .default_value = "",
            .importance = Importance::kMedium,
            .doc = doc};
}

ConfigKey renames_key() {
    ConfigKey key = list_key("renames", "Other names for fields: old:new, and so on.");
    key.validator = renames_validator();
    return key;
}

}  // namespace

const ConfigDef& ReplaceField::config_def() {
    static const ConfigDef def{
        list_key("exclude", "Fields to leave out, also when they are in include."),
        list_key("include", "The only fields to keep; all when empty."),
        renames_key(),
        replace_null_with_default_key(),
    };
    return def;
}

void ReplaceField::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    const auto& exclude = parsed.list("exclude");
    const auto& include = parsed.list("include");
    exclude_ = {exclude.begin(), exclude.end()};
    include_ = {include.begin(), include.end()};
    renames_.clear();
    origins_.clear();
    for (const auto& text : parsed.list("renames")) {
        const auto mapping = mapping_in(text).value();
        renames_[mapping.first] = mapping.second;
    }
    for (const auto& [old_name, new_name] : renames_) {
        origins_[new_name] = old_name;
    }
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
}

bool ReplaceField::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    RecordPart part(record, side_);
    if (part.value().is_null()) {
        return true;
    }
    if (part.schema() == nullptr) {
        part.replace(nullptr, new_map(require_map(part.value(), kPurpose), memory.arena()));
        return true;
    }
    const auto old = require_struct(part.schema(), part.value(), kPurpose);
    const Plan& plan =
        plans_.get(*part.schema(), [this](const Schema& schema) { return make_plan(schema); });
    part.replace(memory.keep(plan.schema), new_struct(plan, old, memory.arena()));
    return true;
}

bool ReplaceField::is_kept(std::string_view name) const {
    return !exclude_.contains(name) && (include_.empty() || include_.contains(name));
}

std::string_view ReplaceField::renamed(std::string_view name) const {
    const auto mapping = renames_.find(name);
    return mapping == renames_.end() ? name : std::string_view(mapping->second);
}

/// A field whose name another one would get takes the other's value, as in Java.
ReplaceField::Plan ReplaceField::make_plan(const Schema& schema) const {
    SchemaBuilder builder = copy_schema_basics(schema);
    for (const Field& field : schema.fields()) {
        if (is_kept(field.name)) {
            builder.field(std::string(renamed(field.name)), field.schema);
        }
    }
    Plan plan{builder.build(), {}};
    for (const Field& field : plan.schema->fields()) {
        const auto origin = origins_.find(field.name);
        const auto& old_name = origin == origins_.end() ? field.name : origin->second;
        const Field* const old_field = schema.field(old_name);
        if (old_field == nullptr) {
            throw DataException(old_name + " is not a valid field name");
        }
        plan.sources.push_back({old_field->index, old_field, old_field->schema != field.schema});
    }
    return plan;
}

Value ReplaceField::new_struct(const Plan& plan, std::span<const Value> old, Arena& arena) const {
    const auto fields = arena.make_array<Value>(plan.sources.size());
    for (std::size_t index = 0; index < fields.size(); ++index) {
        const Source& source = plan.sources[index];
        const Field& field = plan.schema->fields()[index];
        const Value& value = old[source.index];
        if (source.is_foreign) {
            fields[index] = value.is_null() && with_default_
                                ? source.old_field->schema->default_value()
                                : value;
            require_fit(field, *source.old_field->schema, fields[index]);
        } else {
            fields[index] = field_value(field, value, with_default_);
        }
    }
    return Value::of_struct(fields);
}

Value ReplaceField::new_map(std::span<const MapEntry> old, Arena& arena) const {
    const auto entries = arena.make_array<MapEntry>(old.size());
    std::size_t count = 0;
    for (const MapEntry& entry : old) {
        const std::string_view name = entry.key.as_string();
        if (!is_kept(name)) {
            continue;
        }
        const std::string_view new_name = renamed(name);
        put_entry(entries,
                  count,
                  new_name.data() == name.data() ? name : arena.copy(new_name),
                  entry.value);
    }
    return Value::of_map(entries.first(count));
}

}  // namespace kconnect::transform
