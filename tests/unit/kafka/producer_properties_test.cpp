#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "kafka/client_config.hpp"
#include "kafka/client_properties.hpp"

namespace kconnect::test {
namespace {

using kafka::ClientKind;
using kafka::TranslatedProperties;
using ::testing::IsEmpty;

constexpr int kOldest = 0x020002ff;

TranslatedProperties translate(const ConfigMap& config) {
    return kafka::translate_client_properties(config, ClientKind::kProducer, kOldest);
}

std::string value_of(const TranslatedProperties& properties, std::string_view name) {
    const kafka::LibraryProperty* property = properties.find(name);
    return property != nullptr ? property->value : "absent";
}

std::string refusal(const ConfigMap& config) {
    try {
        translate(config);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "accepted";
}

TEST(ProducerProperties, HaveConnectsGuarantees) {
    const TranslatedProperties properties =
        translate(kafka::source_producer_config({}, {}, "source", 0));
    EXPECT_EQ(value_of(properties, "acks"), "all");
    EXPECT_EQ(value_of(properties, "max.in.flight.requests.per.connection"), "1");
    EXPECT_EQ(value_of(properties, "delivery.timeout.ms"), "2147483647");
    EXPECT_EQ(value_of(properties, "retries"), "2147483647");
    EXPECT_EQ(properties.producer.max_block.count(), 9223372036854775807);
    EXPECT_THAT(properties.warnings, IsEmpty());
}

TEST(ProducerProperties, AskForIdempotenceWhereJavaKeepsTheOrderWithout) {
    ConfigMap config = kafka::source_producer_config({}, {}, "source", 0);
    EXPECT_EQ(value_of(translate(config), "enable.idempotence"), "true");
    config["max.in.flight.requests.per.connection"] = "2";
    EXPECT_EQ(value_of(translate(config), "enable.idempotence"), "false");
    config["max.in.flight.requests.per.connection"] = "1";
    config["acks"] = "1";
    EXPECT_EQ(value_of(translate(config), "enable.idempotence"), "false");
}

TEST(ProducerProperties, HaveJavasDefaultsWhereLibrdkafkaHasOthers) {
    const TranslatedProperties properties = translate({});
    EXPECT_EQ(value_of(properties, "linger.ms"), "5");
    EXPECT_EQ(value_of(properties, "batch.size"), "16384");
    EXPECT_EQ(value_of(properties, "queue.buffering.max.kbytes"), "32768");
    EXPECT_EQ(value_of(properties, "message.max.bytes"), "1048576");
    EXPECT_EQ(value_of(properties, "compression.type"), "none");
    EXPECT_EQ(value_of(properties, "partitioner"), "murmur2_random");
    EXPECT_EQ(value_of(properties, "socket.timeout.ms"), "30000");
    EXPECT_EQ(value_of(properties, "request.timeout.ms"), "30000");
    EXPECT_EQ(value_of(properties, "allow.auto.create.topics"), "true");
    EXPECT_EQ(properties.producer.max_request_size, 1048576U);
    EXPECT_EQ(properties.producer.buffer_memory, 33554432U);
    EXPECT_FALSE(properties.producer.round_robin);
}

TEST(ProducerProperties, TranslateSizesAndTimes) {
    const TranslatedProperties properties = translate({{"buffer.memory", "1048576"},
                                                       {"batch.size", "0"},
                                                       {"max.request.size", "500"},
                                                       {"linger.ms", "100"},
                                                       {"request.timeout.ms", "20000"},
                                                       {"max.block.ms", "7"}});
    EXPECT_EQ(value_of(properties, "queue.buffering.max.kbytes"), "1024");
    EXPECT_EQ(value_of(properties, "batch.size"), "1");
    EXPECT_EQ(value_of(properties, "message.max.bytes"), "1000");
    EXPECT_EQ(properties.producer.max_request_size, 500U);
    EXPECT_EQ(value_of(properties, "linger.ms"), "100");
    EXPECT_EQ(value_of(properties, "socket.timeout.ms"), "20000");
    EXPECT_EQ(value_of(properties, "request.timeout.ms"), "20000");
    EXPECT_EQ(properties.producer.max_block.count(), 7);
}

TEST(ProducerProperties, KeepWhatIsGivenInLibrdkafkasNames) {
    const TranslatedProperties properties =
        translate({{"queue.buffering.max.kbytes", "99"}, {"partitioner", "consistent"}});
    EXPECT_EQ(value_of(properties, "queue.buffering.max.kbytes"), "99");
    EXPECT_EQ(value_of(properties, "partitioner"), "consistent");
}

TEST(ProducerProperties, TakeTheLevelOfTheCompressionInUse) {
    const TranslatedProperties properties = translate({{"compression.type", "gzip"},
                                                       {"compression.gzip.level", "9"},
                                                       {"compression.zstd.level", "3"}});
    EXPECT_EQ(value_of(properties, "compression.type"), "gzip");
    EXPECT_EQ(value_of(properties, "compression.level"), "9");
}

TEST(ProducerProperties, KnowJavasPartitioners) {
    EXPECT_TRUE(translate({{"partitioner.class",
                            "org.apache.kafka.clients.producer.RoundRobinPartitioner"}})
                    .producer.round_robin);
    EXPECT_EQ(value_of(translate({{"partitioner.ignore.keys", "true"}}), "partitioner"), "random");
    EXPECT_EQ(refusal({{"partitioner.class", "com.example.Mine"}}),
              "Invalid value com.example.Mine for configuration partitioner.class: Java classes "
              "cannot run here; remove the key or use "
              "org.apache.kafka.clients.producer.RoundRobinPartitioner");
}

TEST(ProducerProperties, RefuseWhatJavaRefuses) {
    EXPECT_EQ(refusal({{"acks", "2"}}),
              "Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1");
    EXPECT_EQ(refusal({{"linger.ms", "-1"}}),
              "Invalid value -1 for configuration linger.ms: Value must be at least 0");
    EXPECT_EQ(refusal({{"batch.size", "big"}}),
              "Invalid value big for configuration batch.size: Not a number of type INT");
    EXPECT_EQ(refusal({{"compression.type", "zip"}}),
              "Invalid value zip for configuration compression.type: String must be one of: none, "
              "gzip, snappy, lz4, zstd");
    EXPECT_EQ(refusal({{"delivery.timeout.ms", "30000"}}),
              "delivery.timeout.ms should be equal to or larger than linger.ms + "
              "request.timeout.ms");
}

TEST(ProducerProperties, RefuseIdempotenceWithoutItsConditions) {
    EXPECT_EQ(refusal({{"acks", "1"}}),
              "Must set acks to all in order to use the idempotent producer. Otherwise we cannot "
              "guarantee idempotence.");
    EXPECT_EQ(refusal({{"max.in.flight.requests.per.connection", "6"}}),
              "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent "
              "producer.");
    EXPECT_EQ(refusal({{"retries", "0"}}),
              "Must set retries to non-zero when using the idempotent producer.");
    EXPECT_EQ(refusal({{"enable.idempotence", "false"}, {"acks", "1"}, {"retries", "0"}}),
              "accepted");
}

TEST(ProducerProperties, RefuseTransactions) {
    EXPECT_EQ(refusal({{"transactional.id", "t"}}),
              "Invalid value t for configuration transactional.id: Records are not sent in "
              "transactions here, as Kafka Connect does not in standalone mode; remove the key");
}

TEST(ProducerProperties, MeanNothingToOtherClients) {
    const TranslatedProperties properties = kafka::translate_client_properties(
        {{"acks", "2"}, {"linger.ms", "5"}}, ClientKind::kConsumer, kOldest);
    EXPECT_EQ(value_of(properties, "acks"), "absent");
    EXPECT_EQ(value_of(properties, "linger.ms"), "absent");
}

}  // namespace
}  // namespace kconnect::test
