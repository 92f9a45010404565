#include "runtime/active_topics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ActiveTopics, AreNoneAtFirst) {
    EXPECT_THAT(ActiveTopics().all(), IsEmpty());
}

TEST(ActiveTopics, AreNamedOnceAndInOrder) {
    ActiveTopics topics;

    for (const auto* topic : {"b", "a", "b", "c", "a"}) {
        topics.add(topic);
    }

    EXPECT_THAT(topics.all(), ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace kconnect::runtime
