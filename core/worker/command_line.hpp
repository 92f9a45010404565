#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/logging.hpp>

namespace kconnect {

/// What the program was asked to do.
struct CommandLine {
    enum class Action { kRun, kUsage, kShowVersion, kProbePlugin, kBadOption };

    Action action = Action::kRun;
    std::string worker_file;  ///< Empty for "no properties", as in Java.
    std::vector<std::string> connector_files;
    LogLevel log_level = LogLevel::kInfo;
    std::string probed_file;  ///< For kProbePlugin.
    std::string bad_option;   ///< For kBadOption: what is wrong.
};

/// Reads the arguments, the program's name not among them. `environment_level` is the value of
/// KCONNECT_LOG_LEVEL, empty when not set; --log-level wins. Throws nothing.
CommandLine parse_command_line(std::span<const char* const> arguments,
                               std::string_view environment_level);

/// How to call the program, one line.
std::string_view usage_text() noexcept;

}  // namespace kconnect
