#pragma once

#include <span>
#include <string>
#include <vector>

#include <kconnect/errors.hpp>
#include <kconnect/plugin.hpp>
#include <kconnect/sink_task.hpp>

namespace kconnect::test {

/// A task that does nothing.
class IdleTask : public SinkTask {
public:
    void start(const ConfigMap& config) override {
        if (config.contains("fail.task")) {
            throw ConnectException("the task does not start");
        }
    }
    void put(const RecordBatch& /*batch*/) override {}
    void stop() override {}
};

/// A connector that does what its configuration says: `fail.start`, `fail.tasks`, `fail.task`,
/// `tasks` (number of task configurations).
class TestConnector : public SinkConnector {
public:
    static const ConfigDef& config_def() {
        static const ConfigDef def{
            {.name = "tasks", .type = ConfigType::kInt, .default_value = "1"},
            {.name = "secret", .type = ConfigType::kPassword, .default_value = nullptr},
            {.name = "mode", .default_value = "a", .validator = one_of({"a", "b"})},
        };
        return def;
    }

    std::string version() const override { return "7.7"; }
    const ConfigDef& config() const override { return config_def(); }
    void start(ConnectorContext& /*context*/, const ConfigMap& config) override {
        config_ = config;
        if (config.contains("fail.start")) {
            const auto secret = find(config, "secret");
            throw ConnectException("the connector does not start" +
                                   (secret ? " with " + std::string(*secret) : ""));
        }
    }
    std::vector<ConfigMap> task_configs(int /*max_tasks*/) override {
        if (config_.contains("fail.tasks")) {
            throw ConnectException("no idea how many tasks");
        }
        const auto count = config_def().parse(config_).integer("tasks");
        return std::vector<ConfigMap>(static_cast<std::size_t>(count), config_);
    }
    std::unique_ptr<SinkTask> create_task() const override { return std::make_unique<IdleTask>(); }
    std::string_view task_class() const override { return "IdleTask"; }

private:
    ConfigMap config_;
};

/// A registry's table with the test connector in it.
inline std::span<const kconnect_plugin_entry> test_connector_entries() {
    static constexpr kconnect_plugin_entry kEntries[] = {
        plugin_entry<TestConnector>("com.example.TestSinkConnector")};
    return kEntries;
}

}  // namespace kconnect::test
