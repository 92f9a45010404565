#include "worker/worker_connector.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sink_task.hpp>
#include <kconnect/source_task.hpp>

namespace kconnect {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.worker.WorkerConnector");
    return instance;
}

template <typename Task>
std::unique_ptr<Task> checked(std::unique_ptr<Task> task, const std::string& name) {
    if (task == nullptr) {
        throw ConnectException(
            fmt::format("Connector {} returned no task from create_task()", name));
    }
    return task;
}

}  // namespace

/// The connector and what it sees of the worker. Shared with the connector's thread, which may be
/// left alone with it.
struct WorkerConnector::Instance : ConnectorContext {
    std::string name;
    std::unique_ptr<Connector> connector;
    SinkConnector* sink = nullptr;      ///< The connector, if it is one; else it is a source.
    SourceConnector* source = nullptr;  ///< The connector, if it is one.
    std::unique_ptr<OffsetStorageReader> offsets;
    std::function<void()> on_reconfiguration;
    runtime::StatusBoard board;

    std::string_view connector_name() const override { return name; }
    void request_task_reconfiguration() override { on_reconfiguration(); }
    void raise_error(std::exception_ptr error) override {
        logger().error(fmt::format("Connector {} reports: {}", name, describe(error)));
        board.set_failed(error);
    }
    OffsetStorageReader* offset_storage_reader() override { return offsets.get(); }
};

WorkerConnector::WorkerConnector(std::string name,
                                 std::unique_ptr<Connector> connector,
                                 std::unique_ptr<OffsetStorageReader> offsets,
                                 std::chrono::milliseconds limit,
                                 std::function<void()> on_reconfiguration)
    : name_(std::move(name)),
      limit_(limit),
      instance_(std::make_shared<Instance>()),
      thread_(fmt::format("[{}|worker] ", name_)) {
    instance_->name = name_;
    instance_->connector = std::move(connector);
    instance_->offsets = std::move(offsets);
    instance_->sink = dynamic_cast<SinkConnector*>(instance_->connector.get());
    instance_->source = dynamic_cast<SourceConnector*>(instance_->connector.get());
    instance_->on_reconfiguration = std::move(on_reconfiguration);
}

WorkerConnector::~WorkerConnector() = default;

void WorkerConnector::start(const ConfigMap& config, const std::stop_token& stop) {
    try {
        run(
            "Start of connector",
            [instance = instance_, config] { instance->connector->start(*instance, config); },
            stop);
        instance_->board.set(runtime::TaskState::kRunning);
    } catch (...) {
        fail(std::current_exception());
        throw;
    }
}

std::vector<ConfigMap> WorkerConnector::task_configs(int max_tasks, const std::stop_token& stop) {
    const auto configs = std::make_shared<std::vector<ConfigMap>>();
    run(
        "Configuration of the tasks of connector",
        [instance = instance_, configs, max_tasks] {
            *configs = instance->connector->task_configs(max_tasks);
        },
        stop);
    return *configs;
}

void WorkerConnector::stop(std::chrono::milliseconds limit) {
    try {
        thread_.run(
            fmt::format("Stop of connector {}", name_),
            [instance = instance_] { instance->connector->stop(); },
            limit);
        instance_->board.set(runtime::TaskState::kStopped);
    } catch (...) {
        const auto error = std::current_exception();
        logger().error(fmt::format("Connector {} was not stopped: {}", name_, describe(error)));
        fail(error);
    }
}

void WorkerConnector::fail(const std::exception_ptr& error) {
    instance_->board.set_failed(error);
}

runtime::TaskStatus WorkerConnector::status() const {
    return instance_->board.snapshot();
}

void WorkerConnector::set_state(runtime::TaskState state) {
    instance_->board.set(state);
}

bool WorkerConnector::is_source() const noexcept {
    return instance_->source != nullptr;
}

std::unique_ptr<SinkTask> WorkerConnector::create_sink_task(const std::stop_token& stop) {
    const auto task = std::make_shared<std::unique_ptr<SinkTask>>();
    run(
        "Creation of a task of connector",
        [instance = instance_, task] { *task = instance->sink->create_task(); },
        stop);
    return checked(std::move(*task), name_);
}

std::unique_ptr<SourceTask> WorkerConnector::create_source_task(const std::stop_token& stop) {
    const auto task = std::make_shared<std::unique_ptr<SourceTask>>();
    run(
        "Creation of a task of connector",
        [instance = instance_, task] { *task = instance->source->create_task(); },
        stop);
    return checked(std::move(*task), name_);
}

std::string WorkerConnector::task_class() const {
    return std::string(is_source() ? instance_->source->task_class()
                                   : instance_->sink->task_class());
}

void WorkerConnector::run(const std::string& what,
                          std::function<void()> work,
                          const std::stop_token& stop) {
    thread_.run(fmt::format("{} {}", what, name_), std::move(work), limit_, stop);
}

}  // namespace kconnect
