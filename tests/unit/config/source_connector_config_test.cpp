#include "config/source_connector_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class SourceConnectorConfigTest : public ::testing::Test {
protected:
    /// A valid configuration with these keys of `topic.creation` besides.
    static ConfigMap config(const ConfigMap& more) {
        ConfigMap result{{"name", "s"}, {"connector.class", "X"}};
        for (const auto& [key, value] : more) {
            result.insert_or_assign("topic.creation." + key, value);
        }
        return result;
    }
    static std::string error_of(const ConfigMap& more) {
        try {
            parse_topic_creation(config(more));
            return "no error";
        } catch (const ConfigException& error) {
            return error.what();
        }
    }
    static std::vector<std::string> validate(ConfigMap more) {
        more.merge(config({}));
        std::vector<std::string> errors;
        for (const auto& result : source_connector_config_def().validate(more)) {
            errors.insert(errors.end(), result.errors.begin(), result.errors.end());
        }
        return errors;
    }
};

TEST_F(SourceConnectorConfigTest, CreatesNoTopicsWithoutSuchAKey) {
    EXPECT_THAT(parse_topic_creation(config({})), IsEmpty());
}

TEST_F(SourceConnectorConfigTest, GroupsTakeTheNumbersOfTheDefault) {
    const auto rules = parse_topic_creation(config({{"default.replication.factor", "-1"},
                                                    {"default.partitions", "5"},
                                                    {"default.include", "has no effect"},
                                                    {"default.retention.ms", "1"},
                                                    {"groups", "b, default, a"},
                                                    {"b.include", "x.*, y"},
                                                    {"b.exclude", "xx"},
                                                    {"b.partitions", "7"},
                                                    {"b.cleanup.policy", "compact"}}));
    ASSERT_EQ(rules.size(), 3U);
    EXPECT_EQ(rules[0].name, "b");
    EXPECT_THAT(rules[0].include, ElementsAre("x.*", "y"));
    EXPECT_THAT(rules[0].exclude, ElementsAre("xx"));
    EXPECT_EQ(rules[0].partitions, 7);
    EXPECT_EQ(rules[0].replication_factor, -1);
    EXPECT_THAT(rules[0].topic_config, ElementsAre(Pair("cleanup.policy", "compact")));
    EXPECT_EQ(rules[1].name, "a");
    EXPECT_THAT(rules[1].include, IsEmpty());
    EXPECT_EQ(rules[1].partitions, 5);
    EXPECT_EQ(rules[2].name, "default");
    EXPECT_THAT(rules[2].include, ElementsAre(".*"));
    EXPECT_THAT(rules[2].topic_config, ElementsAre(Pair("retention.ms", "1")));
}

TEST_F(SourceConnectorConfigTest, RefusesWrongRulesWithConnectsTexts) {
    EXPECT_EQ(error_of({{"groups", "a"}}),
              "Missing required configuration \"topic.creation.default.replication.factor\" which "
              "has no default value.");
    EXPECT_EQ(error_of({{"default.replication.factor", "1"}}),
              "Missing required configuration \"topic.creation.default.partitions\" which has no "
              "default value.");
    EXPECT_EQ(error_of({{"default.replication.factor", "0"}, {"default.partitions", "1"}}),
              "Invalid value 0 for configuration replication.factor: Replication factor must be "
              "positive and not larger than the number of brokers in the Kafka cluster, or -1 to "
              "use the broker's default");
    EXPECT_EQ(error_of({{"default.replication.factor", "1"},
                        {"default.partitions", "1"},
                        {"groups", "a"},
                        {"a.partitions", "-2"}}),
              "Invalid value -2 for configuration partitions: Number of partitions must be "
              "positive, or -1 to use the broker's default");
}

TEST_F(SourceConnectorConfigTest, ChecksItsOwnKeys) {
    EXPECT_THAT(validate({}), IsEmpty());
    EXPECT_THAT(validate({{"exactly.once.support", "REQUIRED"}}), IsEmpty());
    EXPECT_THAT(validate({{"topic.creation.groups", "a,b,a"}}),
                ElementsAre("Invalid value [a, b, a] for configuration topic.creation.groups: "
                            "Duplicate alias provided."));
    EXPECT_THAT(validate({{"transaction.boundary.interval.ms", "-1"}}),
                ElementsAre("Invalid value -1 for configuration transaction.boundary.interval.ms: "
                            "Value must be at least 0"));
}

}  // namespace
}  // namespace kconnect
