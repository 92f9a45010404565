#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <kconnect/schema.hpp>
#include <kconnect/value.hpp>

namespace kconnect::transform {

/// A field of a change event that `add.fields` or `add.headers` names: "op", "source.ts_ms",
/// "lsn:position". Mirrors FieldReference of Debezium's AbstractExtractNewRecordState.
struct EventField {
    std::string parent;  ///< "source", "transaction"; empty for a field of the envelope itself.
    std::string name;
    std::string new_name;  ///< With the prefix.
};

/// Throws IllegalArgumentException for a text with two colons.
EventField parse_event_field(const std::string& text, const std::string& prefix);

/// Where an EventField lies in the envelopes of one schema.
struct EventFieldPlace {
    std::string new_name;
    std::optional<std::size_t> parent;  ///< Absent: the field is the envelope's own.
    std::size_t index;
    SchemaPtr schema;  ///< As the record gets it: optional, without default.
};

/// The places of those fields that the envelope or the struct in it has. Throws
/// NullPointerException, as in Java, where the envelope does not have the struct.
std::vector<EventFieldPlace> find_event_fields(std::span<const EventField> fields,
                                               const Schema& envelope);

/// The field's value in an event; null where the struct in it is null.
Value value_of(const EventFieldPlace& place, std::span<const Value> event);

}  // namespace kconnect::transform
