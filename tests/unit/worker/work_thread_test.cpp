#include "worker/work_thread.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

namespace kconnect {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

/// Work that ends when the test says so, and keeps nothing of the test alive.
struct Gate {
    std::promise<void> open;
    std::shared_future<void> opened = open.get_future().share();
};

std::string error_of(const std::function<void()>& action) {
    try {
        action();
        return "nothing";
    } catch (const ConnectException& error) {
        return error.what();
    }
}

TEST(WorkThread, DoesOnePieceOfWorkAfterTheOtherOnOneThread) {
    WorkThread thread("");
    auto first = std::make_shared<std::thread::id>();
    auto second = std::make_shared<std::thread::id>();
    thread.run(
        "first", [first] { *first = std::this_thread::get_id(); }, 10s);
    thread.run(
        "second", [second] { *second = std::this_thread::get_id(); }, 10s);
    EXPECT_EQ(*first, *second);
    EXPECT_NE(*first, std::this_thread::get_id());
}

TEST(WorkThread, GivesItsLogContextToTheWork) {
    WorkThread thread("[x|worker] ");
    auto context = std::make_shared<std::string>();
    thread.run(
        "work", [context] { *context = LogContext::current(); }, 10s);
    EXPECT_EQ(*context, "[x|worker] ");
}

TEST(WorkThread, HandsOnWhatTheWorkThrows) {
    WorkThread thread("");
    EXPECT_THROW(thread.run(
                     "work", [] { throw std::logic_error("x"); }, 10s),
                 std::logic_error);
    EXPECT_NO_THROW(thread.run(
        "work", [] {}, 10s));
}

TEST(WorkThread, GivesUpWorkThatTakesTooLong) {
    Gate gate;
    WorkThread thread("");
    EXPECT_EQ(error_of([&] {
                  thread.run(
                      "start()", [o = gate.opened] { o.wait(); }, 5ms);
              }),
              "start() did not return within 5 ms");
    EXPECT_TRUE(thread.is_given_up());
    EXPECT_THAT(error_of([&] {
                    thread.run(
                        "stop()", [] {}, 10s);
                }),
                HasSubstr("an earlier call has not returned yet"));
    gate.open.set_value();
}

TEST(WorkThread, StopsWaitingWhenAsked) {
    Gate gate;
    std::stop_source stop;
    stop.request_stop();
    WorkThread thread("");
    EXPECT_EQ(error_of([&] {
                  thread.run(
                      "start()", [o = gate.opened] { o.wait(); }, 1h, stop.get_token());
              }),
              "start() was interrupted: the worker stops");
    gate.open.set_value();
}

}  // namespace
}  // namespace kconnect
