#include "kafka/topic_pattern.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::kafka {
namespace {

using ::testing::ElementsAre;

TEST(TopicPattern, MatchesWholeNamesOnly) {
    const TopicPattern pattern("orders-\\d+");
    EXPECT_TRUE(pattern.matches("orders-17"));
    EXPECT_FALSE(pattern.matches("my-orders-17"));
    EXPECT_FALSE(pattern.matches("orders-17b"));
}

TEST(TopicPattern, KnowsJavasDialect) {
    EXPECT_TRUE(TopicPattern("(?i)ORDERS").matches("orders"));
    EXPECT_FALSE(TopicPattern("(?!secret).*").matches("secret-topic"));
    EXPECT_TRUE(TopicPattern("\\p{Alpha}+").matches("abc"));
}

TEST(TopicPattern, SelectsSortedAndWithoutInternalTopics) {
    const TopicPattern pattern(".*");
    EXPECT_THAT(pattern.select({"b", "__consumer_offsets", "a"}, false), ElementsAre("a", "b"));
    EXPECT_THAT(pattern.select({"b", "__consumer_offsets"}, true),
                ElementsAre("__consumer_offsets", "b"));
}

TEST(TopicPattern, RefusesAMalformedExpression) {
    EXPECT_THROW(TopicPattern("a("), ConfigException);
}

}  // namespace
}  // namespace kconnect::kafka
