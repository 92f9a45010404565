#include "convert/connect_text.hpp"

#include <kconnect/errors.hpp>

#include "convert/base64.hpp"
#include "convert/iso_dates.hpp"

namespace kconnect::convert {

namespace {

/// Writes one value with all its parts.
class ConnectTextWriter {
public:
    ConnectTextWriter(std::pmr::string& text, LocalCalendar& calendar) noexcept
        : text_(text), calendar_(calendar) {}

    void append(const Schema* schema, const Value& value, bool inner) {
        const Schema* parts = schema == nullptr ? nullptr : schema->value_schema();
        switch (value.kind()) {
            case ValueKind::kString:
                return inner ? append_quoted(value.as_string()) : append_plain(value.as_string());
            case ValueKind::kBytes:
                return append_bytes(value, inner);
            case ValueKind::kArray:
                return append_array(parts, value.as_array());
            case ValueKind::kMap:
                return append_map(
                    schema == nullptr ? nullptr : schema->key_schema(), parts, value.as_map());
            case ValueKind::kStruct:
                return append_struct(require_schema(schema), value.as_struct());
            default:
                return append_scalar(schema, value);
        }
    }

private:
    static const Schema& require_schema(const Schema* schema) {
        if (schema == nullptr) {
            throw DataException(
                "A struct with a schema is needed, but found STRUCT without schema");
        }
        return *schema;
    }

    void append_plain(std::string_view text) { text_ += text; }

    void append_quoted(std::string_view text) {
        text_ += '"';
        for (const char character : text) {
            if (character == '\\' || character == '"') {
                text_ += '\\';
            }
            text_ += character;
        }
        text_ += '"';
    }

    void append_bytes(const Value& value, bool inner) {
        Arena memory;
        const std::string_view text = encode_base64(value.as_bytes(), memory);
        inner ? append_quoted(text) : append_plain(text);
    }

    void append_array(const Schema* parts, std::span<const Value> elements) {
        std::string_view separator = "[";
        for (const Value& element : elements) {
            text_ += separator;
            append(parts, element, true);
            separator = ",";
        }
        text_ += elements.empty() ? "[]" : "]";
    }

    void append_map(const Schema* keys, const Schema* values, std::span<const MapEntry> entries) {
        std::string_view separator = "{";
        for (const MapEntry& entry : entries) {
            text_ += separator;
            append(keys, entry.key, true);
            text_ += ':';
            append(values, entry.value, true);
            separator = ",";
        }
        text_ += entries.empty() ? "{}" : "}";
    }

    /// With the defaults of fields that are null, as Java's Struct.get gives them.
    void append_struct(const Schema& schema, std::span<const Value> values) {
        text_ += '{';
        for (const Field& field : schema.fields()) {
            text_ += field.index == 0 ? "" : ",";
            append_quoted(field.name);
            text_ += ':';
            const Value& value = values[field.index];
            append(
                field.schema.get(), value.is_null() ? field.schema->default_value() : value, true);
        }
        text_ += '}';
    }

    void append_scalar(const Schema* schema, const Value& value) {
        const LogicalType type = schema == nullptr ? LogicalType::kNone : schema->logical_type();
        if (value.is_integer() && type != LogicalType::kNone && type != LogicalType::kDecimal) {
            append_iso_date(text_, instant_of(type, value), calendar_);
        } else {
            text_ += to_string(value);
        }
    }

    std::pmr::string& text_;
    LocalCalendar& calendar_;
};

}  // namespace

void append_connect_text(std::pmr::string& text,
                         const Schema* schema,
                         const Value& value,
                         LocalCalendar& calendar,
                         bool inner) {
    ConnectTextWriter(text, calendar).append(schema, value, inner);
}

}  // namespace kconnect::convert
