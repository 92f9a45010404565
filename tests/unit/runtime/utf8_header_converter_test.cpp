#include "runtime/utf8_header_converter.hpp"

#include <gtest/gtest.h>

namespace kconnect::runtime {
namespace {

SchemaAndValue convert(std::optional<std::string_view> value) {
    static BatchMemory memory;
    static Utf8HeaderConverter converter;
    return converter.to_connect_header("t", {"name", value}, memory);
}

TEST(Utf8HeaderConverter, GivesTextAsString) {
    EXPECT_EQ(convert("Árvíztűrő €😀").value.as_string(), "Árvíztűrő €😀");
    EXPECT_EQ(convert("").schema->type(), SchemaType::kString);
}

TEST(Utf8HeaderConverter, GivesNullWithoutSchema) {
    EXPECT_TRUE(convert(std::nullopt).value.is_null());
    EXPECT_EQ(convert(std::nullopt).schema, nullptr);
}

TEST(Utf8HeaderConverter, GivesMalformedTextAsBytes) {
    for (const std::string_view malformed :
         {"\x80", "\xC1\x81", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "a\xC3"}) {
        EXPECT_EQ(convert(malformed).value.kind(), ValueKind::kBytes);
    }
}

}  // namespace
}  // namespace kconnect::runtime
