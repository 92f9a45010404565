// A sink that does wrong what its configuration asks for.
#include <kconnect/plugin.hpp>
#include <kconnect/sink_task.hpp>

#include "fault.hpp"

namespace fault {
namespace {

using kconnect::OffsetMap;

class FaultTask final : public kconnect::SinkTask {
public:
    explicit FaultTask(Fault fault) : fault_(std::move(fault)) {}

    void initialize(kconnect::SinkTaskContext& context) override {
        SinkTask::initialize(context);
        fault_.at("initialize");
    }
    void start(const ConfigMap& /*config*/) override { fault_.at("start"); }
    void open(std::span<const kconnect::TopicPartition> /*partitions*/) override {
        fault_.at("open");
    }
    void put(const kconnect::RecordBatch& batch) override {
        if (!batch.empty()) {
            fault_.at("put");
        }
    }
    OffsetMap pre_commit(const OffsetMap& current, std::chrono::milliseconds /*wait*/) override {
        fault_.at("pre_commit");
        OffsetMap result = current;
        for (auto& [partition, offset] : result) {
            offset += fault_.is("pre_commit", "ahead") ? 1000 : 0;
        }
        if (fault_.is("pre_commit", "foreign")) {
            result[{"foreign", 7}] = 1;
        }
        return result;
    }
    void close(std::span<const kconnect::TopicPartition> /*partitions*/) override {
        fault_.at("close");
    }
    void stop() override { fault_.at("stop"); }

private:
    Fault fault_;
};

class FaultConnector final : public kconnect::SinkConnector {
public:
    FaultConnector() { Fault::early().at("constructor"); }

    std::string version() const override {
        Fault::early().at("version");
        return "1";
    }
    const kconnect::ConfigDef& config() const override {
        static const kconnect::ConfigDef def;
        Fault::early().at("config");
        return def;
    }
    std::vector<kconnect::ConfigKeyResult> validate(const ConfigMap& config) const override {
        Fault(config).at("validate");
        return {};
    }
    void start(kconnect::ConnectorContext& /*context*/, const ConfigMap& config) override {
        fault_ = Fault(config);
        fault_.at("connector.start");
    }
    std::vector<ConfigMap> task_configs(int max_tasks) override {
        fault_.at("task_configs");
        if (fault_.is("task_configs", "none")) {
            return {};
        }
        const int more = fault_.is("task_configs", "too_many") ? 1 : 0;
        return std::vector<ConfigMap>(static_cast<std::size_t>(max_tasks + more));
    }
    std::unique_ptr<kconnect::SinkTask> create_task() const override {
        fault_.at("create_task");
        if (fault_.is("create_task", "null")) {
            return nullptr;
        }
        return std::make_unique<FaultTask>(fault_);
    }
    std::string_view task_class() const override {
        fault_.at("task_class");
        return "fault.FaultTask";
    }
    void stop() override { fault_.at("connector.stop"); }

private:
    Fault fault_;
};

}  // namespace
}  // namespace fault

KCONNECT_PLUGIN(kconnect::plugin_entry<fault::FaultConnector>("fault.FaultConnector"))
