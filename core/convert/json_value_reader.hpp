#pragma once

#include <string_view>

#include <kconnect/arena.hpp>
#include <kconnect/schema.hpp>

#include "convert/json_tree.hpp"

namespace kconnect::convert {

/// Turns a JSON node into a value of a schema exactly as Java's JsonConverter.convertToConnect,
/// whose getters are lenient: text reads as the number 0, a number as the text null, numbers wrap.
/// Throws DataException with Connect's texts.
class JsonValueReader {
public:
    /// `replace_null_with_default` is the key replace.null.with.default.
    explicit JsonValueReader(bool replace_null_with_default) noexcept
        : replace_null_with_default_(replace_null_with_default) {}

    /// `schema` is null for schemaless data; `node` is null for a member that is missing. The
    /// value points into `arena`, the node's texts and the schema's default.
    Value read(const Schema* schema, const JsonNode* node, Arena& arena) const;

private:
    Value read_schemaless(const JsonNode* node, Arena& arena) const;
    Value read_typed(const Schema& schema, const JsonNode& node, Arena& arena) const;
    Value read_array(const Schema* elements, const JsonNode& node, Arena& arena) const;
    Value read_text_map(const Schema* values, const JsonNode& node, Arena& arena) const;
    Value read_tuple_map(const Schema& schema, const JsonNode& node, Arena& arena) const;
    Value read_struct(const Schema& schema, const JsonNode& node, Arena& arena) const;

    bool replace_null_with_default_;
};

}  // namespace kconnect::convert
