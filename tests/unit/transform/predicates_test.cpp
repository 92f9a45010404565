#include <gtest/gtest.h>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

/// Whether the predicate is true for the record.
bool test(std::string_view name, const ConfigMap& config, const SinkRecordSpec& record) {
    const auto predicate = make_builtin<Predicate>(name);
    predicate->configure(config);
    return predicate->test((*make_batch({record}))[0]);
}

TEST(HasHeaderKey, IsTrueForRecordsWithSuchAHeader) {
    const ConfigMap config{{"name", "foo"}};
    EXPECT_FALSE(test("predicates.HasHeaderKey", config, {}));
    EXPECT_FALSE(test("predicates.HasHeaderKey", config, {.headers = {{"bar"}, {"Foo"}}}));
    EXPECT_TRUE(test("predicates.HasHeaderKey", config, {.headers = {{"bar"}, {"foo"}}}));
    EXPECT_TRUE(test("predicates.HasHeaderKey", config, {.headers = {{"foo"}, {"foo"}}}));
}

TEST(HasHeaderKey, NeedsAName) {
    EXPECT_EQ(error_of([] { test("predicates.HasHeaderKey", {}, {}); }),
              std::string(kConfigError) +
                  "Missing required configuration \"name\" which has no default value.");
    EXPECT_EQ(error_of([] {
                  test("predicates.HasHeaderKey", {{"name", " "}}, {});
              }),
              std::string(kConfigError) +
                  "Invalid value  for configuration name: String must be non-empty");
}

TEST(RecordIsTombstone, LooksAtTheValueOnly) {
    EXPECT_TRUE(test("predicates.RecordIsTombstone", {}, {.key = "k", .value = nullptr}));
    EXPECT_TRUE(test("predicates.RecordIsTombstone",
                     {},
                     {.value_schema = primitive_schema(SchemaType::kString, true)}));
    EXPECT_FALSE(test("predicates.RecordIsTombstone", {}, {.value = ""}));
}

TEST(TopicNameMatches, NeedsTheWholeName) {
    const ConfigMap config{{"pattern", "my-prefix-.*"}};
    EXPECT_TRUE(test("predicates.TopicNameMatches", config, {.topic = "my-prefix-"}));
    EXPECT_TRUE(test("predicates.TopicNameMatches", config, {.topic = "my-prefix-foo"}));
    EXPECT_FALSE(test("predicates.TopicNameMatches", config, {.topic = "x-my-prefix-"}));
    EXPECT_FALSE(test("predicates.TopicNameMatches", {{"pattern", "foo"}}, {.topic = "foobar"}));
}

TEST(TopicNameMatches, LooksAgainWhenTheTopicChanges) {
    const auto predicate = make_builtin<Predicate>("predicates.TopicNameMatches");
    predicate->configure({{"pattern", "a."}});
    ConnectRecord record;
    for (const auto& [topic, matches] : {std::pair("ab", true),
                                         std::pair("ab", true),
                                         std::pair("b", false),
                                         std::pair("ac", true)}) {
        record.topic = topic;
        EXPECT_EQ(predicate->test(record), matches) << topic;
    }
}

TEST(TopicNameMatches, IsFalseForARecordWithoutTopic) {
    const auto predicate = make_builtin<Predicate>("predicates.TopicNameMatches");
    predicate->configure({{"pattern", ".*"}});
    EXPECT_FALSE(predicate->test(ConnectRecord()));
}

TEST(TopicNameMatches, NeedsAnExpression) {
    EXPECT_EQ(error_of([] { test("predicates.TopicNameMatches", {}, {}); }),
              std::string(kConfigError) +
                  "Missing required configuration \"pattern\" which has no default value.");
    EXPECT_EQ(error_of([] {
                  test("predicates.TopicNameMatches", {{"pattern", ""}}, {});
              }),
              std::string(kConfigError) +
                  "Invalid value  for configuration pattern: String must be non-empty");
    EXPECT_EQ(error_of([] {
                  test("predicates.TopicNameMatches", {{"pattern", "["}}, {});
              }),
              std::string(kConfigError) +
                  "Invalid value [ for configuration pattern: Invalid regex: Unclosed character "
                  "class near index 0\n[\n^");
}

}  // namespace
}  // namespace kconnect::test
