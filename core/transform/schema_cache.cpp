#include "schema_cache.hpp"

namespace kconnect::transform {
namespace {

void copy_basics(const Schema& source, bool with_name, SchemaBuilder& builder) {
    if (source.name() && with_name) {
        builder.name(*source.name());
    }
    if (source.version()) {
        builder.version(*source.version());
    }
    if (source.doc()) {
        builder.doc(*source.doc());
    }
    for (const auto& [key, value] : source.parameters()) {
        builder.parameter(key, value);
    }
}

}  // namespace

SchemaBuilder copy_schema_basics(const Schema& source) {
    SchemaBuilder builder(source.type());
    if (source.type() == SchemaType::kArray && source.value_schema() != nullptr) {
        builder.values(source.value_schema()->shared());
    }
    copy_basics(source, true, builder);
    return builder;
}

SchemaBuilder copy_schema_basics(const Schema& source, SchemaType type) {
    SchemaBuilder builder(type);
    copy_basics(source, source.logical_type() == LogicalType::kNone, builder);
    return builder;
}

}  // namespace kconnect::transform
