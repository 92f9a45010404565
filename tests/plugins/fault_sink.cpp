// A sink that does wrong what its configuration asks for: `fault.where` names the function,
// `fault.how` what it does there. What runs before there is a configuration asks KCONNECT_FAULT,
// "WHERE HOW".
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>

#include <kconnect/plugin.hpp>
#include <kconnect/sink_task.hpp>

namespace fault {
namespace {

using kconnect::ConfigMap;
using kconnect::OffsetMap;

class Fault {
public:
    Fault() = default;
    explicit Fault(const ConfigMap& config)
        : where_(kconnect::find(config, "fault.where").value_or("")),
          how_(kconnect::find(config, "fault.how").value_or("")) {}

    /// The fault of the environment, for what runs before there is a configuration.
    static Fault early() {
        const char* const text = std::getenv("KCONNECT_FAULT");
        const std::string words = text == nullptr ? "" : text;
        const auto blank = words.find(' ');
        return blank == std::string::npos ? Fault()
                                          : Fault({{"fault.where", words.substr(0, blank)},
                                                   {"fault.how", words.substr(blank + 1)}});
    }

    bool is(std::string_view where, std::string_view how) const {
        return where_ == where && how_ == how;
    }

    /// Does what is asked for at this place, if anything.
    void at(std::string_view where) const {
        if (is(where, "throw")) {
            throw std::runtime_error("fault at " + where_);
        }
        if (is(where, "throw_number")) {
            throw 42;
        }
        if (is(where, "hang")) {
            std::fprintf(stderr, "hangs at %s\n", where_.c_str());
        }
        while (is(where, "hang")) {
            std::this_thread::sleep_for(std::chrono::hours(1));
        }
    }

private:
    std::string where_;
    std::string how_;
};

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
