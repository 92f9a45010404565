#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <kconnect/connector.hpp>

#include "sink_face.hpp"

namespace kconnect::jdbc {

/// io.confluent.connect.jdbc.JdbcSinkConnector: topics into tables.
class JdbcSinkConnector : public SinkConnector {
public:
    JdbcSinkConnector() : JdbcSinkConnector(confluent_face()) {}
    static const ConfigDef& config_def() { return confluent_face().config_def(); }

    const ConfigDef& config() const override { return face_.config_def(); }
    /// Beyond single keys: settings that exclude each other or are not supported yet, and, when
    /// all is well so far, whether the database can be reached with them.
    std::vector<ConfigKeyResult> validate(const ConfigMap& config) const override;

    void start(ConnectorContext& context, const ConfigMap& config) override;
    std::vector<ConfigMap> task_configs(int max_tasks) override;
    std::unique_ptr<SinkTask> create_task() const override;
    std::string_view task_class() const override { return face_.task_class; }

protected:
    explicit JdbcSinkConnector(const SinkFace& face) : face_(face) {}

private:
    const SinkFace& face_;
    ConfigMap config_;
};

/// io.aiven.connect.jdbc.JdbcSinkConnector: the same with Aiven's keys and rules.
class AivenJdbcSinkConnector final : public JdbcSinkConnector {
public:
    AivenJdbcSinkConnector() : JdbcSinkConnector(aiven_face()) {}
    static const ConfigDef& config_def() { return aiven_face().config_def(); }
};

}  // namespace kconnect::jdbc
