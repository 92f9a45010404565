#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace kconnect::test {

/// A connect-standalone-cpp that runs beside the test, its output in a file.
/// It is killed at the end of the scope, and when the test program dies.
class WorkerProcess {
public:
    /// Starts the worker of this build with these arguments; output is appended to `log`.
    WorkerProcess(const std::vector<std::string>& arguments, std::filesystem::path log);
    /// The same with another executable.
    WorkerProcess(const std::filesystem::path& program,
                  const std::vector<std::string>& arguments,
                  std::filesystem::path log);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// Sends a signal.
    void signal(int number) const;

    /// Waits for the process to end: its exit code, or 128 + the signal that killed it. Throws with
    /// the end of the log when the deadline passes.
    int wait_for_exit();

    /// Waits until the output holds `text`; throws with the end of the log when the process ends
    /// first or the deadline passes.
    void wait_for_output(const std::string& text);

    /// Throws with the end of the log when the process is not running any more.
    void expect_running();

    /// What the process has written so far.
    std::string output() const;

    /// What the kernel has mapped for the process: names every library that it loaded.
    std::string memory_map() const;

private:
    bool has_ended();
    [[noreturn]] void fail(const std::string& what) const;

    std::filesystem::path log_;
    pid_t pid_ = -1;
    bool ended_ = false;
    int exit_code_ = 0;
};

}  // namespace kconnect::test
