#include "schema_hash.hpp"

#include <functional>
#include <optional>
#include <string>

namespace kconnect::jdbc {

namespace {

std::size_t hash_of(const std::string& text) noexcept {
    return std::hash<std::string>{}(text);
}

std::size_t hash_of(const std::optional<std::string>& text) noexcept {
    return text.has_value() ? hash_of(*text) : 0;
}

}  // namespace

std::size_t schema_hash(const Schema* schema) noexcept {
    if (schema == nullptr) {
        return 0;
    }
    std::size_t hash = static_cast<std::size_t>(schema->type()) + 1;
    const auto add = [&hash](std::size_t part) { hash = combined_hash(hash, part); };
    add(schema->is_optional() ? 1 : 0);
    add(schema->default_value().is_null() ? 0 : 1);
    add(hash_of(schema->name()));
    add(static_cast<std::size_t>(schema->version().value_or(-1)));
    add(hash_of(schema->doc()));
    std::size_t parameters = 0;  // their order does not count
    for (const auto& [key, value] : schema->parameters()) {
        parameters += combined_hash(hash_of(key), hash_of(value));
    }
    add(parameters);
    for (const Field& field : schema->fields()) {
        add(hash_of(field.name));
        add(schema_hash(field.schema.get()));
    }
    add(schema_hash(schema->key_schema()));
    add(schema_hash(schema->value_schema()));
    return hash;
}

}  // namespace kconnect::jdbc
