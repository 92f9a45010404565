#include <cstdint>
#include <set>

#include <gtest/gtest.h>

#include <kconnect/arena.hpp>

namespace kconnect {
namespace {

TEST(Arena, HandsOutAlignedMemoryThatDoesNotOverlap) {
    Arena arena;
    std::set<std::uintptr_t> seen;
    for (int round = 0; round < 1000; ++round) {
        arena.make_bytes(static_cast<std::size_t>(round % 7));
        auto* number = arena.make<std::int64_t>(round);
        const auto address = reinterpret_cast<std::uintptr_t>(number);
        EXPECT_EQ(address % alignof(std::int64_t), 0U);
        EXPECT_TRUE(seen.insert(address).second);
        EXPECT_EQ(*number, round);
    }
}

TEST(Arena, TakesWhatIsLargerThanItsBlocks) {
    Arena arena;
    char* bytes = arena.make_bytes(5'000'000);
    bytes[0] = 'a';
    bytes[4'999'999] = 'z';
    EXPECT_GE(arena.capacity(), 5'000'000U);
}

TEST(Arena, KeepsItsBlocksAcrossClear) {
    Arena arena;
    const auto fill = [&arena] {
        for (int round = 0; round < 2000; ++round) {
            arena.make_bytes(100);
        }
        arena.make_bytes(300'000);
    };
    fill();
    const std::size_t capacity = arena.capacity();
    for (int round = 0; round < 50; ++round) {
        arena.clear();
        EXPECT_EQ(arena.used(), 0U);
        fill();
    }
    EXPECT_EQ(arena.capacity(), capacity);
}

TEST(Arena, CopiesText) {
    Arena arena;
    std::string text = "flight";
    const std::string_view copy = arena.copy(text);
    text = "gone";
    EXPECT_EQ(copy, "flight");
    EXPECT_EQ(arena.copy(""), "");
}

}  // namespace
}  // namespace kconnect
