#include "gateway/payload_text.hpp"

#include <gtest/gtest.h>

namespace kconnect::flight_gateway {
namespace {

TEST(PayloadText, KnowsTypesOfTexts) {
    EXPECT_TRUE(is_text_type(""));
    EXPECT_TRUE(is_text_type("Application/JSON ; charset=utf-8"));
    EXPECT_TRUE(is_text_type("application/problem+json"));
    EXPECT_FALSE(is_text_type("application/octet-stream"));
}

}  // namespace
}  // namespace kconnect::flight_gateway
