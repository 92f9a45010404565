#include "verify/settlement.hpp"

#include <gmock/gmock.h>

namespace kconnect::verify {
namespace {

using Row = std::vector<std::uint64_t>;

/// A pipeline that moves by script: each look takes the next commits, rows and records.
class Settlement : public testing::Test {
protected:
    Settlement() {
        KeyState state;
        state.apply(change(5, {20}));
        findings_.differences.push_back({.kind = DifferenceKind::kMissing,
                                         .key = "a",
                                         .topic = state,
                                         .older = std::nullopt,
                                         .columns = {},
                                         .copies = 0});
    }

    static Change change(std::int64_t offset, Row cells) {
        return {.place = {0, 0, offset}, .cells = std::move(cells)};
    }

    void settle_for(std::chrono::milliseconds patience) {
        settle(findings_,
               {"t"},
               {.committed =
                    [this] {
                        return OffsetMap{{{"t", 0}, committed_}};
                    },
                .look_up = [this](const auto&) { return rows_; },
                .tail =
                    [this](const auto& visit) {
                        for (const Change& change : std::exchange(tail_, {})) {
                            visit("a", change);
                        }
                    },
                .pause =
                    [this] {
                        now_ += std::chrono::seconds(1);
                        ++pauses_;
                        if (move_) {
                            move_();
                        }
                    },
                .now = [this] { return now_; }},
               patience);
    }

    Findings findings_;
    std::int64_t committed_ = 0;
    std::unordered_map<std::string, Row> rows_;
    std::vector<Change> tail_;
    std::function<void()> move_;
    std::chrono::steady_clock::time_point now_;
    int pauses_ = 0;
};

TEST_F(Settlement, ReportsAtOnceWhatTheSinkHasCommitted) {
    committed_ = 6;
    settle_for(std::chrono::seconds(10));
    EXPECT_EQ(pauses_, 0);
    ASSERT_EQ(findings_.differences.size(), 1U);
    EXPECT_FALSE(findings_.differences[0].is_pending);
}

TEST_F(Settlement, WaitsForWhatIsOnItsWay) {
    move_ = [this] { rows_["a"] = {20}; };
    settle_for(std::chrono::seconds(10));
    EXPECT_EQ(pauses_, 1);
    EXPECT_EQ(findings_.settled, 1U);
    EXPECT_TRUE(findings_.differences.empty());
}

TEST_F(Settlement, TakesARowForWellThatIsAheadOfTheFirstLook) {
    committed_ = 6;
    rows_["a"] = {30};
    tail_ = {change(6, {30}), change(7, {40})};
    settle_for(std::chrono::seconds(0));
    EXPECT_EQ(findings_.settled, 1U);
}

TEST_F(Settlement, GivesUpWhenPatienceIsOverAndSaysSo) {
    settle_for(std::chrono::seconds(3));
    EXPECT_EQ(pauses_, 3);
    ASSERT_EQ(findings_.differences.size(), 1U);
    EXPECT_TRUE(findings_.differences[0].is_pending);
}

TEST_F(Settlement, CallsARowDifferentThatCameWithAnOtherValue) {
    committed_ = 6;
    rows_["a"] = {99};
    settle_for(std::chrono::seconds(3));
    ASSERT_EQ(findings_.differences.size(), 1U);
    EXPECT_EQ(findings_.differences[0].kind, DifferenceKind::kDifferent);
    EXPECT_THAT(findings_.differences[0].columns, testing::ElementsAre(0U));
}

}  // namespace
}  // namespace kconnect::verify
