#include "worker/work_thread.hpp"

#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

namespace kconnect {

/// Shared by owner and thread, as either may be gone first.
struct WorkThread::State {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<std::function<void()>> queue;
    bool is_finished = false;  ///< The owner wants no more work.
    bool is_working = false;   ///< A piece of work was handed out and has not returned.
    std::thread thread;

    /// Returns no function when the thread is to end.
    std::function<void()> next() {
        std::unique_lock lock(mutex);
        is_working = false;
        changed.notify_all();
        changed.wait(lock, [this] { return is_finished || !queue.empty(); });
        if (is_finished) {
            return nullptr;
        }
        is_working = true;
        auto work = std::move(queue.front());
        queue.pop_front();
        return work;
    }

    void add(std::function<void()> work) {
        const std::lock_guard lock(mutex);
        queue.push_back(std::move(work));
        changed.notify_all();
    }
};

namespace {

/// How a piece of work ended, for the one who waits for it.
struct Completion {
    std::exception_ptr error;
    bool is_done = false;
};

const Logger& logger() {
    static const Logger instance("kconnect.worker.WorkThread");
    return instance;
}

}  // namespace

WorkThread::WorkThread(std::string log_context) : state_(std::make_shared<State>()) {
    state_->thread = std::thread([state = state_, log_context = std::move(log_context)]() mutable {
        const LogContext context(std::move(log_context));
        while (auto work = state->next()) {
            work();
        }
    });
}

WorkThread::~WorkThread() {
    // A call that was given up may be about to return; one that hangs must not hold up its owner.
    constexpr std::chrono::milliseconds kFarewell{500};
    std::thread thread = std::move(state_->thread);
    // Work that waits holds the state that holds it: dropped here, or neither would ever go.
    std::deque<std::function<void()>> dropped;
    bool hangs = false;
    {
        std::unique_lock lock(state_->mutex);
        dropped.swap(state_->queue);
        state_->is_finished = true;
        state_->changed.notify_all();
        hangs = given_up_ &&
                !state_->changed.wait_for(lock, kFarewell, [this] { return !state_->is_working; });
    }
    if (hangs) {
        thread.detach();
    } else {
        thread.join();
    }
}

void WorkThread::run(std::string_view what,
                     std::function<void()> work,
                     std::chrono::milliseconds limit,
                     const std::stop_token& stop) {
    if (given_up_) {
        throw ConnectException(
            fmt::format("{} is not possible: an earlier call has not returned yet", what));
    }
    const auto completion = std::make_shared<Completion>();
    state_->add([state = state_, completion, work = std::move(work)]() mutable {
        std::exception_ptr error;
        try {
            work();
        } catch (...) {
            error = std::current_exception();
        }
        work = nullptr;  // What it holds goes before anybody hears of the end.
        const std::lock_guard lock(state->mutex);
        completion->error = std::move(error);
        completion->is_done = true;
        state->changed.notify_all();
    });
    std::unique_lock lock(state_->mutex);
    const auto is_done = [&] { return completion->is_done; };
    if (!state_->changed.wait_for(lock, stop, limit, is_done)) {
        given_up_ = true;
        throw ConnectException(
            stop.stop_requested()
                ? fmt::format("{} was interrupted: the worker stops", what)
                : fmt::format("{} did not return within {} ms", what, limit.count()));
    }
    if (completion->error) {
        // Moved out: nobody but the caller holds the error then.
        std::rethrow_exception(std::move(completion->error));
    }
}

void WorkThread::post(std::function<void()> work) {
    state_->add([work = std::move(work)] {
        try {
            work();
        } catch (...) {
            logger().error(describe(std::current_exception()));
        }
    });
}

}  // namespace kconnect
