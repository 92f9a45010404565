#include "plugin/plugin_probe.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kconnect/errors.hpp>

#include "plugin/load_remedy.hpp"
#include "plugin/plugin_library.hpp"

namespace kconnect {
namespace {

constexpr int kSound = 42;  // Not 0: a library that calls exit() must not pass for sound.
constexpr int kRefused = 3;
constexpr std::size_t kMaxOutput = 4096;

/// A pipe whose ends are closed with it.
class Pipe {
public:
    Pipe() {
        if (::pipe2(ends_, O_CLOEXEC) != 0) {
            throw std::system_error(errno, std::generic_category(), "pipe");
        }
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reader() const { return ends_[0]; }
    int writer() const { return ends_[1]; }
    void close_writer() { close_end(1); }

private:
    void close_end(int end) {
        if (ends_[end] >= 0) {
            ::close(std::exchange(ends_[end], -1));
        }
    }

    int ends_[2] = {-1, -1};
};

/// Starts `program --probe-plugin file` with its output in `output`, and with all signals as a
/// fresh process has them: the host blocks some.
pid_t start_child(const std::string& program, const std::string& file, const Pipe& output) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output.writer(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.writer(), STDERR_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::string argument(kProbeArgument);
    char* arguments[] = {const_cast<char*>(program.c_str()),
                         argument.data(),
                         const_cast<char*>(file.c_str()),
                         nullptr};
    pid_t child = -1;
    const int error =
        ::posix_spawn(&child, program.c_str(), &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), program);
    }
    return child;
}

/// Reads until the child closes the pipe; false when `time_limit` passes before.
bool read_all(int reader, std::chrono::milliseconds time_limit, std::string& output) {
    const auto deadline = std::chrono::steady_clock::now() + time_limit;
    char buffer[1024];
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd waiting{reader, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) == 0) {
            return false;
        }
        const auto size = ::read(reader, buffer, sizeof buffer);
        if (size == 0 || (size < 0 && errno != EINTR)) {
            return true;
        }
        if (size > 0 && output.size() < kMaxOutput) {
            output.append(buffer, static_cast<std::size_t>(size));
        }
    }
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/// The text in one line, without blanks at its ends.
std::string one_line(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
        text.pop_back();
    }
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) {
        text.replace(at, 1, "; ");
    }
    return text;
}

}  // namespace

PluginProbe::PluginProbe(std::filesystem::path program, std::chrono::milliseconds time_limit)
    : program_(std::move(program)), time_limit_(time_limit) {
}

const std::optional<std::string>& PluginProbe::problem(const std::filesystem::path& file) {
    const auto canonical = std::filesystem::weakly_canonical(file);
    auto known = answers_.find(canonical);
    if (known == answers_.end()) {
        known = answers_.emplace(canonical, try_in_child(file)).first;
    }
    return known->second;
}

std::optional<std::string> PluginProbe::try_in_child(const std::filesystem::path& file) const {
    Pipe output;
    const pid_t child = start_child(program_.string(), file.string(), output);
    output.close_writer();
    std::string text;
    const bool in_time = read_all(output.reader(), time_limit_, text);
    if (!in_time) {
        ::kill(child, SIGKILL);
    }
    const int status = wait_for(child);
    if (!in_time) {
        return fmt::format(
            "Plugin library '{}' is refused: loading it did not end within {} ms; a "
            "static initialiser or kconnect_plugin_manifest() does not return",
            file.string(),
            time_limit_.count());
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == kSound) {
        return std::nullopt;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == kRefused) {
        return one_line(text);
    }
    const auto how = WIFSIGNALED(status)
                         ? fmt::format("killed the process ({})", ::strsignal(WTERMSIG(status)))
                         : fmt::format("ended the process with code {}", WEXITSTATUS(status));
    const auto words = one_line(text);
    return fmt::format("Plugin library '{}' is refused: loading it {}{}{}; {}",
                       file.string(),
                       how,
                       words.empty() ? "" : ": ",
                       words,
                       crash_remedy(words));
}

int run_plugin_probe(const std::filesystem::path& file) {
    ::alarm(60);  // Ends this process even when the one that waits for it is gone.
    try {
        load_plugin_library(file);
        return kSound;
    } catch (...) {
        std::fputs(describe(std::current_exception()).c_str(), stdout);
        return kRefused;
    }
}

}  // namespace kconnect
