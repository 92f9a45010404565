#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kconnect {

/// The hidden argument with which the program starts itself to try a library.
inline constexpr std::string_view kProbeArgument = "--probe-plugin";

/// Tries libraries of unknown origin in a child process, because one built with a sanitizer, or
/// whose static initialiser throws, ends the process that loads it. Each file is tried once.
/// Threads: one, and before librdkafka is used (it does not survive a fork).
class PluginProbe {
public:
    /// `program` is an executable that answers kProbeArgument with run_plugin_probe().
    explicit PluginProbe(std::filesystem::path program,
                         std::chrono::milliseconds time_limit = std::chrono::seconds(30));

    /// Why `file` must not be loaded, in one line; absent when it is sound.
    const std::optional<std::string>& problem(const std::filesystem::path& file);

private:
    std::optional<std::string> try_in_child(const std::filesystem::path& file) const;

    std::filesystem::path program_;
    std::chrono::milliseconds time_limit_;
    std::map<std::filesystem::path, std::optional<std::string>> answers_;
};

/// The child's half: loads `file`; what is wrong goes to standard output. Returns the exit code.
int run_plugin_probe(const std::filesystem::path& file);

}  // namespace kconnect
