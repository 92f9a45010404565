#include "event_field.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <kconnect/errors.hpp>

#include "java_exception.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {
namespace {

/// The struct in which a field is looked for that is named without one.
std::string usual_parent(std::string_view name) {
    constexpr std::array<std::string_view, 4> kOfTheEnvelope{"op", "ts_ms", "ts_us", "ts_ns"};
    constexpr std::array<std::string_view, 3> kOfTheTransaction{
        "id", "data_collection_order", "total_order"};
    if (std::ranges::find(kOfTheEnvelope, name) != kOfTheEnvelope.end()) {
        return {};
    }
    return std::ranges::find(kOfTheTransaction, name) != kOfTheTransaction.end() ? "transaction"
                                                                                 : "source";
}

/// Java leaves the parts of structs and maps out.
SchemaPtr optional_copy(const Schema& schema) {
    SchemaBuilder builder = copy_schema_basics(schema);
    for (const Field& field : schema.fields()) {
        builder.field(field.name, field.schema);
    }
    if (schema.type() == SchemaType::kMap && schema.value_schema() != nullptr) {
        builder.keys(schema.key_schema()->shared()).values(schema.value_schema()->shared());
    }
    return builder.optional().open().build();
}

std::optional<EventFieldPlace> find_event_field(const EventField& field, const Schema& envelope) {
    const Field* parent = nullptr;
    const Field* found = nullptr;
    if (!field.parent.empty()) {
        parent = envelope.field(field.parent);
        if (parent == nullptr) {
            throw null_field_exception();
        }
        if (parent->schema->type() != SchemaType::kStruct) {
            throw DataException("Cannot look up fields on non-struct type");
        }
        found = parent->schema->field(field.name);
    }
    if (found == nullptr) {
        parent = nullptr;
        found = envelope.field(field.name);  // Perhaps another transformation has added it.
    }
    if (found == nullptr) {
        return std::nullopt;
    }
    return EventFieldPlace{
        .new_name = field.new_name,
        .parent = parent == nullptr ? std::nullopt : std::optional(parent->index),
        .index = found->index,
        .schema = optional_copy(*found->schema),
    };
}

}  // namespace

EventField parse_event_field(const std::string& text, const std::string& prefix) {
    const std::size_t colon = text.find(':');
    const std::string path = text.substr(0, colon);
    const std::string given = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    if (given.find(':') != std::string::npos) {
        throw JavaException("java.lang.IllegalArgumentException", "Unexpected field name: " + text);
    }
    const std::size_t dot = path.find('.');
    EventField field;
    field.name = dot == std::string::npos ? path : path.substr(dot + 1);
    field.name.resize(std::min(field.name.find('.'), field.name.size()));  // Java's, too.
    field.parent = dot == std::string::npos ? usual_parent(field.name) : path.substr(0, dot);
    const std::string usual = dot == std::string::npos ? path : field.parent + "_" + field.name;
    field.new_name = prefix + (given.empty() ? usual : given);
    return field;
}

std::vector<EventFieldPlace> find_event_fields(std::span<const EventField> fields,
                                               const Schema& envelope) {
    std::vector<EventFieldPlace> places;
    for (const EventField& field : fields) {
        if (auto place = find_event_field(field, envelope)) {
            places.push_back(std::move(*place));
        }
    }
    return places;
}

Value value_of(const EventFieldPlace& place, std::span<const Value> event) {
    if (place.parent) {
        const Value& parent = event[*place.parent];
        if (parent.is_null()) {
            return {};
        }
        event = parent.as_struct();
    }
    return event[place.index];
}

}  // namespace kconnect::transform
