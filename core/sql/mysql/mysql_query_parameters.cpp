#include "mysql/mysql_query_parameters.hpp"

#include <fmt/format.h>
#include <mysql.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql::mysql {
namespace {

void bind_text(st_mysql_bind& bind, enum_field_types type, const void* data, std::size_t size) {
    bind.buffer_type = type;
    bind.buffer = const_cast<void*>(data);
    bind.buffer_length = size;
}

}  // namespace

QueryParameters::QueryParameters(std::span<const Value> values)
    : numbers_(values.size()), binds_(values.size()) {
    for (std::size_t index = 0; index < values.size(); ++index) {
        bind(binds_[index], numbers_[index], values[index]);
    }
}

QueryParameters::~QueryParameters() = default;

void QueryParameters::bind(st_mysql_bind& bind, Number& number, const Value& value) {
    bind.buffer = &number;
    switch (value.kind()) {
        case ValueKind::kNull:
            bind.buffer_type = MYSQL_TYPE_NULL;
            return;
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            number.integer = value.to_integer();
            return;
        case ValueKind::kFloat32:
            bind.buffer_type = MYSQL_TYPE_FLOAT;
            number.single = value.as_float32();
            return;
        case ValueKind::kFloat64:
            bind.buffer_type = MYSQL_TYPE_DOUBLE;
            number.real = value.as_float64();
            return;
        case ValueKind::kBoolean:
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            number.integer = value.as_boolean() ? 1 : 0;
            return;
        case ValueKind::kString:
            bind_text(bind, MYSQL_TYPE_STRING, value.as_string().data(), value.as_string().size());
            return;
        case ValueKind::kBytes:
            bind_text(bind, MYSQL_TYPE_BLOB, value.as_bytes().data(), value.as_bytes().size());
            return;
        default:
            throw DataException(fmt::format("{} cannot be the parameter of a query",
                                            kconnect::name_of(value.kind())));
    }
}

}  // namespace kconnect::sql::mysql
