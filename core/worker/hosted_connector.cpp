#include "worker/hosted_connector.hpp"

#include <exception>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "config/secret_mask.hpp"
#include "config/source_connector_config.hpp"
#include "offsets/connector_offsets.hpp"
#include "worker/connector_validation.hpp"

namespace kconnect {
namespace {

using runtime::TaskState;

/// Connect's REST time-out, the longest that it waits for a connector.
constexpr std::chrono::milliseconds kConnectorLimit = std::chrono::seconds(90);

const Logger& logger() {
    static const Logger instance("kconnect.worker.HostedConnector");
    return instance;
}

TaskState state_of(InitialState target) {
    switch (target) {
        case InitialState::kRunning:
            return TaskState::kRunning;
        case InitialState::kPaused:
            return TaskState::kPaused;
        case InitialState::kStopped:
            return TaskState::kStopped;
    }
    return TaskState::kRunning;
}

/// Traces may hold what a provider supplied.
void hide_secrets(ConnectorStatus& status, const SecretMask& secrets) {
    status.connector.trace = secrets.masked(status.connector.trace);
    for (auto& task : status.tasks) {
        task.trace = secrets.masked(task.trace);
    }
}

}  // namespace

HostedConnector::HostedConnector(const ConnectorHost& host,
                                 ConnectorRequest request,
                                 AdmittedConnector admitted)
    : host_(host),
      name_(admitted.config.name),
      config_(std::move(admitted.config)),
      target_(request.initial_state),
      topics_(host.config.has_topic_tracking ? std::make_shared<runtime::ActiveTopics>() : nullptr),
      request_(std::move(request)),
      version_(admitted.connector->version()),
      connector_(make_connector(std::move(admitted.connector))) {
}

std::unique_ptr<WorkerConnector> HostedConnector::make_connector(
    std::unique_ptr<Connector> connector) const {
    const bool is_source = dynamic_cast<const SourceConnector*>(connector.get()) != nullptr;
    return std::make_unique<WorkerConnector>(
        name_,
        std::move(connector),
        is_source ? std::make_unique<offsets::ConnectorOffsets>(host_.offsets, name_) : nullptr,
        kConnectorLimit,
        [report = host_.on_reconfiguration, name = name_] { report(name); });
}

void HostedConnector::set_connector(std::unique_ptr<Connector> connector) {
    auto replaced = make_connector(std::move(connector));
    has_abandoned_ = has_abandoned_ || connector_->is_given_up();
    const std::lock_guard lock(mutex_);
    connector_.swap(replaced);
    // The old one ends without the lock: it may wait for a call that hangs.
}

ConfigMap HostedConnector::transformed(const ConfigMap& connector, const ConfigMap& raw) const {
    auto result = host_.transformer.transform(raw);
    const auto action = find(connector, "config.action.reload").value_or("restart");
    if (std::get<std::string>(parse_config_value("", action, ConfigType::kString)) != "none") {
        for (const auto& [path, ttl] : result.ttls) {
            host_.reloads.schedule(name_, path, ttl);
        }
    }
    return std::move(result.config);
}

void HostedConnector::start() {
    if (target_ != InitialState::kRunning) {
        connector_->set_state(state_of(target_));
        return;
    }
    start_connector();
    configure_tasks();
}

void HostedConnector::start_connector() {
    const auto& raw = request_.config;
    const auto values = transformed(raw, raw);
    if (connector_->is_source()) {
        // Java, too, finds wrong keys of groups only now.
        topic_creation_groups(values, host_.config);
    }
    try {
        connector_->start(values, host_.stop);
        is_started_ = true;
    } catch (...) {
        throw ConnectException(
            fmt::format("Failed to transition connector {} to state STARTED", name_),
            std::current_exception());
    }
    logger().info(fmt::format("Finished starting connector {}", name_));
}

void HostedConnector::reconfigure() {
    if (is_started_) {
        configure_tasks();
    }
}

void HostedConnector::configure_tasks() {
    try {
        auto configs = wanted_task_configs();
        const auto& raw = request_.config;
        auto values = transformed(raw, raw);
        if (configs == task_configs_ && values == applied_) {
            return;
        }
        stop_tasks_now(all_tasks());
        task_configs_ = std::move(configs);
        applied_ = std::move(values);
        std::vector<Task> tasks;
        for (std::size_t number = 0; number < task_configs_.size(); ++number) {
            tasks.push_back(make_task(static_cast<int>(number)));
        }
        set_tasks(std::move(tasks));
    } catch (...) {
        const auto error = std::current_exception();
        logger().error(
            fmt::format("Tasks of connector {} were not started: {}", name_, describe(error)));
        connector_->fail(error);
    }
}

std::vector<ConfigMap> HostedConnector::wanted_task_configs() {
    auto configs = connector_->task_configs(config_.tasks_max, host_.stop);
    if (configs.size() > static_cast<std::size_t>(config_.tasks_max)) {
        const auto text = fmt::format(
            "The connector {} has generated {} tasks, which is greater than {}, the maximum number "
            "of tasks it is configured to create.",
            name_,
            configs.size(),
            config_.tasks_max);
        if (config_.enforce_tasks_max) {
            throw ConnectException(text);
        }
        logger().warn(text);
    }
    for (auto& config : configs) {
        config = with_variables_of(request_.config, std::move(config));
    }
    return configs;
}

HostedConnector::Task HostedConnector::make_task(int number) const {
    Task task;
    try {
        task.config = full_task_config(
            request_.config, task_configs_[static_cast<std::size_t>(number)], *connector_);
        task.thread = start_task(number);
    } catch (...) {
        const auto error = std::current_exception();
        logger().error(
            fmt::format("Task {}-{} could not be started: {}", name_, number, describe(error)));
        task.failure = {TaskState::kFailed, stack_trace(error)};
    }
    return task;
}

std::unique_ptr<runtime::TaskThread> HostedConnector::start_task(int number) const {
    const auto& raw = request_.config;
    // Values anew for each task: a provider may have others by now.
    const auto connector_values = transformed(raw, raw);
    const auto task_values = transformed(raw, task_configs_[static_cast<std::size_t>(number)]);
    auto task = host_.task_factory.create({.id = {name_, number},
                                           .connector_config = connector_values,
                                           .task_config = task_values,
                                           .connector = *connector_,
                                           .topics = topics_});
    if (target_ == InitialState::kPaused) {
        task->set_target(runtime::TargetState::kPaused);
    }
    return std::make_unique<runtime::TaskThread>(std::move(task));
}

void HostedConnector::restart() {
    stop_connector();
    try {
        const auto values = host_.transformer.transform(request_.config).config;
        set_connector(new_connector(connector_class(values, host_.registry)));
        config_ = parse_connector_config(values);
        start();
    } catch (...) {
        connector_->fail(std::current_exception());
        throw;
    }
}

ConnectorStatus HostedConnector::restart(RestartScope scope) {
    auto result = status();
    const auto is_meant = [&](TaskState state) {
        return !scope.is_failed_only || state == TaskState::kFailed;
    };
    const bool is_connector_meant = is_meant(result.connector.state);
    std::vector<int> numbers;
    for (std::size_t number = 0; scope.has_tasks && number < result.tasks.size(); ++number) {
        auto& state = result.tasks[number].state;
        if (is_meant(state)) {
            state = TaskState::kRestarting;
            numbers.push_back(static_cast<int>(number));
        }
    }
    stop_tasks_now(numbers);
    if (is_connector_meant) {
        result.connector.state = TaskState::kRestarting;
        try {
            restart();
        } catch (const std::exception& error) {
            logger().error(fmt::format("Connector '{}' restart failed: {}", name_, error.what()));
        }
    }
    start_stopped_tasks();
    return result;
}

void HostedConnector::replace(ConnectorRequest request, AdmittedConnector admitted) {
    stop_connector();
    auto version = admitted.connector->version();
    set_connector(std::move(admitted.connector));
    config_ = std::move(admitted.config);
    {
        const std::lock_guard lock(mutex_);
        request_ = std::move(request);
        version_ = std::move(version);
    }
    start();
}

void HostedConnector::restart_task(int number) {
    if (number < 0 || static_cast<std::size_t>(number) >= tasks_.size()) {
        throw NotFoundException(fmt::format("Task {}-{} not found", name_, number));
    }
    stop_tasks_now({number});
    start_stopped_tasks();
    if (!tasks_[static_cast<std::size_t>(number)].thread) {
        throw ConnectException(fmt::format("Failed to start task: {}-{}", name_, number));
    }
}

void HostedConnector::set_target(InitialState target) {
    target_ = target;
    if (target == InitialState::kStopped) {
        stop_tasks_now(all_tasks());
        task_configs_.clear();
        set_tasks({});
    }
    for (const auto& task : tasks_) {
        if (task.thread && target == InitialState::kPaused) {
            task.thread->pause();
        } else if (task.thread) {
            task.thread->resume();
        }
    }
    if (connector_->status().state == TaskState::kFailed) {
        logger().error(
            fmt::format("Connector {} stays FAILED: restart it, or mend its configuration", name_));
    } else if (target != InitialState::kRunning) {
        suspend_connector(state_of(target));
    } else if (!is_started_) {
        start();
    }
}

void HostedConnector::suspend_connector(TaskState state) {
    stop_connector();
    if (connector_->status().state != TaskState::kFailed) {
        connector_->set_state(state);
    }
}

void HostedConnector::stop_connector() {
    if (std::exchange(is_started_, false)) {
        connector_->stop(host_.config.graceful_shutdown_timeout);
    }
}

void HostedConnector::stop_tasks(Deadline deadline) {
    for (const auto& task : tasks_) {
        if (task.thread) {
            task.thread->stop(deadline);
        }
    }
}

void HostedConnector::await_tasks(Deadline deadline) {
    for (const auto& task : tasks_) {
        if (task.thread && !task.thread->await_stop(deadline)) {
            has_abandoned_ = true;
        }
    }
}

void HostedConnector::stop_tasks_now(const std::vector<int>& numbers) {
    const auto deadline = graceful_deadline();
    for (const int number : numbers) {
        auto& task = tasks_[static_cast<std::size_t>(number)];
        task.is_stopped = true;
        if (task.thread) {
            task.thread->stop(deadline);
        }
    }
    for (const int number : numbers) {
        const auto& task = tasks_[static_cast<std::size_t>(number)];
        if (task.thread && !task.thread->await_stop(deadline)) {
            has_abandoned_ = true;
        }
    }
}

void HostedConnector::start_stopped_tasks() {
    for (std::size_t number = 0; number < tasks_.size(); ++number) {
        if (tasks_[number].is_stopped) {
            Task task = make_task(static_cast<int>(number));
            const std::lock_guard lock(mutex_);
            std::swap(tasks_[number], task);  // The old one ends without the lock.
        }
    }
}

void HostedConnector::set_tasks(std::vector<Task> tasks) {
    const std::lock_guard lock(mutex_);
    tasks_.swap(tasks);  // The old ones end without the lock.
}

std::vector<int> HostedConnector::all_tasks() const {
    std::vector<int> numbers(tasks_.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

HostedConnector::Deadline HostedConnector::graceful_deadline() const {
    return std::chrono::steady_clock::now() + host_.config.graceful_shutdown_timeout;
}

ConnectorStatus HostedConnector::status() const {
    const std::lock_guard lock(mutex_);
    ConnectorStatus result{.name = name_,
                           .version = version_,
                           .is_source = connector_->is_source(),
                           .config = request_.config,
                           .connector = connector_->status(),
                           .tasks = {},
                           .topics = {}};
    if (topics_) {
        result.topics = topics_->all();
    }
    for (const auto& task : tasks_) {
        auto status = task.status();
        result.tasks.push_back({.state = status.state,
                                .trace = std::move(status.trace),
                                .version = task.thread ? std::optional(version_) : std::nullopt,
                                .config = task.config});
    }
    hide_secrets(result, host_.transformer.secrets());
    return result;
}

void HostedConnector::reset_topics() {
    if (topics_) {
        topics_->clear();
    }
}

bool HostedConnector::has_abandoned() const {
    const std::lock_guard lock(mutex_);
    return has_abandoned_ || connector_->is_given_up();
}

}  // namespace kconnect
