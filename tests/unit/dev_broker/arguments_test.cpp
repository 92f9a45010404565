#include "dev_broker/arguments.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect::dev_broker {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(DevBrokerArguments, ReadsTopicsWithAndWithoutPartitions) {
    const Arguments arguments = parse_arguments({"--topic", "a.b_c-1", "--topic", "flights:12"});
    ASSERT_EQ(arguments.topics.size(), 2U);
    EXPECT_EQ(arguments.topics[0].name, "a.b_c-1");
    EXPECT_EQ(arguments.topics[0].partitions, 1);
    EXPECT_EQ(arguments.topics[1].name, "flights");
    EXPECT_EQ(arguments.topics[1].partitions, 12);
}

TEST(DevBrokerArguments, NamesAnUnknownArgument) {
    EXPECT_THAT([] { parse_arguments({"--port"}); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("unknown argument '--port'")));
}

TEST(DevBrokerArguments, NamesAMissingTopic) {
    EXPECT_THAT([] { parse_arguments({"--topic"}); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("NAME[:PARTITIONS] is missing")));
}

TEST(DevBrokerArguments, RefusesATopicNameThatKafkaRefuses) {
    EXPECT_THAT(
        [] {
            parse_arguments({"--topic", "a b:2"});
        },
        ThrowsMessage<std::invalid_argument>(HasSubstr("'a b' is not a topic name")));
}

TEST(DevBrokerArguments, RefusesAPartitionCountThatIsNoPositiveNumber) {
    for (const char* const topic : {"a:", "a:0", "a:-1", "a:2x", "a:1001", "a:1:2"}) {
        EXPECT_THROW(parse_arguments({"--topic", topic}), std::invalid_argument) << topic;
    }
}

}  // namespace
}  // namespace kconnect::dev_broker
