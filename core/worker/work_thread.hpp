#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace kconnect {

/// A thread that does one piece of work after the other, for callers who do not wait without end.
/// Work that is not done in time goes on alone: everything it uses must belong to it (captured by
/// value, shared_ptr), and the thread is given up.
class WorkThread {
public:
    /// `log_context` stands before each log line of the thread, e.g. "[rds|worker] ".
    explicit WorkThread(std::string log_context);
    /// Ends the thread after its present work, dropping the rest; does not wait for one that was
    /// given up.
    ~WorkThread();
    WorkThread(const WorkThread&) = delete;
    WorkThread& operator=(const WorkThread&) = delete;

    /// Does `work` after all that was added before, and waits for it; what it throws is thrown
    /// here. Throws ConnectException, which names `what`, when `limit` passes or `stop` is
    /// requested before it is done, or when an earlier piece of work has not ended yet. Threads:
    /// any; their work is done in the order in which it came.
    void run(std::string_view what,
             std::function<void()> work,
             std::chrono::milliseconds limit,
             const std::stop_token& stop = {});

    /// Adds work that nobody waits for; what it throws is logged. Threads: any.
    void post(std::function<void()> work);

    /// True once a caller of run() has stopped waiting: the thread may hang for ever.
    bool is_given_up() const noexcept { return given_up_; }

private:
    struct State;

    std::shared_ptr<State> state_;
    std::atomic<bool> given_up_ = false;
};

}  // namespace kconnect
