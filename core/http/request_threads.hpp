#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace kconnect::http {

/// Threads for requests that may wait for Kafka or a plugin. A thread exists only while there is
/// work for it.
class RequestThreads {
public:
    /// At most `limit` pieces of work run at a time; more wait for their turn.
    explicit RequestThreads(std::size_t limit);
    ~RequestThreads();
    RequestThreads(const RequestThreads&) = delete;
    RequestThreads& operator=(const RequestThreads&) = delete;

    /// Does `work`, which must not throw and must own all that it uses, on one of the threads.
    /// Throws std::system_error when there can be no thread. Threads: one at a time.
    void run(std::function<void()> work);

    /// Drops what has not begun and waits for the rest; false when some of it still runs at
    /// `deadline`. Nothing can be added any more.
    bool stop(std::chrono::steady_clock::time_point deadline);

private:
    struct State;

    std::shared_ptr<State> state_;
};

}  // namespace kconnect::http
