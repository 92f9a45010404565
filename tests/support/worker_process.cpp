#include "support/worker_process.hpp"

#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/deadline.hpp"
#include "support/scratch_folder.hpp"

namespace kconnect::test {
namespace {

constexpr std::size_t kLogTail = 4000;
constexpr int kNotStarted = 127;

/// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become_worker(const char* log, char* const* arguments) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = ::open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execv(arguments[0], arguments);
    ::_exit(kNotStarted);
}

}  // namespace

WorkerProcess::WorkerProcess(const std::vector<std::string>& arguments, std::filesystem::path log)
    : WorkerProcess(KCONNECT_TEST_WORKER, arguments, std::move(log)) {
}

WorkerProcess::WorkerProcess(const std::filesystem::path& program,
                             const std::vector<std::string>& arguments,
                             std::filesystem::path log)
    : log_(std::move(log)) {
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
        become_worker(log_.c_str(), pointers.data());
    }
    if (pid_ < 0) {
        throw std::runtime_error("fork failed");
    }
}

WorkerProcess::~WorkerProcess() {
    if (!ended_) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

void WorkerProcess::signal(int number) const {
    if (!ended_) {
        ::kill(pid_, number);
    }
}

bool WorkerProcess::has_ended() {
    int status = 0;
    if (!ended_ && ::waitpid(pid_, &status, WNOHANG) == pid_) {
        ended_ = true;
        exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return ended_;
}

int WorkerProcess::wait_for_exit() {
    if (!becomes_true([this] { return has_ended(); })) {
        fail("the worker did not end");
    }
    return exit_code_;
}

void WorkerProcess::wait_for_output(const std::string& text) {
    const auto seen = [&] { return output().find(text) != std::string::npos; };
    becomes_true([&] { return seen() || has_ended(); });
    if (!seen()) {
        fail("the worker did not write '" + text + "'");
    }
}

void WorkerProcess::expect_running() {
    if (has_ended()) {
        fail("the worker ended with exit code " + std::to_string(exit_code_));
    }
}

std::string WorkerProcess::output() const {
    return read_file(log_);
}

std::string WorkerProcess::memory_map() const {
    return read_file("/proc/" + std::to_string(pid_) + "/maps");
}

void WorkerProcess::fail(const std::string& what) const {
    const std::string log = output();
    const std::size_t start = log.size() > kLogTail ? log.size() - kLogTail : 0;
    throw std::runtime_error(what + "; its output ends with\n" + log.substr(start));
}

}  // namespace kconnect::test
