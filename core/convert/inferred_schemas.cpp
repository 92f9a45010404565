#include "convert/inferred_schemas.hpp"

namespace kconnect::convert {

namespace {

constexpr std::size_t kMany = 1000;

SchemaPtr shared(const Schema* schema) {
    return schema == nullptr ? nullptr : schema->shared();
}

}  // namespace

void InferredSchemas::trim() {
    if (schemas_.size() > kMany) {
        schemas_.clear();
    }
}

const Schema* InferredSchemas::array_of(const Schema* elements) {
    SchemaPtr& known = schemas_[Key(SchemaType::kArray, nullptr, elements, 0)];
    if (known == nullptr) {
        known = SchemaBuilder(SchemaType::kArray).values(shared(elements)).open().build();
    }
    return known.get();
}

const Schema* InferredSchemas::map_of(const Schema* keys, const Schema* values) {
    SchemaPtr& known = schemas_[Key(SchemaType::kMap, keys, values, 0)];
    if (known == nullptr) {
        known = SchemaBuilder(SchemaType::kMap)
                    .keys(shared(keys))
                    .values(shared(values))
                    .open()
                    .build();
    }
    return known.get();
}

const Schema* InferredSchemas::decimal(std::int32_t scale) {
    SchemaPtr& known = schemas_[Key(SchemaType::kBytes, nullptr, nullptr, scale)];
    if (known == nullptr) {
        known = decimal_schema(scale);
    }
    return known.get();
}

}  // namespace kconnect::convert
