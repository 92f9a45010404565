#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/arena.hpp>
#include <kconnect/transformation.hpp>

#include "record_part.hpp"

namespace kconnect::transform {

/// Replaces the values of fields by an empty value of their type, or by a fixed text or number.
class MaskField : public Transformation {
public:
    explicit MaskField(Side side) : side_(side) {}

    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    bool is_masked(std::string_view name) const noexcept;
    Value masked(const Schema* schema, const Value& value, Arena& arena) const;
    Value replacement_for(const Schema* schema, const Value& value, Arena& arena) const;
    Value mask_map(const Value& value, Arena& arena) const;
    Value mask_struct(const Schema* schema, const Value& value, Arena& arena) const;

    /// The replacement as each kind of number.
    struct Number {
        std::int64_t integer;
        double real;
        Value decimal;  ///< In number_memory_.
    };

    const Side side_;
    std::vector<std::string> fields_;
    std::optional<std::string> replacement_;
    std::optional<Number> number_;  ///< Absent when the replacement is no number.
    Arena number_memory_;
    bool with_default_ = true;
};

}  // namespace kconnect::transform
