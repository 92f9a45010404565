#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <kconnect/connector.hpp>

namespace kconnect::jdbc {

/// io.confluent.connect.jdbc.JdbcSinkConnector: topics into tables.
class JdbcSinkConnector final : public SinkConnector {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    /// Beyond single keys: settings that exclude each other or are not supported yet, and, when
    /// all is well so far, whether the database can be reached with them.
    std::vector<ConfigKeyResult> validate(const ConfigMap& config) const override;

    void start(ConnectorContext& context, const ConfigMap& config) override;
    std::vector<ConfigMap> task_configs(int max_tasks) override;
    std::unique_ptr<SinkTask> create_task() const override;
    std::string_view task_class() const override {
        return "io.confluent.connect.jdbc.sink.JdbcSinkTask";
    }

private:
    ConfigMap config_;
};

}  // namespace kconnect::jdbc
