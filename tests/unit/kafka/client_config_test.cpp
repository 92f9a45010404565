#include "kafka/client_config.hpp"

#include <gtest/gtest.h>

namespace kconnect::kafka {
namespace {

const ConfigMap kWorker{{"bootstrap.servers", "b:1"},
                        {"security.protocol", "SSL"},
                        {"consumer.fetch.min.bytes", "7"},
                        {"consumer.max.poll.records", "100"},
                        {"producer.linger.ms", "3"},
                        {"admin.retries", "4"}};

TEST(ClientConfig, GivesASinkConsumerItsBase) {
    EXPECT_EQ(sink_consumer_config({}, {}, "my-sink", 2),
              (ConfigMap{{"group.id", "connect-my-sink"},
                         {"client.id", "connector-consumer-my-sink-2"},
                         {"bootstrap.servers", "localhost:9092"},
                         {"enable.auto.commit", "false"},
                         {"auto.offset.reset", "earliest"}}));
}

TEST(ClientConfig, InheritsOnlyPrefixedWorkerKeysForConsumers) {
    const ConfigMap config = sink_consumer_config(kWorker, {}, "s", 0);
    EXPECT_EQ(config.at("bootstrap.servers"), "b:1");
    EXPECT_EQ(config.at("fetch.min.bytes"), "7");
    EXPECT_FALSE(config.contains("security.protocol"));
}

TEST(ClientConfig, LetsTheConnectorOverrideTheWorker) {
    const ConfigMap connector{{"consumer.override.max.poll.records", "9"},
                              {"consumer.override.group.id", "mine"}};
    const ConfigMap config = sink_consumer_config(kWorker, connector, "s", 0);
    EXPECT_EQ(config.at("max.poll.records"), "9");
    EXPECT_EQ(config.at("group.id"), "mine");
}

TEST(ClientConfig, GivesAnAdminAllPlainWorkerKeys) {
    const ConfigMap config = admin_config(kWorker, {{"admin.override.retries", "5"}}, "a");
    EXPECT_EQ(config,
              (ConfigMap{{"bootstrap.servers", "b:1"},
                         {"client.id", "a"},
                         {"security.protocol", "SSL"},
                         {"retries", "5"}}));
}

TEST(ClientConfig, GivesAProducerItsBaseAndPrefixedKeys) {
    const ConfigMap config = source_producer_config(kWorker, {}, "s", 1);
    EXPECT_EQ(config.at("client.id"), "connector-producer-s-1");
    EXPECT_EQ(config.at("acks"), "all");
    EXPECT_EQ(config.at("enable.idempotence"), "false");
    EXPECT_EQ(config.at("max.in.flight.requests.per.connection"), "1");
    EXPECT_EQ(config.at("linger.ms"), "3");
    EXPECT_FALSE(config.contains("security.protocol"));
}

TEST(ClientConfig, NamesTheProducerOfDeadLetters) {
    EXPECT_EQ(dead_letter_producer_config({}, {}, "s", 1).at("client.id"),
              "connector-dlq-producer-s-1");
}

}  // namespace
}  // namespace kconnect::kafka
