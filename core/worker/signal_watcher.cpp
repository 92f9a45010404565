#include "worker/signal_watcher.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace kconnect {
namespace {

/// The stop signals that this process was not started to ignore.
sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
        struct sigaction action {};
        if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) {
            sigaddset(&signals, number);
        }
    }
    return signals;
}

int checked(int descriptor) {
    if (descriptor < 0) {
        throw std::system_error(errno, std::generic_category(), "waiting for signals");
    }
    return descriptor;
}

}  // namespace

SignalWatcher::SignalWatcher() {
    std::signal(SIGPIPE, SIG_IGN);
    const auto signals = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signals_ = checked(::signalfd(-1, &signals, SFD_CLOEXEC));
    finished_ = checked(::eventfd(0, EFD_CLOEXEC));
    thread_ = std::thread([this] { watch(); });
}

SignalWatcher::~SignalWatcher() {
    ::eventfd_write(finished_, 1);
    thread_.join();
    ::close(finished_);
    ::close(signals_);
}

void SignalWatcher::watch() {
    for (;;) {
        std::array<pollfd, 2> waiting = {{{signals_, POLLIN, 0}, {finished_, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0) {
            continue;
        }
        if (waiting[1].revents != 0) {
            return;
        }
        signalfd_siginfo info{};
        if (::read(signals_, &info, sizeof info) != sizeof info) {
            continue;
        }
        first_or_last(static_cast<int>(info.ssi_signo));
    }
}

void SignalWatcher::first_or_last(int number) {
    // timeout(1) and a shell's Ctrl-C signal the process and its group: one wish, two signals.
    constexpr std::chrono::milliseconds kOneWish(500);
    const auto now = std::chrono::steady_clock::now();
    {
        const std::lock_guard lock(mutex_);
        if (signal_ && now - first_signal_at_ < kOneWish) {
            return;
        }
        if (signal_) {
            ::_exit(128 + number);
        }
        signal_ = number;
        first_signal_at_ = now;
        changed_.notify_all();
    }
    stop_.request_stop();
}

int SignalWatcher::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return signal_.has_value(); });
    return *signal_;
}

std::optional<int> SignalWatcher::received() {
    const std::lock_guard lock(mutex_);
    return signal_;
}

}  // namespace kconnect
