#pragma once

#include <optional>
#include <string>
#include <vector>

#include <kconnect/transformation.hpp>

#include "java_date_format.hpp"

namespace kconnect::transform {

/// Gives a record a topic made of its topic and its timestamp.
class TimestampRouter final : public Transformation {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    std::string topic_format_;
    std::string timestamp_pattern_;
    std::optional<JavaDateFormat> timestamp_format_;  ///< Made for the first record, as in Java.
    std::string timestamp_;                           ///< Memory that is used again.
    std::string topic_;                               ///< The same.
};

}  // namespace kconnect::transform
