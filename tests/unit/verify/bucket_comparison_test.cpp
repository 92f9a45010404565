#include "verify/bucket_comparison.hpp"

#include <gmock/gmock.h>

namespace kconnect::verify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A topic's records and a table's rows, whose cells are small numbers above the marks.
class BucketComparison : public testing::Test {
protected:
    void record(std::string_view key, std::vector<std::uint64_t> cells) {
        add(changes_, key, {.place = {0, 0, next_++}, .cells = std::move(cells)});
    }
    void tombstone(std::string_view key) {
        add(changes_, key, {.place = {0, 0, next_++}, .deletes = true, .cells = {}});
    }
    void row(std::string_view key, std::vector<std::uint64_t> cells) {
        add(rows_, key, {.place = {}, .cells = std::move(cells)});
    }
    const Findings& compare() {
        compare_bucket(changes_, rows_, 0, findings_);
        return findings_;
    }
    const Difference& only_difference() {
        compare();
        EXPECT_EQ(findings_.differences.size(), 1U);
        return findings_.differences.at(0);
    }

private:
    static void add(SpillFile& file, std::string_view key, const Change& change) {
        std::string entry;
        pack(entry, key, change);
        file.add(0, entry);
    }

    SpillFile changes_{1};
    SpillFile rows_{1};
    Findings findings_;
    std::int64_t next_ = 0;
};

TEST_F(BucketComparison, FindsTheLastVersionsEqual) {
    record("a", {2, 3});
    record("a", {4, 5});
    record("b", {6, 7});
    row("b", {6, 7});
    row("a", {4, 5});
    const Findings& findings = compare();
    EXPECT_THAT(findings.differences, IsEmpty());
    EXPECT_EQ(findings.topic_rows(), 2U);
    EXPECT_EQ(findings.table_rows(), 2U);
    EXPECT_EQ(findings.ranges[0].topic_checksum, findings.ranges[0].table_checksum);
}

TEST_F(BucketComparison, ReportsARowThatIsMissing) {
    record("a", {2});
    EXPECT_EQ(only_difference().kind, DifferenceKind::kMissing);
}

TEST_F(BucketComparison, ReportsARowThatNoRecordMade) {
    row("a", {2});
    EXPECT_EQ(only_difference().kind, DifferenceKind::kExtra);
}

TEST_F(BucketComparison, ReportsARowWithAnOtherValueAndItsColumn) {
    record("a", {2, 3});
    row("a", {2, 4});
    const Difference& difference = only_difference();
    EXPECT_EQ(difference.kind, DifferenceKind::kDifferent);
    EXPECT_THAT(difference.columns, ElementsAre(1U));
}

TEST_F(BucketComparison, ReportsARowOfAnOlderRecordAndWhichItIs) {
    record("a", {2});
    record("a", {3});
    record("a", {4});
    row("a", {3});
    const Difference& difference = only_difference();
    EXPECT_EQ(difference.kind, DifferenceKind::kStale);
    ASSERT_TRUE(difference.older);
    EXPECT_EQ(difference.older->offset, 1);
    EXPECT_EQ(difference.topic.last().offset, 2);
}

TEST_F(BucketComparison, TakesARowThatADeleteLeftBehindForStale) {
    record("a", {2});
    tombstone("a");
    row("a", {2});
    EXPECT_EQ(only_difference().kind, DifferenceKind::kStale);
}

TEST_F(BucketComparison, FindsNothingWhereADeleteWasDone) {
    record("a", {2});
    tombstone("a");
    tombstone("b");
    EXPECT_THAT(compare().differences, IsEmpty());
}

TEST_F(BucketComparison, KeepsTheColumnsThatANewerRecordLacks) {
    record("a", {2, 3});
    record("a", {4, kAbsentCell});
    row("a", {4, 3});
    EXPECT_THAT(compare().differences, IsEmpty());
}

TEST_F(BucketComparison, SendsAgainAllRecordsThatARowIsMadeOf) {
    record("a", {9, 9});
    record("a", {2, 3});
    record("a", {4, kAbsentCell});
    const auto& parts = only_difference().topic.parts();
    EXPECT_THAT(parts, ElementsAre(Place{0, 0, 1}, Place{0, 0, 2}));
}

TEST_F(BucketComparison, DoesNotCompareColumnsThatNoRecordHas) {
    record("a", {2});
    row("a", {2, 77});
    EXPECT_THAT(compare().differences, IsEmpty());
}

TEST_F(BucketComparison, ReportsASecondRowOfAKey) {
    record("a", {2});
    row("a", {2});
    row("a", {2});
    const Difference& difference = only_difference();
    EXPECT_EQ(difference.kind, DifferenceKind::kExtra);
    EXPECT_EQ(difference.copies, 2U);
}

TEST_F(BucketComparison, TellsNullFromAValue) {
    record("a", {2});
    row("a", {kNullCell});
    EXPECT_EQ(only_difference().kind, DifferenceKind::kDifferent);
}

}  // namespace
}  // namespace kconnect::verify
