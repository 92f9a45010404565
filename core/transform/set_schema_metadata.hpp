#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <kconnect/transformation.hpp>

#include "record_part.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Gives the schema of the key or value another name, version or both.
class SetSchemaMetadata : public Transformation {
public:
    explicit SetSchemaMetadata(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    SchemaPtr make_schema(const Schema& schema) const;

    const Side side_;
    std::optional<std::string> name_;
    std::optional<std::int32_t> version_;
    bool with_default_ = true;
    SchemaCache<SchemaPtr> schemas_;
};

}  // namespace kconnect::transform
