#include "schema_cache.hpp"

namespace kconnect::transform {

SchemaBuilder copy_schema_basics(const Schema& source) {
    SchemaBuilder builder(source.type());
    if (source.type() == SchemaType::kArray && source.value_schema() != nullptr) {
        builder.values(source.value_schema()->shared());
    }
    if (source.name()) {
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
    return builder;
}

}  // namespace kconnect::transform
