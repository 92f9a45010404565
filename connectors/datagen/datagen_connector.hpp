#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <kconnect/connector.hpp>

namespace kconnect::datagen {

/// Makes up records: aircraft between real airports, or declared fields. Takes the place of
/// Confluent's DatagenConnector where its keys make sense without Avro.
class DatagenConnector : public SourceConnector {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    std::vector<ConfigKeyResult> validate(const ConfigMap& config) const override;
    /// Throws ConfigException for the first thing that is wrong.
    void start(ConnectorContext& context, const ConfigMap& config) override;
    std::vector<ConfigMap> task_configs(int max_tasks) override;

    std::unique_ptr<SourceTask> create_task() const override;
    std::string_view task_class() const override;
    bool alter_offsets(const ConfigMap& config, std::span<const SourceOffset> offsets) override;

private:
    ConfigMap config_;
};

}  // namespace kconnect::datagen
