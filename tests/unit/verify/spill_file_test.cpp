#include "verify/spill_file.hpp"

#include <gmock/gmock.h>

namespace kconnect::verify {
namespace {

std::vector<std::string> entries_of(SpillFile& file, std::size_t bucket) {
    std::vector<std::string> entries;
    file.read(bucket, [&](std::string_view entry) { entries.emplace_back(entry); });
    return entries;
}

TEST(SpillFile, GivesBackTheEntriesOfEachBucketInOrder) {
    SpillFile file(3, 32);
    std::vector<std::string> expected;
    for (int number = 0; number < 100; ++number) {
        const std::string entry = "entry " + std::to_string(number);
        file.add(number % 2 == 0 ? 0 : 2, entry);
        if (number % 2 == 1) {
            expected.push_back(entry);
        }
    }
    EXPECT_EQ(entries_of(file, 2), expected);
    EXPECT_EQ(entries_of(file, 2), expected) << "a second time";
    EXPECT_THAT(entries_of(file, 1), testing::IsEmpty());
    EXPECT_THAT(entries_of(file, 0), testing::SizeIs(50));
}

TEST(SpillFile, TakesEntriesThatAreLongerThanABlock) {
    SpillFile file(1, 16);
    const std::string entry(1000, 'x');
    file.add(0, "a");
    file.add(0, entry);
    file.add(0, "");
    EXPECT_THAT(entries_of(file, 0), testing::ElementsAre("a", entry, ""));
}

}  // namespace
}  // namespace kconnect::verify
