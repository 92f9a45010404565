#include "runtime/stand_in.hpp"

#include <atomic>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using namespace std::chrono_literals;
using runtime::StandIn;

class StandInTest : public ::testing::Test {
protected:
    StandIn::Milliseconds work() {
        ++works;
        ++shared;  // Guarded by the stand-in's lock; a thread checker sees when it is not.
        if (fails) {
            throw std::runtime_error("the work failed");
        }
        return wanted.load();
    }
    bool works_reach(int count) {
        return becomes_true([&] { return works >= count; });
    }

    std::atomic<int> works = 0;
    std::atomic<bool> fails = false;
    std::atomic<StandIn::Milliseconds> wanted = 0ms;
    int shared = 0;
    StandIn stand_in{[this] { return work(); }, 1ms, ""};
};

TEST_F(StandInTest, WorksWhileACallLasts) {
    const StandIn::Shift shift(stand_in);
    stand_in.during([this] { EXPECT_TRUE(works_reach(3)); }, false);
    EXPECT_GE(shared, 3);
}

TEST_F(StandInTest, DoesNotWorkWhileTheOwnerIsThere) {
    const StandIn::Shift shift(stand_in);
    stand_in.during([this] { EXPECT_TRUE(works_reach(1)); }, false);
    const int before = works;
    for (int round = 0; round < 1000; ++round) {
        ++shared;
    }
    EXPECT_EQ(works, before);
}

TEST_F(StandInTest, NeverWorksTogetherWithTheOwner) {
    const StandIn::Shift shift(stand_in);
    for (int round = 0; round < 50; ++round) {
        const int before = works;
        stand_in.during([&] { EXPECT_TRUE(works_reach(before + 1)); }, false);
        ++shared;
    }
    EXPECT_EQ(shared, works + 50);
}

TEST_F(StandInTest, ComesEarlierWhenItIsTold) {
    wanted = 1h;
    const StandIn::Shift shift(stand_in);
    stand_in.during([this] { EXPECT_TRUE(works_reach(1)); }, false);
    stand_in.during([this] { EXPECT_TRUE(works_reach(2)); }, true);
}

TEST_F(StandInTest, HandsOverWhatTheWorkThrew) {
    fails = true;
    const StandIn::Shift shift(stand_in);
    EXPECT_THROW(stand_in.during([this] { EXPECT_TRUE(works_reach(1)); }, false),
                 std::runtime_error);
    stand_in.during([] {}, false);  // Said once.
}

TEST_F(StandInTest, PrefersWhatTheCallThrows) {
    const StandIn::Shift shift(stand_in);
    EXPECT_THROW(stand_in.during([] { throw std::logic_error("the call failed"); }, false),
                 std::logic_error);
    stand_in.during([this] { EXPECT_TRUE(works_reach(1)); }, false);
}

TEST_F(StandInTest, OnlyMakesTheCallOutsideOfAShift) {
    bool called = false;
    stand_in.during([&] { called = true; }, true);
    EXPECT_TRUE(called);
    { const StandIn::Shift shift(stand_in); }
    called = false;
    stand_in.during([&] { called = true; }, true);
    EXPECT_TRUE(called);
}

}  // namespace
}  // namespace kconnect::test
