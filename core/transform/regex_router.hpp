#pragma once

#include <optional>
#include <string>

#include <kconnect/transformation.hpp>

#include "java_regex.hpp"
#include "text_cache.hpp"

namespace kconnect::transform {

/// Gives a record another topic, by a regular expression that its whole topic matches.
class RegexRouter final : public Transformation {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    std::optional<JavaRegex> regex_;
    std::string replacement_;
    TextCache<std::optional<std::string>> topics_;  ///< Absent where the topic stays.
};

}  // namespace kconnect::transform
