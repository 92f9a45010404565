#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "text/base64.hpp"
#include "text/fingerprint.hpp"
#include "text/header_list.hpp"
#include "text/iso_time.hpp"
#include "text/random_id.hpp"
#include "text/utf8.hpp"

namespace kconnect::flight_text {
namespace {

TEST(Base64, GoesThereAndBack) {
    for (const std::string text : {"", "f", "fo", "foo", "foob"}) {
        EXPECT_EQ(from_base64(to_base64(text)), text);
    }
    EXPECT_EQ(to_base64(std::string_view("\0\xff", 2)), "AP8=");
    for (const auto* const text : {"a?==", "abc", "YQ=", "????"}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
}

TEST(Utf8, IsToldFromOtherBytes) {
    EXPECT_TRUE(is_utf8("a\u00fc\u20ac\U0001F6EB"));
    for (const auto* const text :
         {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
        EXPECT_FALSE(is_utf8(text));
    }
}

TEST(Utf8, IsCheckedBehindLongTextsOfAscii) {
    for (std::size_t before = 0; before < 20; ++before) {
        const std::string ascii(before, 'a');
        EXPECT_TRUE(is_utf8(ascii + "\u00fc" + ascii)) << before;
        EXPECT_FALSE(is_utf8(ascii + "\xfc" + ascii)) << before;
        EXPECT_FALSE(is_utf8(ascii + "\xc3")) << before;
    }
}

TEST(EntityTag, IsFoundInIfNoneMatch) {
    EXPECT_TRUE(has_entity_tag("\"a\"", "\"a\""));
    EXPECT_TRUE(has_entity_tag("\"x,y\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(has_entity_tag("\"a\"", "W/\"a\""));
    EXPECT_TRUE(has_entity_tag("W/\"b\", W/\"a\"", "W/\"a\""));
    EXPECT_TRUE(has_entity_tag(" * ", "\"a\""));
    EXPECT_FALSE(has_entity_tag("", "\"a\""));
    EXPECT_FALSE(has_entity_tag("\"b\",\"a-gzip\"", "\"a\""));
    EXPECT_FALSE(has_entity_tag("\",\"a", "\"a\""));
}

TEST(HeaderList, HasItsElementsWithoutBlanks) {
    EXPECT_EQ(header_elements(" a ,, \"b,c\"\t"), (std::vector<std::string_view>{"a", "\"b,c\""}));
    EXPECT_TRUE(equal_ignoring_case("gZip", "GzIP"));
}

TEST(RandomId, IsAUuidOfVersionFour) {
    const auto id = random_id();

    EXPECT_EQ(36U, id.size());
    EXPECT_EQ('4', id[14]);
    EXPECT_NE(id, random_id());
}

TEST(Fingerprint, IsTheBeginningOfTheSha256) {
    EXPECT_EQ(fingerprint("abc"), "ba7816bf8f01cfea414140de5dae2223");
}

TEST(IsoTime, HasMilliseconds) {
    EXPECT_EQ(iso_time(std::chrono::sys_time<std::chrono::milliseconds>(
                  std::chrono::milliseconds(1795412496845))),
              "2026-11-23T05:41:36.845Z");
}

}  // namespace
}  // namespace kconnect::flight_text
