#include "kafka/client_properties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::kafka {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kOld = 0x020002ff;
constexpr int kNew = 0x021000ff;

TranslatedProperties consumer(const ConfigMap& config, int version = kOld) {
    return translate_client_properties(config, ClientKind::kConsumer, version);
}

std::string value_of(const TranslatedProperties& properties, std::string_view name) {
    const LibraryProperty* property = properties.find(name);
    return property != nullptr ? property->value : "(absent)";
}

std::string problem_with(const ConfigMap& config) {
    try {
        consumer(config);
        return "no problem";
    } catch (const ConfigException& error) {
        return error.what();
    }
}

TEST(ClientProperties, SetsJavasDefaultsWhereTheyDiffer) {
    const TranslatedProperties properties = consumer({});
    EXPECT_EQ(value_of(properties, "isolation.level"), "read_uncommitted");
    EXPECT_EQ(value_of(properties, "allow.auto.create.topics"), "true");
    EXPECT_EQ(value_of(properties, "enable.auto.commit"), "false");
    EXPECT_EQ(value_of(properties, "enable.auto.offset.store"), "false");
    EXPECT_EQ(value_of(properties, "partition.assignment.strategy"), "range");
    EXPECT_EQ(value_of(properties, "reconnect.backoff.max.ms"), "1000");
    EXPECT_EQ(properties.settings.max_poll_records, 500U);
}

TEST(ClientProperties, LeavesOutTheFetchBackoffWhereItIsFixed) {
    EXPECT_EQ(value_of(consumer({}, kOld), "queued.max.messages.kbytes"), "8192");
    EXPECT_EQ(value_of(consumer({}, kOld), "fetch.queue.backoff.ms"), "(absent)");
}

TEST(ClientProperties, UsesASmallQueueWhereTheFetchBackoffCanBeSet) {
    EXPECT_EQ(value_of(consumer({}, kNew), "queued.max.messages.kbytes"), "8192");
    EXPECT_EQ(value_of(consumer({}, kNew), "fetch.queue.backoff.ms"), "5");
}

TEST(ClientProperties, LeavesTheQueueToTheUser) {
    EXPECT_EQ(
        value_of(consumer({{"queued.max.messages.kbytes", "100"}}), "queued.max.messages.kbytes"),
        "100");
}

TEST(ClientProperties, RenamesJavasKeys) {
    const TranslatedProperties properties = consumer({{"fetch.max.wait.ms", "250"},
                                                      {"request.timeout.ms", "7000"},
                                                      {"metadata.max.age.ms", "2000"},
                                                      {"receive.buffer.bytes", "-1"},
                                                      {"sasl.mechanism", "PLAIN"},
                                                      {"security.protocol", "PLAINTEXT"}});
    EXPECT_EQ(value_of(properties, "fetch.wait.max.ms"), "250");
    EXPECT_EQ(value_of(properties, "socket.timeout.ms"), "7000");
    EXPECT_EQ(value_of(properties, "topic.metadata.refresh.interval.ms"), "2000");
    EXPECT_EQ(properties.settings.metadata_max_age, std::chrono::milliseconds(2000));
    EXPECT_EQ(value_of(properties, "socket.receive.buffer.bytes"), "0");
    EXPECT_EQ(value_of(properties, "sasl.mechanisms"), "PLAIN");
    EXPECT_EQ(value_of(properties, "security.protocol"), "plaintext");
    EXPECT_THAT(properties.warnings, IsEmpty());
}

TEST(ClientProperties, ServesMaxPollRecordsItself) {
    const TranslatedProperties properties = consumer({{"max.poll.records", " 42 "}});
    EXPECT_EQ(properties.settings.max_poll_records, 42U);
    EXPECT_EQ(value_of(properties, "max.poll.records"), "(absent)");
}

TEST(ClientProperties, LeavesConsumerKeysToConsumers) {
    const ConfigMap config{{"max.poll.records", "many"}, {"isolation.level", "nonsense"}};
    for (const ClientKind kind : {ClientKind::kAdmin, ClientKind::kProducer}) {
        const auto properties = translate_client_properties(config, kind, kOld);
        EXPECT_EQ(value_of(properties, "isolation.level"), "(absent)");
    }
}

TEST(ClientProperties, RefusesANumberThatIsNone) {
    EXPECT_EQ(problem_with({{"max.poll.records", "x"}}),
              "Invalid value x for configuration max.poll.records: Not a number of type INT");
}

TEST(ClientProperties, KeepsLibrdkafkasOwnNames) {
    EXPECT_EQ(value_of(consumer({{"debug", "cgrp"}}), "debug"), "cgrp");
}

TEST(ClientProperties, DropsWhatOnlyAJvmNeeds) {
    const TranslatedProperties properties =
        consumer({{"key.deserializer", "x"}, {"metric.reporters", "y"}});
    EXPECT_EQ(value_of(properties, "key.deserializer"), "(absent)");
    EXPECT_THAT(properties.warnings, IsEmpty());
}

TEST(ClientProperties, WarnsOfInterceptors) {
    EXPECT_THAT(consumer({{"interceptor.classes", "com.example.Audit"}}).warnings,
                Contains(HasSubstr("interceptor.classes is ignored")));
}

TEST(ClientProperties, NeverCommitsByItself) {
    const TranslatedProperties properties = consumer({{"enable.auto.commit", "true"}});
    EXPECT_EQ(value_of(properties, "enable.auto.commit"), "false");
    EXPECT_THAT(properties.warnings, Contains(HasSubstr("enable.auto.commit=true is ignored")));
}

TEST(ClientProperties, TranslatesAssignorClasses) {
    const auto strategy = [](const char* classes) {
        return value_of(consumer({{"partition.assignment.strategy", classes}}),
                        "partition.assignment.strategy");
    };
    const std::string package = "org.apache.kafka.clients.consumer.";
    EXPECT_EQ(strategy((package + "CooperativeStickyAssignor").c_str()), "cooperative-sticky");
    EXPECT_EQ(strategy((package + "RangeAssignor," + package + "RoundRobinAssignor").c_str()),
              "range,roundrobin");
    EXPECT_EQ(
        strategy((package + "RangeAssignor," + package + "CooperativeStickyAssignor").c_str()),
        "range");
    EXPECT_THAT(problem_with({{"partition.assignment.strategy", "com.example.Mine"}}),
                HasSubstr("Unknown assignor"));
}

TEST(ClientProperties, BringsNumbersIntoRange) {
    const TranslatedProperties properties =
        consumer({{"max.poll.interval.ms", "2147483647"}, {"fetch.max.wait.ms", "400000"}});
    EXPECT_EQ(value_of(properties, "max.poll.interval.ms"), "86400000");
    EXPECT_EQ(value_of(properties, "fetch.wait.max.ms"), "300000");
    EXPECT_THAT(properties.warnings,
                Contains("fetch.max.wait.ms=400000 is outside of what librdkafka takes; 300000 is "
                         "used"));
}

TEST(ClientProperties, LowersTheSessionTimeoutToThePollInterval) {
    EXPECT_EQ(value_of(consumer({{"max.poll.interval.ms", "10000"}}), "session.timeout.ms"),
              "10000");
}

TEST(ClientProperties, LeavesNewKeysOutForAnOldLibrary) {
    const ConfigMap config{{"retry.backoff.max.ms", "500"}};
    EXPECT_EQ(value_of(consumer(config, kOld), "retry.backoff.max.ms"), "(absent)");
    EXPECT_EQ(value_of(consumer(config, kNew), "retry.backoff.max.ms"), "500");
}

TEST(ClientProperties, RefusesTheNewGroupProtocolOnAnOldLibrary) {
    EXPECT_THAT(problem_with({{"group.protocol", "consumer"}}), HasSubstr("knows only classic"));
    EXPECT_EQ(problem_with({{"group.protocol", "CLASSIC"}}), "no problem");
}

TEST(ClientProperties, TranslatesTheResetPolicyNone) {
    EXPECT_EQ(value_of(consumer({{"auto.offset.reset", "none"}}), "auto.offset.reset"), "error");
    EXPECT_THAT(problem_with({{"auto.offset.reset", "by_duration:PT1H"}}),
                HasSubstr("Use earliest, latest or none"));
}

TEST(ClientProperties, KnowsWhatIsSecret) {
    EXPECT_TRUE(is_secret("sasl.jaas.config"));
    EXPECT_TRUE(is_secret("ssl.key.password"));
    EXPECT_TRUE(is_secret("ssl.keystore.key"));
    EXPECT_FALSE(is_secret("sasl.mechanism"));
}

}  // namespace
}  // namespace kconnect::kafka
