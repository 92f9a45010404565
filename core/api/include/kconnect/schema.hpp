#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kconnect/arena.hpp>
#include <kconnect/export.hpp>
#include <kconnect/value.hpp>

namespace kconnect {

/// Connect's schema types, in Connect's order.
enum class SchemaType : std::uint8_t {
    kInt8,
    kInt16,
    kInt32,
    kInt64,
    kFloat32,
    kFloat64,
    kBoolean,
    kString,
    kBytes,
    kArray,
    kMap,
    kStruct,
};

/// Connect's own logical types, known by the schema's name alone.
enum class LogicalType : std::uint8_t { kNone, kDecimal, kDate, kTime, kTimestamp };

inline constexpr std::string_view kDecimalName = "org.apache.kafka.connect.data.Decimal";
inline constexpr std::string_view kDateName = "org.apache.kafka.connect.data.Date";
inline constexpr std::string_view kTimeName = "org.apache.kafka.connect.data.Time";
inline constexpr std::string_view kTimestampName = "org.apache.kafka.connect.data.Timestamp";

/// Connect's word: "INT8", ..., "STRUCT".
KCONNECT_API std::string_view name_of(SchemaType type) noexcept;

class Schema;
using SchemaPtr = std::shared_ptr<const Schema>;

/// A named place in a struct.
struct Field {
    std::string name;
    std::size_t index;  ///< Position in Value::as_struct().
    SchemaPtr schema;
};

/// The type of a value: immutable, shared, compared by content.
/// Threads: any. A cache that outlives a batch keeps the SchemaPtr (`shared()`), never the
/// bare pointer: an address may come again for another schema.
class KCONNECT_API Schema : public std::enable_shared_from_this<Schema> {
public:
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;
    ~Schema();

    SchemaType type() const noexcept { return type_; }
    LogicalType logical_type() const noexcept { return logical_type_; }
    bool is_optional() const noexcept { return optional_; }
    /// Null when there is no default; lives as long as the schema.
    const Value& default_value() const noexcept { return default_value_; }
    const std::optional<std::string>& name() const noexcept { return name_; }
    const std::optional<std::int32_t>& version() const noexcept { return version_; }
    const std::optional<std::string>& doc() const noexcept { return doc_; }
    /// In the order they were given, as Java writes them; no name comes twice.
    std::span<const std::pair<std::string, std::string>> parameters() const noexcept {
        return parameters_;
    }
    /// Null when there is no parameter of this name.
    const std::string* parameter(std::string_view name) const noexcept;
    /// Decimal's parameter "scale"; throws DataException when it is missing or no number.
    std::int32_t decimal_scale() const;

    /// Fields of a STRUCT; empty for all other types.
    std::span<const Field> fields() const noexcept { return fields_; }
    /// Null when there is no field of this name.
    const Field* field(std::string_view name) const noexcept;
    /// Key schema of a MAP, else null. Null also for a MAP without key schema, see
    /// SchemaBuilder::open().
    const Schema* key_schema() const noexcept { return key_schema_.get(); }
    /// Value schema of a MAP, element schema of an ARRAY, else null. Null also where those are
    /// open.
    const Schema* value_schema() const noexcept { return value_schema_.get(); }

    SchemaPtr shared() const { return shared_from_this(); }

    /// Equal in every part, as Connect compares: type, optional, default, name, version, doc,
    /// parameters (in any order), fields, key and value schema.
    KCONNECT_API friend bool operator==(const Schema& left, const Schema& right) noexcept;

private:
    friend class SchemaBuilder;
    Schema() = default;

    SchemaType type_ = SchemaType::kString;
    LogicalType logical_type_ = LogicalType::kNone;
    bool optional_ = false;
    Value default_value_;
    std::optional<std::string> name_;
    std::optional<std::int32_t> version_;
    std::optional<std::string> doc_;
    std::vector<std::pair<std::string, std::string>> parameters_;
    std::vector<Field> fields_;
    SchemaPtr key_schema_;
    SchemaPtr value_schema_;
    Arena default_memory_;  ///< Holds what default_value_ points to.
};

/// Builds one schema; throws SchemaBuilderException with Connect's texts.
/// ```
/// SchemaPtr flight = SchemaBuilder(SchemaType::kStruct).field("id", int64_schema()).build();
/// ```
class KCONNECT_API SchemaBuilder {
public:
    explicit SchemaBuilder(SchemaType type);
    ~SchemaBuilder();
    SchemaBuilder(SchemaBuilder&&) noexcept;
    SchemaBuilder& operator=(SchemaBuilder&&) noexcept;
    SchemaBuilder(const SchemaBuilder&) = delete;
    SchemaBuilder& operator=(const SchemaBuilder&) = delete;

    SchemaBuilder& optional(bool value = true);
    /// Copies the value; it must fit the type ("Invalid default value" otherwise).
    SchemaBuilder& default_value(const Value& value);
    SchemaBuilder& name(std::string value);
    SchemaBuilder& version(std::int32_t value);
    SchemaBuilder& doc(std::string value);
    SchemaBuilder& parameter(std::string key, std::string value);
    /// Next field of a STRUCT; a second field of the same name is an error.
    SchemaBuilder& field(std::string name, SchemaPtr schema);
    /// Key schema of a MAP.
    SchemaBuilder& keys(SchemaPtr schema);
    /// Value schema of a MAP, element schema of an ARRAY.
    SchemaBuilder& values(SchemaPtr schema);
    /// Lets build() leave out the key or value schema of a MAP or ARRAY, whose parts then have no
    /// common type: what headers such as `[1,"a"]` give.
    SchemaBuilder& open();
    /// The schema; the builder is empty afterwards.
    SchemaPtr build();

private:
    std::shared_ptr<Schema> schema_;
    bool open_ = false;
};

/// A primitive schema without name or default; the same object for each call.
KCONNECT_API const SchemaPtr& primitive_schema(SchemaType type, bool optional = false);
/// Connect's logical types: DECIMAL on BYTES (scale as parameter), DATE and TIME on INT32,
/// TIMESTAMP on INT64; version 1.
KCONNECT_API SchemaPtr decimal_schema(std::int32_t scale, bool optional = false);
KCONNECT_API SchemaPtr logical_schema(LogicalType type, bool optional = false);

/// Throws DataException with Connect's text unless `value` fits `schema` (kind, required parts).
KCONNECT_API void validate_value(const Schema& schema,
                                 const Value& value,
                                 std::string_view field_name = {});

/// The value as Java's `toString` shows it: `Struct{id=1,name=x}`, `[1, 2]`, `{k=v}`.
/// `schema` may be null.
KCONNECT_API std::string to_string(const Schema* schema, const Value& value);

/// A copy of `value` and of all it points to.
KCONNECT_API Value copy_value(const Value& value, Arena& into);

/// A schema (null for schemaless data) and its value.
struct SchemaAndValue {
    const Schema* schema = nullptr;
    Value value;
};

/// Reads a struct by field name. Borrowed like its parts.
class KCONNECT_API StructView {
public:
    /// Throws DataException unless `value` is a struct of `schema`.
    StructView(const Schema* schema, const Value& value);

    const Schema& schema() const noexcept { return *schema_; }
    /// The field's value, or the field's default where that is null (Java: Struct.get).
    /// Throws DataException for an unknown name.
    const Value& operator[](std::string_view name) const;
    /// As it came, without the default (Java: getWithoutDefault).
    const Value& without_default(std::string_view name) const;

private:
    const Schema* schema_;
    std::span<const Value> fields_;
};

}  // namespace kconnect
