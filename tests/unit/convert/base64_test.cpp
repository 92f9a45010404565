#include "convert/base64.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kconnect::convert {

namespace {

std::string decoded(std::string_view text) {
    Arena arena;
    const auto bytes = decode_base64(text, arena);
    return bytes.has_value()
               ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size())
               : "malformed";
}

std::string encoded(std::string_view text) {
    Arena arena;
    return std::string(encode_base64(std::as_bytes(std::span(text)), arena));
}

}  // namespace

TEST(Base64, DecodesPaddedGroups) {
    EXPECT_EQ(decoded(""), "");
    EXPECT_EQ(decoded("QQ=="), "A");
    EXPECT_EQ(decoded("QUI="), "AB");
    EXPECT_EQ(decoded("QUJD"), "ABC");
}

TEST(Base64, AllowsBlanksBetweenGroupsAndGroupsAfterPadding) {
    EXPECT_EQ(decoded(" QUJD \n QQ== "), "ABCA");
    EXPECT_EQ(decoded("QQ==QUJD"), "AABC");
}

TEST(Base64, RefusesMissingPaddingAndForeignCharacters) {
    for (const std::string_view text : {"Q", "QQ", "QQ=", "QQ=A", "=QQQ", "Q===", "Q QQ", "QU-_"}) {
        EXPECT_EQ(decoded(text), "malformed") << text;
    }
}

TEST(Base64, EncodesWithPadding) {
    EXPECT_EQ(encoded(""), "");
    EXPECT_EQ(encoded("A"), "QQ==");
    EXPECT_EQ(encoded("AB"), "QUI=");
    EXPECT_EQ(encoded("test-string"), "dGVzdC1zdHJpbmc=");
    EXPECT_EQ(encoded("\xFB\xFF"), "+/8=");
}

}  // namespace kconnect::convert
