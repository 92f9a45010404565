#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>

#include "config/config_transformer.hpp"
#include "config/secret_mask.hpp"
#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"
#include "rest/rest_server.hpp"
#include "worker/command_line.hpp"
#include "worker/standalone_herder.hpp"
#include "worker/worker_requests.hpp"
#include "worker/worker_view.hpp"

namespace kconnect {

/// The start-up failed: why (the cause), where and what to do (the message), and the exit code.
class StartupError : public ConnectException {
public:
    /// `headline` is borrowed; when empty it follows from the exit code.
    StartupError(int exit_code,
                 const std::string& message,
                 std::exception_ptr cause,
                 std::string_view headline = {})
        : ConnectException(message, std::move(cause)), exit_code_(exit_code), headline_(headline) {}

    int exit_code() const noexcept { return exit_code_; }
    /// What Connect logs first: "Stopping due to error" or "Stopping after connector error".
    std::string_view headline() const noexcept;

private:
    int exit_code_;
    std::string_view headline_;
};

/// The worker from its start to its stop: configuration, plugins, cluster id, herder, connectors.
/// Threads: start() on one thread; stop() from another, also while start() runs.
class Standalone {
public:
    /// A request of `stop` ends the waiting inside start().
    /// `secrets` is borrowed; it learns what configuration providers supply.
    Standalone(CommandLine command_line, std::stop_token stop, SecretMask& secrets);
    ~Standalone();

    /// Does all up to the creation of the last connector. Throws StartupError.
    void start();
    /// Stops connectors and tasks; what does not stop in time is left behind.
    void stop();
    /// True when something was left behind, so that the process must end without its destructors.
    bool has_abandoned() const;

private:
    void load_plugins(const ConfigMap& properties);
    void configure(const ConfigMap& raw);
    void log_what_has_no_effect() const;
    void look_up_cluster();
    void open_rest();
    void start_herder();
    void create_connectors();
    void create_connector(const std::string& file);
    std::string worker_place() const;

    const CommandLine command_line_;
    const std::stop_token stop_;
    SecretMask& secrets_;
    PluginRegistry registry_;
    WorkerConfig config_;
    std::unique_ptr<ConfigTransformer> transformer_;
    rest::RestConfig rest_config_;
    std::string cluster_id_;
    std::unique_ptr<StandaloneHerder> herder_;
    std::unique_ptr<WorkerView> view_;
    std::unique_ptr<WorkerRequests> requests_;
    std::unique_ptr<rest::RestServer> rest_;
    bool rest_hangs_ = false;
    mutable std::mutex mutex_;  ///< Guards herder_ and all below between start() and stop().
};

}  // namespace kconnect
