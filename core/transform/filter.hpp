#pragma once

#include <kconnect/transformation.hpp>

namespace kconnect::transform {

/// Drops every record; of use with a predicate.
class Filter final : public Transformation {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;
};

}  // namespace kconnect::transform
