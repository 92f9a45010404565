#pragma once

#include <string>

#include <kconnect/transformation.hpp>

#include "record_part.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Wraps the key or value into a struct or map with one field.
class HoistField : public Transformation {
public:
    explicit HoistField(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    const Side side_;
    std::string name_;
    SchemaCache<SchemaPtr> schemas_;
};

}  // namespace kconnect::transform
