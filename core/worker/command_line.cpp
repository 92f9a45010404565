#include "worker/command_line.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "plugin/plugin_probe.hpp"

namespace kconnect {
namespace {

constexpr std::string_view kLevelOption = "--log-level";
constexpr std::string_view kLevels = "TRACE, DEBUG, INFO, WARN, ERROR, FATAL or OFF";

std::optional<LogLevel> parse_level(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, LogLevel>, 7> kNames = {{
        {"TRACE", LogLevel::kTrace},
        {"DEBUG", LogLevel::kDebug},
        {"INFO", LogLevel::kInfo},
        {"WARN", LogLevel::kWarn},
        {"ERROR", LogLevel::kError},
        {"FATAL", LogLevel::kFatal},
        {"OFF", LogLevel::kOff},
    }};
    for (const auto& [name, level] : kNames) {
        if (std::equal(
                name.begin(), name.end(), text.begin(), text.end(), [](char wanted, char given) {
                    return wanted == std::toupper(static_cast<unsigned char>(given));
                })) {
            return level;
        }
    }
    return std::nullopt;
}

CommandLine bad_option(std::string text) {
    CommandLine result;
    result.action = CommandLine::Action::kBadOption;
    result.bad_option = std::move(text);
    return result;
}

/// An action that wins over all other arguments.
std::optional<CommandLine> special_action(std::span<const char* const> arguments) {
    CommandLine result;
    if (arguments.size() == 2 && arguments[0] == kProbeArgument) {
        result.action = CommandLine::Action::kProbePlugin;
        result.probed_file = arguments[1];
        return result;
    }
    for (const std::string_view argument : arguments) {
        if (argument == "--help") {
            result.action = CommandLine::Action::kUsage;
            return result;
        }
        if (argument == "--version") {
            result.action = CommandLine::Action::kShowVersion;
            return result;
        }
    }
    return std::nullopt;
}

}  // namespace

CommandLine parse_command_line(std::span<const char* const> arguments,
                               std::string_view environment_level) {
    if (auto special = special_action(arguments)) {
        return *special;
    }
    CommandLine result;
    auto level_text = environment_level;
    std::string_view level_place = "KCONNECT_LOG_LEVEL";
    std::vector<std::string> files;
    for (std::size_t index = 0; index < arguments.size(); ++index) {
        const std::string_view argument = arguments[index];
        if (argument == kLevelOption) {
            if (++index == arguments.size()) {
                return bad_option(fmt::format("{} needs a level: {}", kLevelOption, kLevels));
            }
            level_text = arguments[index];
            level_place = kLevelOption;
        } else {
            files.emplace_back(argument);
        }
    }
    if (!level_text.empty() || level_place == kLevelOption) {
        const auto level = parse_level(level_text);
        if (!level) {
            return bad_option(
                fmt::format("{}: '{}' is no log level; use {}", level_place, level_text, kLevels));
        }
        result.log_level = *level;
    }
    if (files.empty()) {
        result.action = CommandLine::Action::kUsage;
        return result;
    }
    result.worker_file = files.front();
    result.connector_files.assign(files.begin() + 1, files.end());
    return result;
}

std::string_view usage_text() noexcept {
    return "Usage: connect-standalone-cpp [--log-level LEVEL] worker.properties "
           "[connector1.properties connector2.json ...]";
}

}  // namespace kconnect
