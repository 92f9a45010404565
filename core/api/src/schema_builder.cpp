#include <algorithm>
#include <utility>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>

namespace kconnect {

namespace {

LogicalType logical_type_named(std::string_view name) noexcept {
    if (name == kDecimalName) {
        return LogicalType::kDecimal;
    }
    if (name == kDateName) {
        return LogicalType::kDate;
    }
    if (name == kTimeName) {
        return LogicalType::kTime;
    }
    return name == kTimestampName ? LogicalType::kTimestamp : LogicalType::kNone;
}

}  // namespace

SchemaBuilder::SchemaBuilder(SchemaType type) : schema_(new Schema()) {
    schema_->type_ = type;
}

SchemaBuilder::~SchemaBuilder() = default;
SchemaBuilder::SchemaBuilder(SchemaBuilder&&) noexcept = default;
SchemaBuilder& SchemaBuilder::operator=(SchemaBuilder&&) noexcept = default;

SchemaBuilder& SchemaBuilder::optional(bool value) {
    schema_->optional_ = value;
    return *this;
}

SchemaBuilder& SchemaBuilder::default_value(const Value& value) {
    // The default itself may be null only where the schema is optional; Connect ignores it then.
    if (value.is_null()) {
        return *this;
    }
    try {
        validate_value(*schema_, value);
    } catch (const DataException&) {
        throw SchemaBuilderException("Invalid default value", std::current_exception());
    }
    schema_->default_value_ = copy_value(value, schema_->default_memory_);
    return *this;
}

SchemaBuilder& SchemaBuilder::name(std::string value) {
    schema_->logical_type_ = logical_type_named(value);
    schema_->name_ = std::move(value);
    return *this;
}

SchemaBuilder& SchemaBuilder::version(std::int32_t value) {
    schema_->version_ = value;
    return *this;
}

SchemaBuilder& SchemaBuilder::doc(std::string value) {
    schema_->doc_ = std::move(value);
    return *this;
}

SchemaBuilder& SchemaBuilder::parameter(std::string key, std::string value) {
    const auto known =
        std::ranges::find(schema_->parameters_, key, &std::pair<std::string, std::string>::first);
    if (known != schema_->parameters_.end()) {
        known->second = std::move(value);
    } else {
        schema_->parameters_.emplace_back(std::move(key), std::move(value));
    }
    return *this;
}

SchemaBuilder& SchemaBuilder::field(std::string name, SchemaPtr schema) {
    if (schema_->type_ != SchemaType::kStruct) {
        throw SchemaBuilderException("Cannot create fields on type " +
                                     std::string(name_of(schema_->type_)));
    }
    if (name.empty()) {
        throw SchemaBuilderException("fieldName cannot be null.");
    }
    if (schema == nullptr) {
        throw SchemaBuilderException("fieldSchema for field " + name + " cannot be null.");
    }
    if (schema_->field(name) != nullptr) {
        throw SchemaBuilderException("Cannot create field because of field name duplication " +
                                     name);
    }
    schema_->fields_.push_back({std::move(name), schema_->fields_.size(), std::move(schema)});
    return *this;
}

SchemaBuilder& SchemaBuilder::keys(SchemaPtr schema) {
    schema_->key_schema_ = std::move(schema);
    return *this;
}

SchemaBuilder& SchemaBuilder::values(SchemaPtr schema) {
    schema_->value_schema_ = std::move(schema);
    return *this;
}

SchemaBuilder& SchemaBuilder::open() {
    open_ = true;
    return *this;
}

SchemaPtr SchemaBuilder::build() {
    if (std::exchange(open_, false)) {
        return std::exchange(schema_, nullptr);
    }
    if (schema_->type_ == SchemaType::kMap && schema_->key_schema_ == nullptr) {
        throw SchemaBuilderException("Key schema of a MAP is missing");
    }
    const bool needs_values =
        schema_->type_ == SchemaType::kMap || schema_->type_ == SchemaType::kArray;
    if (needs_values && schema_->value_schema_ == nullptr) {
        throw SchemaBuilderException("Value schema of " + std::string(name_of(schema_->type_)) +
                                     " is missing");
    }
    return std::exchange(schema_, nullptr);
}

namespace {

struct PrimitiveSchemas {
    SchemaPtr required[12];
    SchemaPtr optional[12];
};

PrimitiveSchemas build_primitive_schemas() {
    PrimitiveSchemas all;
    for (std::size_t index = 0; index <= static_cast<std::size_t>(SchemaType::kBytes); ++index) {
        const auto type = static_cast<SchemaType>(index);
        all.required[index] = SchemaBuilder(type).build();
        all.optional[index] = SchemaBuilder(type).optional().build();
    }
    return all;
}

}  // namespace

const SchemaPtr& primitive_schema(SchemaType type, bool optional) {
    static const PrimitiveSchemas all = build_primitive_schemas();
    if (type > SchemaType::kBytes) {
        throw SchemaBuilderException(std::string(name_of(type)) + " is not a primitive type");
    }
    const auto index = static_cast<std::size_t>(type);
    return optional ? all.optional[index] : all.required[index];
}

SchemaPtr decimal_schema(std::int32_t scale, bool optional) {
    return SchemaBuilder(SchemaType::kBytes)
        .name(std::string(kDecimalName))
        .parameter("scale", std::to_string(scale))
        .version(1)
        .optional(optional)
        .build();
}

SchemaPtr logical_schema(LogicalType type, bool optional) {
    const auto build = [optional](SchemaType storage, std::string_view name) {
        return SchemaBuilder(storage).name(std::string(name)).version(1).optional(optional).build();
    };
    switch (type) {
        case LogicalType::kDate:
            return build(SchemaType::kInt32, kDateName);
        case LogicalType::kTime:
            return build(SchemaType::kInt32, kTimeName);
        case LogicalType::kTimestamp:
            return build(SchemaType::kInt64, kTimestampName);
        case LogicalType::kDecimal:
        case LogicalType::kNone:
            break;
    }
    throw SchemaBuilderException("logical_schema() makes DATE, TIME and TIMESTAMP only");
}

}  // namespace kconnect
