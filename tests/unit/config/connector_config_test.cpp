#include "config/connector_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect {
namespace {

using ::testing::ElementsAre;

TEST(ConnectorConfig, DropsBlanksAndDuplicatesFromTopics) {
    EXPECT_THAT(parse_sink_connector_config(
                    {{"name", "x"}, {"connector.class", "y"}, {"topics", "b, a,,b ,"}})
                    .topics,
                ElementsAre("b", "a"));
}

}  // namespace
}  // namespace kconnect
