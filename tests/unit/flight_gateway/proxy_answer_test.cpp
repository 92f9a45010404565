#include "gateway/proxy_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect::flight_gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr auto kOne = PayloadFormat::kOne;
constexpr auto kTwo = PayloadFormat::kTwo;

std::string fault_of(std::string_view answer, PayloadFormat format) {
    try {
        http_answer(answer, format);
    } catch (const MalformedAnswer& error) {
        return error.what();
    }
    return "";
}

TEST(ProxyAnswer, HasStatusHeadersAndBody) {
    const auto answer = http_answer(
        R"({"statusCode":201,"headers":{"Content-Type":"a/b","X-N":1,"X-T":true},"body":"x"})",
        kTwo);

    EXPECT_EQ(201, answer.status);
    EXPECT_EQ("x", answer.body);
    EXPECT_THAT(answer.headers,
                ElementsAre(Pair("Content-Type", "a/b"), Pair("X-N", "1"), Pair("X-T", "true")));
    EXPECT_EQ("", answer.content_type);
}

TEST(ProxyAnswer, DecodesBinaryBodies) {
    const auto answer =
        http_answer(R"({"statusCode":200,"body":"AP8=","isBase64Encoded":true})", kOne);

    EXPECT_EQ(std::string("\0\xff", 2), answer.body);
    EXPECT_EQ("application/json", answer.content_type);
}

TEST(ProxyAnswer, PrefersMultiValueHeadersInPayloadFormatOne) {
    const auto* const text =
        R"({"statusCode":200,"headers":{"a":"0","c":"3"},"multiValueHeaders":{"A":["1","2"]}})";

    EXPECT_THAT(http_answer(text, kOne).headers,
                ElementsAre(Pair("A", "1"), Pair("A", "2"), Pair("c", "3")));
    EXPECT_THAT(http_answer(text, kTwo).headers, ElementsAre(Pair("a", "0"), Pair("c", "3")));
}

TEST(ProxyAnswer, SetsCookiesOfPayloadFormatTwo) {
    EXPECT_THAT(http_answer(R"({"statusCode":200,"cookies":["a=1","b=2"]})", kTwo).headers,
                ElementsAre(Pair("Set-Cookie", "a=1"), Pair("Set-Cookie", "b=2")));
}

TEST(ProxyAnswer, TakesAnythingWithoutAStatusForTheBodyInPayloadFormatTwo) {
    EXPECT_EQ("hello", http_answer(R"("hello")", kTwo).body);
    EXPECT_EQ(R"({"b":1,"a":[2]})", http_answer(R"({"b":1,"a":[2]})", kTwo).body);
    EXPECT_EQ(200, http_answer("[1]", kTwo).status);
    EXPECT_EQ("application/json", http_answer("[1]", kTwo).content_type);
    EXPECT_EQ("text/plain;charset=UTF-8", http_answer(R"({"statusCode":200})", kTwo).content_type);
}

TEST(ProxyAnswer, TakesAStatusThatIsWrittenAsAText) {
    EXPECT_EQ(404, http_answer(R"({"statusCode":"404"})", kOne).status);
}

TEST(ProxyAnswer, LeavesTheServersHeadersToTheServer) {
    EXPECT_THAT(http_answer(R"({"statusCode":200,"headers":{"content-length":"9","Connection":"x",
                                "transfer-encoding":"chunked"}})",
                            kTwo)
                    .headers,
                IsEmpty());
}

TEST(ProxyAnswer, HasNoBodyWhenNothingHasChanged) {
    const auto answer =
        http_answer(R"({"statusCode":304,"headers":{"ETag":"\"1\""},"body":"x"})", kTwo);

    EXPECT_EQ("", answer.body);
    EXPECT_EQ("", answer.content_type);
}

TEST(ProxyAnswer, RefusesWhatIsNone) {
    EXPECT_EQ("the answer is no JSON", fault_of("{", kTwo));
    EXPECT_EQ("the answer is no JSON", fault_of("", kTwo));
    EXPECT_EQ("the answer has no statusCode", fault_of(R"("hello")", kOne));
    EXPECT_EQ("statusCode is 99; it must be 200 to 599", fault_of(R"({"statusCode":99})", kTwo));
    EXPECT_EQ("statusCode is [1]; it must be 200 to 599", fault_of(R"({"statusCode":[1]})", kTwo));
    EXPECT_EQ("body is no text", fault_of(R"({"statusCode":200,"body":{}})", kTwo));
    EXPECT_EQ("body is no base64 although isBase64Encoded is true",
              fault_of(R"({"statusCode":200,"body":"?","isBase64Encoded":true})", kTwo));
    EXPECT_EQ("headers is no object", fault_of(R"({"statusCode":200,"headers":[]})", kTwo));
    EXPECT_EQ("header 'a' is no text", fault_of(R"({"statusCode":200,"headers":{"a":[]}})", kTwo));
    EXPECT_EQ("cookies is no array", fault_of(R"({"statusCode":200,"cookies":"a"})", kTwo));
    EXPECT_EQ("multiValueHeaders is no object",
              fault_of(R"({"statusCode":200,"multiValueHeaders":1})", kOne));
}

TEST(ProxyAnswer, LetsNoHeaderIntoTheAnswerThatSplitsIt) {
    EXPECT_EQ("a header has a name or a value that HTTP does not allow",
              fault_of(R"({"statusCode":200,"headers":{"a":"b\r\nc: d"}})", kTwo));
    EXPECT_EQ("a header has a name or a value that HTTP does not allow",
              fault_of(R"({"statusCode":200,"headers":{"a: b":"c"}})", kTwo));
}

}  // namespace
}  // namespace kconnect::flight_gateway
