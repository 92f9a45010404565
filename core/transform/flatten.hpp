#pragma once

#include <cstddef>
#include <string>

#include <kconnect/arena.hpp>
#include <kconnect/transformation.hpp>

#include "record_part.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Puts the fields of nested structs or maps into the outermost one, under the joined names.
class Flatten : public Transformation {
public:
    explicit Flatten(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    /// What a schema inherits from those around it.
    struct Around {
        std::string prefix;
        bool is_optional;
        Value default_value;  ///< The struct's own default, or what its parent's default has here.
    };

    SchemaPtr make_schema(const Schema& schema) const;
    void add_fields(const Schema& schema, const Around& around, SchemaBuilder& builder) const;
    std::string joined(const std::string& prefix, const std::string& name) const;
    std::string_view joined(std::string_view prefix, const Value& key, Arena& arena) const;

    struct Entries;
    void add_entries(std::span<const MapEntry> from, std::string_view prefix, Entries& into) const;

    const Side side_;
    std::string delimiter_;
    SchemaCache<SchemaPtr> schemas_;
};

}  // namespace kconnect::transform
