#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <kconnect/transformation.hpp>

#include "record_part.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Moves or copies fields of the key or value into headers.
class HeaderFrom : public Transformation {
public:
    explicit HeaderFrom(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    /// What there is to do for records of one schema.
    struct Plan {
        SchemaPtr rest;                  ///< Without the moved fields; null for copies.
        std::vector<std::size_t> kept;   ///< Places of the fields of `rest`.
        std::vector<std::size_t> taken;  ///< Place of each of fields_.
        bool knows_all = true;           ///< Whether the schema has all of fields_.
    };

    Plan make_plan(const Schema& schema) const;
    bool is_taken(std::string_view name) const noexcept;
    std::span<Header> add_headers(ConnectRecord& record, BatchMemory& memory) const;
    void apply_to_map(ConnectRecord& record, BatchMemory& memory) const;
    void apply_to_struct(ConnectRecord& record, BatchMemory& memory);

    const Side side_;
    std::vector<std::string> fields_;
    std::vector<std::string> headers_;
    bool moves_ = false;
    bool with_default_ = true;
    SchemaCache<Plan> plans_;
};

}  // namespace kconnect::transform
