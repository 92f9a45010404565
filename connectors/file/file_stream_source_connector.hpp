#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <kconnect/connector.hpp>

namespace kconnect::file {

/// Makes each line of a file, or of standard input, a record. Mirrors Kafka's
/// FileStreamSourceConnector.
class FileStreamSourceConnector : public SourceConnector {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void start(ConnectorContext& context, const ConfigMap& config) override;
    /// One task, whatever `max_tasks` is.
    std::vector<ConfigMap> task_configs(int max_tasks) override;

    std::unique_ptr<SourceTask> create_task() const override;
    std::string_view task_class() const override;
    bool alter_offsets(const ConfigMap& config, std::span<const SourceOffset> offsets) override;

private:
    ConfigMap config_;
};

}  // namespace kconnect::file
