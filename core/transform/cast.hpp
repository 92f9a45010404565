#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/transformation.hpp>

#include "record_part.hpp"
#include "schema_cache.hpp"
#include "value_cast.hpp"

namespace kconnect::transform {

/// Turns fields, or the whole key or value, into another primitive type.
class Cast : public Transformation {
public:
    explicit Cast(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    struct Plan {
        SchemaPtr schema;
        std::vector<std::optional<SchemaType>> targets;  ///< Of each field; absent: as it is.
    };

    void add(const std::string& mapping, const std::vector<std::string>& mappings);
    Value cast_map(const Value& value, Arena& arena);
    Value cast_struct(const Schema& schema, const Value& value, const Plan& plan, Arena& arena);
    Plan make_plan(const Schema& schema);
    SchemaPtr make_field(const Schema& schema, SchemaType target, Arena& arena);

    const Side side_;
    std::map<std::string, SchemaType, std::less<>> fields_;
    std::optional<SchemaType> whole_;
    bool with_default_ = true;
    ValueCast cast_;
    SchemaCache<Plan> plans_;
};

}  // namespace kconnect::transform
