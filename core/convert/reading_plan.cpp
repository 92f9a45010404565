#include "convert/reading_plan.hpp"

#include <algorithm>

#include <kconnect/errors.hpp>

namespace kconnect::convert {

namespace {

ReadOperation operation_of(const Schema& schema) noexcept {
    switch (schema.logical_type()) {
        case LogicalType::kDecimal:
            return ReadOperation::kDecimal;
        case LogicalType::kDate:
            return ReadOperation::kDate;
        case LogicalType::kTime:
            return ReadOperation::kTime;
        case LogicalType::kTimestamp:
            return ReadOperation::kTimestamp;
        case LogicalType::kNone:
            break;
    }
    if (schema.type() == SchemaType::kMap && schema.key_schema()->type() != SchemaType::kString) {
        return ReadOperation::kExactOnly;
    }
    static_assert(
        static_cast<int>(ReadOperation::kInt8) == static_cast<int>(SchemaType::kInt8) + 1 &&
        static_cast<int>(ReadOperation::kStruct) == static_cast<int>(SchemaType::kStruct) + 1);
    return static_cast<ReadOperation>(static_cast<int>(schema.type()) + 1);
}

std::optional<std::int32_t> scale_of(const Schema& decimal) {
    try {
        return decimal.decimal_scale();
    } catch (const DataException&) {
        return std::nullopt;  // The exact reader says what is wrong when a value comes.
    }
}

/// Whether a name stands in JSON as it is, so that its bytes can be compared.
bool is_written_plainly(const Field& field) noexcept {
    return std::ranges::none_of(field.name, [](char character) {
        return character == '"' || character == '\\' || static_cast<unsigned char>(character) < ' ';
    });
}

}  // namespace

TypePlan make_reading_plan(const Schema* schema, bool replace_null_with_default) {
    TypePlan plan;
    if (schema == nullptr) {
        return plan;
    }
    plan.operation = operation_of(*schema);
    if (replace_null_with_default) {
        plan.null_value = schema->default_value();
    }
    plan.accepts_null = schema->is_optional() || !plan.null_value.is_null();
    if (plan.operation == ReadOperation::kDecimal) {
        plan.scale = scale_of(*schema);
    }
    if (plan.operation == ReadOperation::kArray || plan.operation == ReadOperation::kMap) {
        plan.parts = std::make_unique<TypePlan>(
            make_reading_plan(schema->value_schema(), replace_null_with_default));
    }
    if (plan.operation == ReadOperation::kStruct) {
        if (!std::ranges::all_of(schema->fields(), is_written_plainly)) {
            plan.operation = ReadOperation::kExactOnly;
            return plan;
        }
        for (const Field& field : schema->fields()) {
            plan.fields.push_back(
                {field.name, make_reading_plan(field.schema.get(), replace_null_with_default)});
        }
    }
    return plan;
}

}  // namespace kconnect::convert
