#include "gateway/payload_text.hpp"

#include <gtest/gtest.h>

namespace kconnect::flight_gateway {
namespace {

TEST(PayloadText, GoesToBase64AndBack) {
    for (const std::string text : {"", "a", "ab", "abc", "abcd"}) {
        EXPECT_EQ(text, from_base64(to_base64(text)));
    }
    EXPECT_EQ("YQ==", to_base64("a"));
    EXPECT_FALSE(from_base64("YQ="));
    EXPECT_FALSE(from_base64("????"));
}

TEST(PayloadText, KnowsUtf8) {
    EXPECT_TRUE(is_utf8("a\u00fc\u20ac\U0001F6EB"));
    for (const std::string text :
         {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
        EXPECT_FALSE(is_utf8(text));
    }
}

TEST(PayloadText, KnowsTypesOfTexts) {
    EXPECT_TRUE(is_text_type(""));
    EXPECT_TRUE(is_text_type("Application/JSON ; charset=utf-8"));
    EXPECT_TRUE(is_text_type("application/problem+json"));
    EXPECT_FALSE(is_text_type("application/octet-stream"));
}

TEST(PayloadText, MakesIdsThatDiffer) {
    const auto id = random_id();

    EXPECT_EQ(36U, id.size());
    EXPECT_EQ('4', id[14]);
    EXPECT_NE(id, random_id());
}

}  // namespace
}  // namespace kconnect::flight_gateway
