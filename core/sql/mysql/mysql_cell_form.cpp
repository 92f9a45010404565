#include "mysql/mysql_cell_form.hpp"

#include <fmt/format.h>
#include <mysql.h>

#include <kconnect/errors.hpp>

#include "mysql/mysql_number_literal.hpp"

namespace kconnect::sql::mysql {

namespace {

Form logical_form(const Schema& schema, Form otherwise) {
    switch (schema.logical_type()) {
        case LogicalType::kDecimal:
            return Form::kDecimal;
        case LogicalType::kDate:
            return Form::kDate;
        case LogicalType::kTime:
            return Form::kTime;
        case LogicalType::kTimestamp:
            return Form::kTimestamp;
        case LogicalType::kNone:
            break;
    }
    return otherwise;
}

}  // namespace

Form form_of(const WriteColumn& column) {
    const Schema& schema = *column.schema;
    if (column.unit != TimestampUnit::kNone) {
        return Form::kTimestamp;
    }
    const bool is_literal = tells_literals_apart(column.target.type);
    switch (schema.type()) {
        case SchemaType::kInt8:
            return Form::kInt8;
        case SchemaType::kInt16:
            return Form::kInt16;
        case SchemaType::kInt32:
            return logical_form(schema, Form::kInt32);
        case SchemaType::kInt64:
            return logical_form(schema, Form::kInt64);
        case SchemaType::kFloat32:
            if (column.target.type.starts_with("float")) {
                return Form::kFloat;
            }
            return is_literal ? Form::kRealLiteral : Form::kFloatAsDouble;
        case SchemaType::kFloat64:
            return is_literal ? Form::kRealLiteral : Form::kDouble;
        case SchemaType::kBoolean:
            return Form::kBoolean;
        case SchemaType::kString:
            return Form::kText;
        case SchemaType::kBytes:
            return logical_form(schema, Form::kBytes);
        case SchemaType::kArray:
        case SchemaType::kMap:
        case SchemaType::kStruct:
            break;
    }
    throw ConnectException(fmt::format("Unsupported source data type: {}", name_of(schema.type())));
}

int wire_type(Form form) {
    switch (form) {
        case Form::kInt8:
        case Form::kBoolean:
            return MYSQL_TYPE_TINY;
        case Form::kInt16:
            return MYSQL_TYPE_SHORT;
        case Form::kInt32:
            return MYSQL_TYPE_LONG;
        case Form::kInt64:
            return MYSQL_TYPE_LONGLONG;
        case Form::kFloat:
            return MYSQL_TYPE_FLOAT;
        case Form::kDouble:
        case Form::kFloatAsDouble:
        case Form::kRealLiteral:
            return MYSQL_TYPE_DOUBLE;
        case Form::kText:
            return MYSQL_TYPE_STRING;
        case Form::kBytes:
            return MYSQL_TYPE_BLOB;
        case Form::kDecimal:
            return MYSQL_TYPE_NEWDECIMAL;
        case Form::kDate:
            return MYSQL_TYPE_DATE;
        case Form::kTime:
            return MYSQL_TYPE_TIME;
        case Form::kTimestamp:
            return MYSQL_TYPE_DATETIME;
    }
    return MYSQL_TYPE_NULL;
}

std::size_t width_of(Form form) {
    switch (form) {
        case Form::kInt8:
        case Form::kBoolean:
            return 1;
        case Form::kInt16:
            return 2;
        case Form::kInt32:
        case Form::kFloat:
            return 4;
        case Form::kInt64:
        case Form::kDouble:
        case Form::kFloatAsDouble:
        case Form::kRealLiteral:
            return 8;
        default:
            return 0;
    }
}

bool is_date_or_time(Form form) {
    return form >= Form::kDate;
}

}  // namespace kconnect::sql::mysql
