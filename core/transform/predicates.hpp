#pragma once

#include <optional>
#include <string>

#include <kconnect/transformation.hpp>

#include "java_regex.hpp"

namespace kconnect::transform {

/// True for records with at least one header of the configured name.
class HasHeaderKey final : public Predicate {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool test(const ConnectRecord& record) override;

private:
    std::string name_;
};

/// True for records whose value is null, whatever its schema.
class RecordIsTombstone final : public Predicate {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool test(const ConnectRecord& record) override;
};

/// True for records whose whole topic matches; the topic that earlier transformations gave them.
class TopicNameMatches final : public Predicate {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool test(const ConnectRecord& record) override;

private:
    std::optional<JavaRegex> pattern_;
};

}  // namespace kconnect::transform
