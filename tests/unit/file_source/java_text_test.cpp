#include "file/java_text.hpp"

#include <gtest/gtest.h>

namespace kconnect::file {
namespace {

constexpr const char* kReplaced = "\xef\xbf\xbd";

std::string decoded(std::string_view bytes, std::int64_t characters) {
    Arena arena;
    const JavaText text = decode_java_text(bytes, arena);
    EXPECT_EQ(text.characters, characters) << bytes;
    return std::string(text.utf8);
}

std::string replaced(int count) {
    std::string text;
    for (int index = 0; index < count; ++index) {
        text += kReplaced;
    }
    return text;
}

TEST(JavaText, CountsCharactersAsJavaDoes) {
    EXPECT_EQ(decoded("abc", 3), "abc");
    EXPECT_EQ(decoded("", 0), "");
    EXPECT_EQ(decoded("l\xc3\xa4st \xe2\x82\xac", 6), "l\xc3\xa4st \xe2\x82\xac");
    EXPECT_EQ(decoded("\xf0\x9f\x98\x80", 2), "\xf0\x9f\x98\x80");
}

TEST(JavaText, ReplacesWhatIsMalformedAsJavaDoes) {
    EXPECT_EQ(decoded("a\xff"
                      "b",
                      3),
              "a" + replaced(1) + "b");
    EXPECT_EQ(decoded("\xc3", 1), replaced(1));
    EXPECT_EQ(decoded("\xc0\x80", 2), replaced(2));
    EXPECT_EQ(decoded("\xe2\x82", 1), replaced(1));
    EXPECT_EQ(decoded("\xe2\x82z", 2), replaced(1) + "z");
    EXPECT_EQ(decoded("\xe0\x80\x80", 3), replaced(3));
    EXPECT_EQ(decoded("\xed\xa0\x80", 1), replaced(1));
    EXPECT_EQ(decoded("\xf0\x9f\x98", 1), replaced(1));
    EXPECT_EQ(decoded("\xf5\x80\x80\x80", 4), replaced(4));
}

}  // namespace
}  // namespace kconnect::file
