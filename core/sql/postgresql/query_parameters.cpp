#include "postgresql/query_parameters.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "postgresql/types.hpp"

namespace kconnect::sql::postgresql {

QueryParameters::QueryParameters(std::span<const Value> values) {
    texts_.reserve(values.size());
    for (const Value& value : values) {
        add(value);
    }
}

void QueryParameters::add_text(unsigned type, std::string text) {
    const std::string& kept = texts_.emplace_back(std::move(text));
    parameters_.add(type, kept.c_str(), kept.size(), false);
}

void QueryParameters::add(const Value& value) {
    switch (value.kind()) {
        case ValueKind::kNull:
            parameters_.add(0, nullptr, 0, false);
            return;
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            add_text(oid::kInt8, std::to_string(value.to_integer()));
            return;
        case ValueKind::kFloat32:
            add_text(oid::kFloat4, fmt::format("{}", value.as_float32()));
            return;
        case ValueKind::kFloat64:
            add_text(oid::kFloat8, fmt::format("{}", value.as_float64()));
            return;
        case ValueKind::kBoolean:
            add_text(oid::kBool, value.as_boolean() ? "t" : "f");
            return;
        case ValueKind::kString:
            if (value.as_string().find('\0') != std::string_view::npos) {
                throw DataException("PostgreSQL's texts cannot hold the character U+0000");
            }
            add_text(0, std::string(value.as_string()));
            return;
        case ValueKind::kBytes: {
            const auto bytes = value.as_bytes();
            const std::string& kept =
                texts_.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            parameters_.add(oid::kBytea, kept.data(), kept.size(), true);
            return;
        }
        default:
            throw DataException(fmt::format("{} cannot be the parameter of a query",
                                            kconnect::name_of(value.kind())));
    }
}

}  // namespace kconnect::sql::postgresql
