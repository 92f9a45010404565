#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include <kconnect/connector.hpp>
#include <kconnect/sink_task.hpp>
#include <kconnect/source_task.hpp>

namespace kconnect {

/// What a connector does whose tasks all get its own configuration, made from the task's class:
/// `Task::config_def()` is its table of keys, `Task::kTaskClass` the name that REST shows.
template <typename Task, typename Base>
class SimpleConnector : public Base {
public:
    static const ConfigDef& config_def() { return Task::config_def(); }

    const ConfigDef& config() const override { return Task::config_def(); }
    void start(ConnectorContext& /*context*/, const ConfigMap& config) override {
        config_ = config;
    }
    std::string_view task_class() const override { return Task::kTaskClass; }

protected:
    const ConfigMap& task_config() const noexcept { return config_; }

private:
    ConfigMap config_;
};

/// A sink connector with `tasks.max` equal tasks; the consumer group shares the partitions out:
/// ```
/// KCONNECT_PLUGIN(kconnect::plugin_entry<kconnect::SimpleSinkConnector<MyTask>>("com.me.MySink"))
/// ```
template <typename Task>
class SimpleSinkConnector : public SimpleConnector<Task, SinkConnector> {
public:
    std::vector<ConfigMap> task_configs(int max_tasks) override {
        return std::vector<ConfigMap>(static_cast<std::size_t>(max_tasks), this->task_config());
    }
    std::unique_ptr<SinkTask> create_task() const override { return std::make_unique<Task>(); }
};

/// A source connector with one task, which reads all there is.
template <typename Task>
class SimpleSourceConnector : public SimpleConnector<Task, SourceConnector> {
public:
    std::vector<ConfigMap> task_configs(int /*max_tasks*/) override {
        return {this->task_config()};
    }
    std::unique_ptr<SourceTask> create_task() const override { return std::make_unique<Task>(); }
};

}  // namespace kconnect
