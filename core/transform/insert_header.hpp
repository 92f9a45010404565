#pragma once

#include <string>

#include <kconnect/record_batch.hpp>
#include <kconnect/transformation.hpp>

namespace kconnect::transform {

/// Adds a header of a fixed value, whose type its text suggests (Java: Values.parseString).
class InsertHeader final : public Transformation {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    std::string name_;
    std::string literal_;  ///< What value_ may point into.
    BatchMemory literal_memory_;
    SchemaPtr schema_;
    Value value_;
};

}  // namespace kconnect::transform
