#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/transformation.hpp>

#include "record_part.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Leaves out fields of the key or value, or gives them other names.
class ReplaceField : public Transformation {
public:
    explicit ReplaceField(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    /// A field of the new struct.
    struct Source {
        std::size_t index;       ///< Where its value lies in the old one.
        const Field* old_field;  ///< Lives as long as the old schema.
        bool is_foreign;         ///< The old field has another schema.
    };
    struct Plan {
        SchemaPtr schema;
        std::vector<Source> sources;
    };

    bool is_kept(std::string_view name) const;
    std::string_view renamed(std::string_view name) const;
    Plan make_plan(const Schema& schema) const;
    Value new_struct(const Plan& plan, std::span<const Value> old, Arena& arena) const;
    Value new_map(std::span<const MapEntry> old, Arena& arena) const;

    const Side side_;
    std::set<std::string, std::less<>> exclude_;
    std::set<std::string, std::less<>> include_;
    std::map<std::string, std::string, std::less<>> renames_;  ///< Old name to new name.
    std::map<std::string, std::string, std::less<>> origins_;  ///< New name to old name.
    bool with_default_ = true;
    SchemaCache<Plan> plans_;
};

}  // namespace kconnect::transform
