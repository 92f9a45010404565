#pragma once

#include <atomic>

namespace kconnect::sql {

/// Tells a thread that is opening a connection to give up, also while it waits for a server that
/// never answers. Owner: whoever opens connections; must outlive their opening.
/// Threads: any.
class AbortSignal {
public:
    /// Throws ConnectException when no more files can be opened.
    AbortSignal();
    ~AbortSignal();
    AbortSignal(const AbortSignal&) = delete;
    AbortSignal& operator=(const AbortSignal&) = delete;

    void raise() noexcept;
    /// Allows connections to be opened again. Nobody may be opening one now.
    void lower() noexcept;
    bool is_raised() const noexcept { return raised_.load(std::memory_order_acquire); }

    /// Readable as long as the signal is raised; for poll(2) only.
    int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
    std::atomic<bool> raised_{false};
};

}  // namespace kconnect::sql
