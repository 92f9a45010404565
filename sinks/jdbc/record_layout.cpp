#include "record_layout.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::jdbc {

namespace {

/// The key's columns of pk.mode=kafka without pk.fields; wherever columns of these names come from,
/// a table is created with them first.
constexpr std::array<std::string_view, 3> kPlaceColumns{
    "__connect_topic", "__connect_partition", "__connect_offset"};

/// Java's simple class name of a value, as Connect's messages show it.
std::string_view java_name(const Value& value) {
    switch (value.kind()) {
        case ValueKind::kNull:
            return "null";
        case ValueKind::kInt8:
            return "Byte";
        case ValueKind::kInt16:
            return "Short";
        case ValueKind::kInt32:
            return "Integer";
        case ValueKind::kInt64:
            return "Long";
        case ValueKind::kFloat32:
            return "Float";
        case ValueKind::kFloat64:
            return "Double";
        case ValueKind::kBoolean:
            return "Boolean";
        case ValueKind::kString:
            return "String";
        case ValueKind::kBytes:
            return "byte[]";
        case ValueKind::kArray:
            return "ArrayList";
        case ValueKind::kMap:
            return "HashMap";
        case ValueKind::kStruct:
            return "Struct";
        case ValueKind::kDecimal:
            return "BigDecimal";
    }
    return "null";
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                    : character;
    });
    return lower;
}

[[noreturn]] void refuse_record(const JdbcSinkConfig& config,
                                const SinkRecord& record,
                                std::string_view needs,
                                std::string_view part,
                                const Value& value,
                                const Schema* schema) {
    throw ConnectException(fmt::format(
        "Sink connector '{}' is configured with 'delete.enabled={}' and 'pk.mode={}' and "
        "therefore requires records with {}, but found record at "
        "(topic='{}',partition={},offset={},timestamp={}) with a {} {} and {} {} schema.",
        config.connector_name,
        config.delete_enabled,
        lower_case(name_of(config.primary_key_mode)),
        needs,
        record.topic,
        record.partition.value_or(0),
        record.kafka_offset,
        record.timestamp.has_value() ? std::to_string(*record.timestamp) : "null",
        java_name(value),
        part,
        schema == nullptr ? std::string("null") : lower_case(name_of(schema->type())),
        part));
}

bool is_primitive(const Schema& schema) {
    return schema.type() < SchemaType::kArray;
}

/// A null value with or without a schema, where such records delete.
bool is_tombstone(const JdbcSinkConfig& config, const SinkRecord& record) {
    return config.delete_enabled && record.value.is_null();
}

void check_record(const JdbcSinkConfig& config, const SinkRecord& record) {
    const bool key_is_used =
        config.primary_key_mode == PrimaryKeyMode::kRecordKey || config.delete_enabled;
    const bool key_fits =
        record.key_schema != nullptr && !record.key.is_null() &&
        (is_primitive(*record.key_schema) || record.key_schema->type() == SchemaType::kStruct);
    if (key_is_used && !key_fits) {
        refuse_record(config,
                      record,
                      "a non-null key and non-null Struct or primitive key schema",
                      "key",
                      record.key,
                      record.key_schema);
    }
    const bool value_fits = is_tombstone(config, record) ||
                            (record.value_schema != nullptr && !record.value.is_null() &&
                             (record.value_schema->type() == SchemaType::kStruct ||
                              record.value_schema->type() == SchemaType::kString));
    if (!value_fits) {
        refuse_record(config,
                      record,
                      "a non-null Struct or String value and non-null Struct or String schema",
                      "value",
                      record.value,
                      record.value_schema);
    }
}

std::string listed(const std::vector<std::string>& names) {
    return fmt::format("[{}]", fmt::join(names, ", "));
}

const Value* default_of(const Schema& schema) {
    return schema.default_value().is_null() ? nullptr : &schema.default_value();
}

/// A logical type comes first, as in Java.
sql::TimestampUnit unit_of(const JdbcSinkConfig& config, const LayoutColumn& column) {
    const bool fits = column.schema->logical_type() == LogicalType::kNone &&
                      (column.schema->type() == SchemaType::kInt64 ||
                       column.schema->type() == SchemaType::kString);
    const bool listed_field = fits && std::ranges::find(config.timestamp_fields, column.name) !=
                                          config.timestamp_fields.end();
    return listed_field ? config.timestamp_unit : sql::TimestampUnit::kNone;
}

}  // namespace

RecordLayout::RecordLayout(const JdbcSinkConfig& config,
                           const SinkRecord& record,
                           TableTarget& target)
    : target_(&target), is_delete_(is_tombstone(config, record)) {
    check_record(config, record);
    std::vector<Column> keys = key_columns(config, record);
    std::vector<Column> values = value_columns(config, record, keys);
    for (std::vector<Column>* part : {&keys, &values}) {
        for (Column& column : *part) {
            column.column.unit = unit_of(config, column.column);
        }
    }
    if (keys.empty() && (values.empty() || is_delete_)) {
        throw ConnectException("No fields found using key and value schemas for table: " +
                               target.name());
    }
    if (keys.empty() && config.insert_mode == InsertMode::kUpsert) {
        throw ConnectException(fmt::format(
            "Write to table '{}' in UPSERT mode requires key field names to be known, check the "
            "primary key configuration",
            target.name()));
    }
    ColumnSet set;
    set.key_count = keys.size();
    const auto add = [this, &set](const Column& column) {
        set.columns.push_back(column.column);
        sources_.push_back(column.source);
    };
    std::ranges::for_each(keys, add);
    if (!is_delete_) {
        std::ranges::for_each(values, add);
    }
    columns_ = target.intern(std::move(set));
    set_creation_columns(config, record, keys, values);
}

/// Topic, partition and offset of the record, as transformations left them.
std::vector<RecordLayout::Column> RecordLayout::place_as_key(const JdbcSinkConfig& config) const {
    constexpr std::array kTypes{SchemaType::kString, SchemaType::kInt32, SchemaType::kInt64};
    const std::vector<std::string>& fields = config.primary_key_fields;
    if (!fields.empty() && fields.size() != kTypes.size()) {
        throw ConnectException(fmt::format(
            "PK mode for table '{}' is KAFKA so there should either be no field names defined for "
            "defaults {} to be applicable, or exactly 3, defined fields are: {}",
            target_->name(),
            listed({kPlaceColumns.begin(), kPlaceColumns.end()}),
            listed(fields)));
    }
    std::vector<Column> keys;
    for (std::size_t index = 0; index < kTypes.size(); ++index) {
        const std::string name = fields.empty() ? std::string(kPlaceColumns[index]) : fields[index];
        keys.push_back({{name, primitive_schema(kTypes[index])}, {kPlace, index, nullptr}});
    }
    return keys;
}

std::vector<RecordLayout::Column> RecordLayout::fields_as_key(const JdbcSinkConfig& config,
                                                              const Schema& schema,
                                                              Base base,
                                                              std::string_view origin) const {
    std::vector<std::string> names = config.primary_key_fields;
    if (names.empty()) {
        for (const Field& field : schema.fields()) {
            names.push_back(field.name);
        }
    }
    std::vector<Column> keys;
    for (const std::string& name : names) {
        const Field* field = schema.field(name);
        if (field == nullptr) {
            throw ConnectException(
                fmt::format("PK mode for table '{}' is {} with configured PK fields {}, but {} "
                            "schema does not contain field: {}",
                            target_->name(),
                            name_of(config.primary_key_mode),
                            listed(names),
                            origin,
                            name));
        }
        // Java binds key values with Struct.get: the default counts, whatever the setting says.
        keys.push_back({{name, field->schema}, {base, field->index, default_of(*field->schema)}});
    }
    return keys;
}

std::vector<RecordLayout::Column> RecordLayout::key_columns(const JdbcSinkConfig& config,
                                                            const SinkRecord& record) const {
    if (config.primary_key_mode == PrimaryKeyMode::kNone) {
        return {};
    }
    if (config.primary_key_mode == PrimaryKeyMode::kKafka) {
        return place_as_key(config);
    }
    if (config.primary_key_mode == PrimaryKeyMode::kRecordValue) {
        if (record.value_schema->type() != SchemaType::kStruct) {
            throw ConnectException(fmt::format(
                "PK mode for table '{}' is RECORD_VALUE, but record value schema is {} and no "
                "struct",
                target_->name(),
                name_of(record.value_schema->type())));
        }
        return fields_as_key(config, *record.value_schema, kValueField, "record value");
    }
    if (record.key_schema->type() == SchemaType::kStruct) {
        return fields_as_key(config, *record.key_schema, kKeyField, "record key");
    }
    if (config.primary_key_fields.size() != 1) {
        throw ConnectException(
            "Need exactly one PK column defined since the key schema for records is a primitive "
            "type, defined columns are: " +
            listed(config.primary_key_fields));
    }
    return {{{config.primary_key_fields.front(), record.key_schema->shared()},
             {kKey, 0, default_of(*record.key_schema)}}};
}

std::vector<RecordLayout::Column> RecordLayout::value_columns(
    const JdbcSinkConfig& config, const SinkRecord& record, const std::vector<Column>& keys) const {
    const auto is_key = [&keys](const std::string& name) {
        return std::ranges::any_of(keys,
                                   [&name](const Column& key) { return key.column.name == name; });
    };
    if (record.value_schema == nullptr) {
        return {};  // a tombstone
    }
    if (record.value_schema->type() == SchemaType::kString) {
        return {
            {{config.string_value_column, record.value_schema->shared()}, {kValue, 0, nullptr}}};
    }
    std::vector<Column> columns;
    for (const Field& field : record.value_schema->fields()) {
        const bool listed =
            config.fields_whitelist.empty() ||
            std::ranges::find(config.fields_whitelist, field.name) != config.fields_whitelist.end();
        if (!listed || is_key(field.name)) {
            continue;
        }
        const Value* replacement =
            config.replace_null_with_default ? default_of(*field.schema) : nullptr;
        columns.push_back({{field.name, field.schema}, {kValueField, field.index, replacement}});
    }
    return columns;
}

void RecordLayout::set_creation_columns(const JdbcSinkConfig& config,
                                        const SinkRecord& record,
                                        const std::vector<Column>& keys,
                                        const std::vector<Column>& values) {
    const auto add = [&](const Column& column, bool primary_key) {
        creation_columns_.push_back({column.column.name,
                                     column.column.schema,
                                     primary_key,
                                     config.clock,
                                     column.column.unit});
    };
    const auto named = [](std::vector<Column>& columns, std::string_view name) {
        return std::ranges::find_if(
            columns, [name](const Column& column) { return column.column.name == name; });
    };
    std::vector<Column> other_keys = keys;
    std::vector<Column> others = values;
    const auto take = [&](std::string_view name) {
        if (const auto key = named(other_keys, name); key != other_keys.end()) {
            add(*key, true);
            other_keys.erase(key);
        } else if (const auto value = named(others, name); value != others.end()) {
            add(*value, false);
            others.erase(value);
        }
    };
    std::ranges::for_each(kPlaceColumns, take);
    if (record.value_schema != nullptr && record.value_schema->type() == SchemaType::kStruct) {
        for (const Field& field : record.value_schema->fields()) {
            take(field.name);
        }
    }
    std::ranges::for_each(others, [&add](const Column& column) { add(column, false); });
    std::ranges::sort(other_keys, {}, [](const Column& column) { return column.column.name; });
    std::ranges::for_each(other_keys, [&add](const Column& column) { add(column, true); });
}

RecordLayout::Cells::Cells(const RecordLayout& layout, const SinkRecord& record)
    : layout_(&layout), bases_{&record.key, nullptr, &record.value, nullptr, nullptr} {
    if (layout.sources_.front().base == kPlace) {
        place_ = {Value::of_string(record.topic),
                  Value::of_int32(record.partition.value_or(0)),
                  Value::of_int64(record.kafka_offset)};
        bases_[kPlace] = place_.data();
    }
    if (record.key.kind() == ValueKind::kStruct) {
        bases_[kKeyField] = record.key.as_struct().data();
    }
    if (record.value.kind() == ValueKind::kStruct) {
        bases_[kValueField] = record.value.as_struct().data();
    }
}

}  // namespace kconnect::jdbc
