#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <poll.h>

#include <kconnect/connector.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/plugin.hpp>
#include <kconnect/source_task.hpp>

#include "support/fake_source_task.hpp"

namespace kconnect::test {

/// Lets polls of `hang=1` return.
inline std::atomic<bool>& hanging_polls_may_end() {
    static std::atomic<bool> may_end = false;
    return may_end;
}

/// Gives `records` records and then nothing; does what `fail.task`, `fail.poll` and `hang` say.
class CountingSourceTask : public SourceTask {
public:
    void start(const ConfigMap& config) override {
        config_ = config;
        if (config.contains("fail.task")) {
            throw ConnectException("the task does not start");
        }
        records_ = std::stoi(std::string(find(config, "records").value_or("0")));
    }
    void poll(SourceRecordBatch& batch) override {
        if (config_.contains("fail.poll")) {
            throw ConnectException("the source is gone");
        }
        while (config_.contains("hang") && !hanging_polls_may_end()) {
            rest();
        }
        if (given_ < records_) {
            ++given_;
            add_source(batch, {.value = "v", .offset = given_, .topic = "out"});
        } else {
            rest();
        }
    }
    void stop() override {}

private:
    static void rest() { ::poll(nullptr, 0, 5); }

    ConfigMap config_;
    int records_ = 0;
    int given_ = 0;
};

/// A source connector that does what its configuration says: `fail.start`, `fail.tasks`; `tasks`
/// task configurations; with `tasks.later` it asks for a reconfiguration at once, and has so many
/// then.
class TestSourceConnector : public SourceConnector {
public:
    static const ConfigDef& config_def() {
        static const ConfigDef def{
            {.name = "tasks", .type = ConfigType::kInt, .default_value = "1"},
            {.name = "tasks.later", .type = ConfigType::kInt, .default_value = "0"},
        };
        return def;
    }

    std::string version() const override { return "5.5"; }
    const ConfigDef& config() const override { return config_def(); }
    void start(ConnectorContext& context, const ConfigMap& config) override {
        config_ = config;
        if (config.contains("fail.start")) {
            throw ConnectException("the connector does not start");
        }
        if (config.contains("tasks.later")) {
            context.request_task_reconfiguration();
        }
    }
    std::vector<ConfigMap> task_configs(int /*max_tasks*/) override {
        if (config_.contains("fail.tasks")) {
            throw ConnectException("no idea how many tasks");
        }
        const bool is_later = config_.contains("tasks.later") && calls_++ > 0;
        const auto count = config_def().parse(config_).integer(is_later ? "tasks.later" : "tasks");
        return std::vector<ConfigMap>(static_cast<std::size_t>(count), config_);
    }
    std::unique_ptr<SourceTask> create_task() const override {
        return std::make_unique<CountingSourceTask>();
    }
    std::string_view task_class() const override { return "CountingSourceTask"; }

private:
    ConfigMap config_;
    int calls_ = 0;
};

/// A registry's table with the test connector in it.
inline std::span<const kconnect_plugin_entry> test_source_connector_entries() {
    static constexpr kconnect_plugin_entry kEntries[] = {
        plugin_entry<TestSourceConnector>("com.example.TestSourceConnector")};
    return kEntries;
}

}  // namespace kconnect::test
