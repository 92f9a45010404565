#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/transformation.hpp>

namespace kconnect::transform {

/// The half of a record that a transformation works on; Java's nested classes `Key` and `Value`.
enum class Side : std::uint8_t { kKey, kValue };

/// `Base` on the key or the value: what the table of transformations registers.
template <typename Base, Side kSide>
class On final : public Base {
public:
    On() : Base(kSide) {}
};

/// Schema and value of one side of a record. Borrowed from the record.
class RecordPart {
public:
    RecordPart(ConnectRecord& record, Side side)
        : schema_(side == Side::kKey ? record.key_schema : record.value_schema),
          value_(side == Side::kKey ? record.key : record.value) {}

    const Schema* schema() const noexcept { return schema_; }
    const Value& value() const noexcept { return value_; }
    void replace(const Schema* schema, const Value& value) noexcept {
        schema_ = schema;
        value_ = value;
    }

private:
    const Schema*& schema_;
    Value& value_;
};

/// The Java class of a value without "class ", as error texts have it: "java.lang.String"; "null".
std::string_view java_class_name(const Schema* schema, const Value& value) noexcept;

/// Each throws DataException with Connect's text unless the part is what it says; `purpose` is the
/// transformation's word for its job: "field insertion".
/// @{
void require_schema(const Schema* schema, std::string_view purpose);
std::span<const MapEntry> require_map(const Value& value, std::string_view purpose);
std::span<const Value> require_struct(const Schema* schema,
                                      const Value& value,
                                      std::string_view purpose);
const SinkRecord& require_sink_record(const SinkRecord* record, std::string_view purpose);
/// @}

/// The value of the entry with this key; null when there is none.
const Value* find_entry(std::span<const MapEntry> entries, std::string_view key) noexcept;

/// Puts an entry in the place of one of the same key, else behind the first `count`, which is then
/// one more.
void put_entry(std::span<MapEntry> entries,
               std::size_t& count,
               std::string_view key,
               const Value& value) noexcept;

/// What stands in a copy for the null of a field: its default when `with_default`. Throws
/// DataException when null is left and the field is required (Java: Struct.put).
const Value& null_field_value(const Field& field, bool with_default);

/// A field's value in a copy of its struct.
inline const Value& field_value(const Field& field, const Value& value, bool with_default) {
    return value.is_null() ? null_field_value(field, with_default) : value;
}

/// The key that nine transformations have: nulls of fields with a default become the default.
ConfigKey replace_null_with_default_key();
inline constexpr const char* kReplaceNullWithDefault = "replace.null.with.default";

/// LIST that is not empty, with Connect's "Empty list".
Validator non_empty_list();

}  // namespace kconnect::transform
