#include "verify/passes.hpp"

#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

namespace kconnect::verify {
namespace {

constexpr std::uint64_t kOfPass = Findings::kMostDifferences;

/// A table with so many missing and extra rows, of which a pass lists some.
struct Table {
    TableResult compare() {
        ++comparisons;
        TableResult result;
        Findings& findings = result.findings;
        const std::uint64_t arriving = std::min(on_their_way, kOfPass);
        on_their_way -= arriving;
        findings.settled = arriving;
        add(findings, DifferenceKind::kExtra, extra);
        add(findings, DifferenceKind::kMissing, missing);
        findings.unlisted[static_cast<std::size_t>(DifferenceKind::kMissing)] += on_their_way;
        return result;
    }
    void repair(TableResult& result) {
        const auto& differences = result.findings.differences;
        result.sent_again = static_cast<std::uint64_t>(
            std::count_if(differences.begin(), differences.end(), [](const auto& difference) {
                return difference.kind == DifferenceKind::kMissing;
            }));
        missing -= repairs_help ? std::min(missing, result.sent_again) : 0;
    }
    Passes passes() {
        return {.compare = [this] { return compare(); },
                .repair = [this](TableResult& result) { repair(result); }};
    }

    std::uint64_t missing = 0;
    std::uint64_t extra = 0;
    std::uint64_t on_their_way = 0;
    bool repairs_help = true;
    int comparisons = 0;

private:
    static void add(Findings& findings, DifferenceKind kind, std::uint64_t count) {
        for (std::uint64_t row = 0; row < count; ++row) {
            Difference difference;
            difference.kind = kind;
            findings.add(std::move(difference));
        }
    }
};

TEST(Passes, RepairMoreRowsThanOnePassNames) {
    Table table{.missing = 4 * kOfPass + 1};
    const TableResult result = compare_in_passes(table.passes());
    EXPECT_EQ(result.findings.count(), 0U);
    EXPECT_EQ(result.sent_again, 4 * kOfPass + 1);
}

TEST(Passes, WaitForMoreRowsThanOnePassLooksAtTwice) {
    Table table{.on_their_way = 3 * kOfPass};
    const TableResult result = compare_in_passes(table.passes());
    EXPECT_EQ(result.findings.count(), 0U);
    EXPECT_EQ(result.findings.settled, 3 * kOfPass);
}

TEST(Passes, RepairMissingRowsAmongManyExtraOnes) {
    Table table{.missing = 5, .extra = 2 * kOfPass};
    const TableResult result = compare_in_passes(table.passes());
    EXPECT_EQ(result.findings.count(DifferenceKind::kMissing), 0U);
    EXPECT_EQ(result.findings.count(DifferenceKind::kExtra), 2 * kOfPass);
}

TEST(Passes, EndWhenRepairsDoNotHelp) {
    Table table{.missing = 2, .repairs_help = false};
    EXPECT_EQ(compare_in_passes(table.passes()).findings.count(), 2U);
    EXPECT_EQ(table.comparisons, 4);
}

}  // namespace
}  // namespace kconnect::verify
