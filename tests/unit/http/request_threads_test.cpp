#include "http/request_threads.hpp"

#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>

namespace kconnect::http {
namespace {

using std::chrono::steady_clock;

/// Work that waits until it is let go, and how much of it has begun and ended.
class Gate {
public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++begun_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return is_open_; });
        ++ended_;
        changed_.notify_all();
    }
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    void await_begun(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return begun_ >= count; });
    }
    int begun() const {
        const std::lock_guard lock(mutex_);
        return begun_;
    }
    int ended() const {
        const std::lock_guard lock(mutex_);
        return ended_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    int begun_ = 0;
    int ended_ = 0;
    bool is_open_ = false;
};

TEST(RequestThreads, DoNoMoreThanTheirLimitAtATime) {
    const auto gate = std::make_shared<Gate>();
    RequestThreads threads(2);
    for (int count = 0; count < 5; ++count) {
        threads.run([gate] { gate->pass(); });
    }

    gate->await_begun(2);

    EXPECT_EQ(2, gate->begun());
    gate->open();
    gate->await_begun(5);
    EXPECT_TRUE(threads.stop(steady_clock::now() + std::chrono::seconds(30)));
    EXPECT_EQ(5, gate->ended());
}

TEST(RequestThreads, DoNotWaitForWorkThatHangs) {
    const auto gate = std::make_shared<Gate>();
    {
        RequestThreads threads(1);
        threads.run([gate] { gate->pass(); });
        threads.run([gate] { gate->pass(); });
        gate->await_begun(1);

        EXPECT_FALSE(threads.stop(steady_clock::now()));
    }

    EXPECT_EQ(1, gate->begun());
    gate->open();
}

TEST(RequestThreads, TakeNothingAfterTheStop) {
    const auto gate = std::make_shared<Gate>();
    RequestThreads threads(1);
    EXPECT_TRUE(threads.stop(steady_clock::now()));

    threads.run([gate] { gate->pass(); });

    EXPECT_TRUE(threads.stop(steady_clock::now()));
    EXPECT_EQ(0, gate->begun());
}

}  // namespace
}  // namespace kconnect::http
