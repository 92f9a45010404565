#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <span>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/version.hpp>

#include "config/secret_mask.hpp"
#include "plugin/plugin_probe.hpp"
#include "worker/command_line.hpp"
#include "worker/log_output.hpp"
#include "worker/signal_watcher.hpp"
#include "worker/standalone.hpp"
#include "worker/work_thread.hpp"

namespace kconnect {
namespace {

constexpr int kUsageExitCode = 1;

const Logger& logger() {
    static const Logger instance("kconnect.worker.Main");
    return instance;
}

/// Ends the process without destructors: some thread still uses what they would destroy.
[[noreturn]] void leave(int exit_code) {
    std::cout.flush();
    std::fflush(nullptr);
    std::_Exit(exit_code);
}

/// Waits for the start-up; a failure is logged. The exit code of a failed one, else 0.
int start(const std::shared_ptr<Standalone>& worker, WorkThread& thread, SignalWatcher& signals) {
    constexpr std::chrono::hours kNoLimit(24 * 365);
    try {
        thread.run(
            "Start-up", [worker] { worker->start(); }, kNoLimit, signals.stop_token());
        return 0;
    } catch (const StartupError& error) {
        if (signals.received()) {
            return 0;
        }
        auto trace = stack_trace(error.cause());
        trace.erase(trace.find_last_not_of('\n') + 1);
        logger().error(fmt::format("{}\n{}", error.headline(), trace));
        logger().error(error.what());
        return error.exit_code();
    } catch (const ConnectException& interrupted) {
        logger().info(interrupted.what());
        return 0;
    }
}

int run(CommandLine command_line, SecretMask& secrets) {
    SignalWatcher signals;
    const auto worker =
        std::make_shared<Standalone>(std::move(command_line), signals.stop_token(), secrets);
    WorkThread start_thread("");
    int exit_code = start(worker, start_thread, signals);
    if (exit_code == 0) {
        exit_code = 128 + signals.wait();
    }
    worker->stop();
    if (start_thread.is_given_up() || worker->has_abandoned()) {
        leave(exit_code);
    }
    return exit_code;
}

int act(CommandLine command_line, SecretMask& secrets) {
    switch (command_line.action) {
        case CommandLine::Action::kRun:
            return run(std::move(command_line), secrets);
        case CommandLine::Action::kUsage:
            logger().info(usage_text());
            return kUsageExitCode;
        case CommandLine::Action::kBadOption:
            logger().error(command_line.bad_option);
            logger().info(usage_text());
            return kUsageExitCode;
        case CommandLine::Action::kShowVersion:
            std::cout << "connect-standalone-cpp " << kVersion << '\n';
            return 0;
        case CommandLine::Action::kProbePlugin:
            return run_plugin_probe(command_line.probed_file);
    }
    return kUsageExitCode;
}

}  // namespace
}  // namespace kconnect

/// The process: reads the command line, sets up logging, then acts.
int main(int count, char** arguments) {
    const char* level = std::getenv("KCONNECT_LOG_LEVEL");
    auto command_line = kconnect::parse_command_line(
        std::span<const char* const>(arguments, static_cast<std::size_t>(count)).subspan(1),
        level == nullptr ? "" : level);
    kconnect::SecretMask secrets;
    kconnect::LogOutput log(command_line.log_level, secrets);
    if (command_line.action != kconnect::CommandLine::Action::kProbePlugin) {
        kconnect::set_log_sink(&log);
    }
    const int exit_code = kconnect::act(std::move(command_line), secrets);
    kconnect::set_log_sink(nullptr);
    return exit_code;
}
