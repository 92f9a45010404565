#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reader/content_coding.hpp"
#include "reader/entity_tag.hpp"
#include "reader/gateway_answer.hpp"
#include "reader/json_text.hpp"

namespace kconnect::flight_reader {
namespace {

TEST(AcceptEncoding, AsksForGzipByNameOrStar) {
    EXPECT_TRUE(accepts_gzip("gzip"));
    EXPECT_TRUE(accepts_gzip("br;q=1.0, GZIP;q=0.5"));
    EXPECT_TRUE(accepts_gzip("*"));
    EXPECT_TRUE(accepts_gzip("gzip ; q=0.001"));
    EXPECT_FALSE(accepts_gzip(std::nullopt));
    EXPECT_FALSE(accepts_gzip(""));
    EXPECT_FALSE(accepts_gzip("br, deflate"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0.000, *"));
    EXPECT_FALSE(accepts_gzip("*;q=0"));
    EXPECT_FALSE(accepts_gzip("gzippy"));
}

TEST(EntityTag, DependsOnTheContentAndItsCoding) {
    const std::string tag = entity_tag("rows", "");
    EXPECT_EQ(tag, entity_tag("rows", ""));
    EXPECT_NE(tag, entity_tag("other rows", ""));
    EXPECT_NE(tag, entity_tag("rows", "gzip"));
    EXPECT_THAT(tag, testing::StartsWith("W/\""));
    EXPECT_THAT(tag, testing::EndsWith("\""));
}

TEST(JsonText, EscapesAsJsonAsks) {
    const std::string text("a\"\\\n\t\x01\x1f/ü✈\x7f\0z", 16);
    std::string json;
    append_json_text(json, text);
    EXPECT_EQ(nlohmann::json::parse(json), text);
    json.clear();
    append_json_text(json, "x\xffy");
    EXPECT_EQ(json, "\"x\xef\xbf\xbdy\"");
}

TEST(GatewayAnswer, SurvivesTextsThatAreNoUtf8) {
    EXPECT_THAT(error_answer(400, "bad_request", "x\xff", "r").json(),
                testing::HasSubstr("bad_request"));
}

}  // namespace
}  // namespace kconnect::flight_reader
