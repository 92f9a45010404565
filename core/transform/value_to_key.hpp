#pragma once

#include <string>
#include <vector>

#include <kconnect/transformation.hpp>

#include "schema_cache.hpp"

namespace kconnect::transform {

/// Makes a new key of some fields of the value.
class ValueToKey final : public Transformation {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    /// The key of records of one schema.
    struct Plan {
        SchemaPtr schema;
        std::vector<std::size_t> sources;  ///< Where each field of the key lies in the value.
    };

    Plan make_plan(const Schema& value) const;
    void set_map(ConnectRecord& record, BatchMemory& memory) const;

    std::vector<std::string> fields_;
    bool with_default_ = true;
    SchemaCache<Plan> plans_;
};

}  // namespace kconnect::transform
