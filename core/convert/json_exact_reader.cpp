#include "convert/json_exact_reader.hpp"

#include <kconnect/errors.hpp>

#include "convert/json_schema_reader.hpp"
#include "convert/json_text.hpp"
#include "convert/serialization_error.hpp"

namespace kconnect::convert {

namespace {

constexpr const char* kNoEnvelope =
    "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and may not "
    "contain additional fields. If you are trying to deserialize plain JSON data, set "
    "schemas.enable=false in your converter configuration.";
constexpr const char* kNotJson =
    "Converting byte[] to Kafka Connect data failed due to serialization error: ";

/// Where `part` of `message` begins; absent when it lies elsewhere (in a rewritten document).
std::optional<std::size_t> position_in(std::string_view message, std::string_view part) noexcept {
    const auto start = reinterpret_cast<std::uintptr_t>(message.data());
    const auto address = reinterpret_cast<std::uintptr_t>(part.data());
    if (address < start || address >= start + message.size()) {
        return std::nullopt;
    }
    return address - start;
}

}  // namespace

JsonExactReader::JsonExactReader(const JsonReadSettings& settings)
    : settings_(settings),
      values_(settings.replace_null_with_default),
      schemas_(settings.cache_size, settings.replace_null_with_default),
      schemaless_(std::make_shared<const KnownSchema>()) {
}

ExactMessage JsonExactReader::read(std::string_view message, Arena& arena) {
    const JsonNode root = parse(message, arena);
    if (settings_.schemas_enabled) {
        return read_envelope(message, root, arena);
    }
    return {schemaless_, values_.read(nullptr, &root, arena), std::nullopt};
}

ExactMessage JsonExactReader::read_envelope(std::string_view message,
                                            const JsonNode& root,
                                            Arena& arena) {
    const JsonNode* schema = root.get("schema");
    const JsonNode* payload = root.get("payload");
    if (schema == nullptr || payload == nullptr || root.names.size() != 2) {
        throw DataException(kNoEnvelope);
    }
    ExactMessage result;
    result.known = schema_of(*schema);
    result.value = values_.read(result.known->schema.get(), payload, arena);
    const auto schema_position = position_in(message, schema->source);
    const auto payload_position = position_in(message, payload->source);
    if (schema_position.has_value() && payload_position.has_value() &&
        *schema_position < *payload_position) {
        result.prefix_length = payload_position;
    }
    return result;
}

KnownSchemaPtr JsonExactReader::schema_of(const JsonNode& node) {
    if (node.kind == JsonKind::kNull) {
        return schemaless_;
    }
    KnownSchemaPtr known = schemas_.find(node.source);
    if (known == nullptr) {
        known = schemas_.add(node.source, read_schema(node, values_));
    }
    return known;
}

std::optional<Value> JsonExactReader::read_payload(std::string_view message,
                                                   std::size_t payload_position,
                                                   const KnownSchema& known,
                                                   Arena& arena) {
    JsonNode node;
    try {
        node = trees_.read_member_value(message, payload_position, arena);
    } catch (const JsonParseException&) {
        rethrow_as_data_exception(kNotJson);
    }
    const auto end =
        static_cast<std::size_t>(node.source.data() + node.source.size() - message.data());
    const std::size_t next = message.find_first_not_of(" \t\r\n", end);
    if (next == std::string_view::npos || message[next] != '}') {
        return std::nullopt;
    }
    return values_.read(known.schema.get(), &node, arena);
}

JsonNode JsonExactReader::parse(std::string_view message, Arena& arena) {
    try {
        return trees_.read_document(to_utf8_document(message, arena), arena);
    } catch (const JsonParseException&) {
        rethrow_as_data_exception(kNotJson);
    }
}

}  // namespace kconnect::convert
