#pragma once

#include <string_view>

#include <kconnect/value.hpp>

namespace kconnect::convert {

/// The Java class that holds a value of this kind, as Class.toString() prints it in error texts.
constexpr std::string_view java_class_of(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::kNull:
            return "null";
        case ValueKind::kInt8:
            return "class java.lang.Byte";
        case ValueKind::kInt16:
            return "class java.lang.Short";
        case ValueKind::kInt32:
            return "class java.lang.Integer";
        case ValueKind::kInt64:
            return "class java.lang.Long";
        case ValueKind::kFloat32:
            return "class java.lang.Float";
        case ValueKind::kFloat64:
            return "class java.lang.Double";
        case ValueKind::kBoolean:
            return "class java.lang.Boolean";
        case ValueKind::kString:
            return "class java.lang.String";
        case ValueKind::kBytes:
            return "class [B";
        case ValueKind::kArray:
            return "class java.util.ArrayList";
        case ValueKind::kMap:
            return "class java.util.HashMap";
        case ValueKind::kStruct:
            return "class org.apache.kafka.connect.data.Struct";
        case ValueKind::kDecimal:
            return "class java.math.BigDecimal";
    }
    return {};
}

}  // namespace kconnect::convert
