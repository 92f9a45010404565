#include "worker/work_thread.hpp"

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
    std::function<void()> work;
    std::exception_ptr error;
    bool is_done = false;
    bool is_finished = false;  ///< The owner wants no more work.
    std::thread thread;

    void loop(std::string log_context) {
        const LogContext context(std::move(log_context));
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [this] { return work != nullptr || is_finished; });
            if (work == nullptr) {
                return;
            }
            auto current = std::exchange(work, nullptr);
            lock.unlock();
            std::exception_ptr failure;
            try {
                current();
            } catch (...) {
                failure = std::current_exception();
            }
            current = nullptr;  // What it holds goes before anybody hears of the end.
            lock.lock();
            error = std::move(failure);
            is_done = true;
            changed.notify_all();
        }
    }
};

WorkThread::WorkThread(std::string log_context) : state_(std::make_shared<State>()) {
    state_->thread = std::thread([state = state_, log_context = std::move(log_context)]() mutable {
        state->loop(std::move(log_context));
    });
}

WorkThread::~WorkThread() {
    std::thread thread = std::move(state_->thread);
    {
        const std::lock_guard lock(state_->mutex);
        state_->is_finished = true;
        state_->changed.notify_all();
    }
    if (given_up_) {
        thread.detach();
    } else {
        thread.join();
    }
}

void WorkThread::run(std::string_view what,
                     std::function<void()> work,
                     std::chrono::milliseconds limit,
                     std::stop_token stop) {
    if (given_up_) {
        throw ConnectException(
            fmt::format("{} is not possible: an earlier call has not returned yet", what));
    }
    std::unique_lock lock(state_->mutex);
    state_->work = std::move(work);
    state_->is_done = false;
    state_->changed.notify_all();
    if (!state_->changed.wait_for(lock, stop, limit, [this] { return state_->is_done; })) {
        given_up_ = true;
        throw ConnectException(
            stop.stop_requested()
                ? fmt::format("{} was interrupted: the worker stops", what)
                : fmt::format("{} did not return within {} ms", what, limit.count()));
    }
    if (auto error = std::exchange(state_->error, nullptr)) {
        std::rethrow_exception(error);
    }
}

}  // namespace kconnect
