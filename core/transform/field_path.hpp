#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/schema.hpp>

namespace kconnect::transform {

/// The way to a field of nested structs or maps. Java: SingleFieldPath.
class FieldPath {
public:
    /// One field, whatever its name (`field.syntax.version` V1), or names with dots between them
    /// and backticks around those that have dots (V2). Throws ConfigException for an open backtick.
    FieldPath(std::string_view text, bool is_nested);

    const std::vector<std::string>& steps() const noexcept { return steps_; }

    /// The value behind the path; null when a map on the way does not have it or is null.
    /// Throws DataException for what is no map on the way.
    Value value_in(std::span<const MapEntry> map) const;

private:
    std::vector<std::string> steps_;
};

/// A path through the structs of one schema.
struct ResolvedPath {
    std::vector<const Field*>
        fields;  ///< Lives as long as the schema; empty: there is no such field.

    /// The value of the last field, with a default on the way, and at its end when `with_default`.
    const Value& value_in(const Value& start, bool with_default) const;
};

/// Where the path leads to in this schema. Throws DataException for a schema on the way that is
/// no struct.
ResolvedPath resolve(const FieldPath& path, const Schema& schema);

/// The key `field.syntax.version`, and what its text means.
/// @{
ConfigKey field_syntax_version_key();
bool is_nested_syntax(const ParsedConfig& config);
/// @}

}  // namespace kconnect::transform
