#pragma once

#include <optional>
#include <string>

#include <kconnect/transformation.hpp>

#include "field_path.hpp"
#include "record_part.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Puts one field of the key or value in its place.
class ExtractField : public Transformation {
public:
    explicit ExtractField(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    const Side side_;
    std::string text_;
    std::optional<FieldPath> path_;
    bool with_default_ = true;
    SchemaCache<ResolvedPath> paths_;
};

}  // namespace kconnect::transform
