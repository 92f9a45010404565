#include "verify/progress.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace kconnect::verify {
namespace {

/// What stands in the terminal's line after all that was written.
std::string shown(const std::string& written) {
    const auto last = written.rfind("\r\x1b[K");
    return last == std::string::npos ? written : written.substr(last + 4);
}

TEST(Progress, DrawsABarThatFills) {
    std::ostringstream out;
    Progress progress(Progress::Style::kBar, out);
    progress.begin("Reading flights", 200);
    EXPECT_EQ(shown(out.str()), "Reading flights [" + std::string(30, ' ') + "]   0% 0");
    progress.update(100);
    EXPECT_EQ(shown(out.str()),
              "Reading flights [" + std::string(15, '=') + std::string(15, ' ') + "]  50% 100");
}

TEST(Progress, NeverExceedsTheBarWhenMoreComesThanExpected) {
    std::ostringstream out;
    Progress progress(Progress::Style::kBar, out);
    progress.begin("Reading", 3);
    progress.update(7);
    EXPECT_EQ(shown(out.str()), "Reading [" + std::string(30, '=') + "] 100% 7");
}

TEST(Progress, CountsWhereTheTotalIsNotKnown) {
    std::ostringstream out;
    Progress progress(Progress::Style::kBar, out);
    progress.begin("Reading table", 0);
    progress.update(12);
    EXPECT_EQ(shown(out.str()), "Reading table 12");
}

TEST(Progress, LeavesNothingOfTheBarBehind) {
    std::ostringstream out;
    Progress progress(Progress::Style::kBar, out);
    progress.begin("Reading", 3);
    progress.update(3);
    progress.end();
    EXPECT_EQ(shown(out.str()), "");
}

TEST(Progress, WritesALineAtBeginAndEndElsewhere) {
    std::ostringstream out;
    Progress progress(Progress::Style::kLines, out);
    progress.begin("Reading", 3);
    progress.update(1);
    progress.update(3);
    progress.end();
    EXPECT_EQ(out.str(), "Reading...\nReading: 3\n");
}

TEST(Progress, SaysNothingWhenQuiet) {
    std::ostringstream out;
    Progress progress(Progress::Style::kNone, out);
    progress.begin("Reading", 3);
    progress.update(3);
    progress.end();
    EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace kconnect::verify
