#include "config/worker_config.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

ConfigMap sound_properties() {
    return {{"key.converter", "JsonConverter"},
            {"value.converter", "JsonConverter"},
            {"offset.storage.file.filename", "/tmp/offsets"}};
}

ConfigMap with(std::string key, std::string value) {
    auto properties = sound_properties();
    properties.insert_or_assign(std::move(key), std::move(value));
    return properties;
}

std::string error_of(const ConfigMap& properties) {
    try {
        parse_worker_config(properties);
        return "accepted";
    } catch (const ConnectException& error) {
        return error.what();
    }
}

TEST(WorkerConfig, HasConnectsDefaults) {
    const auto config = parse_worker_config(sound_properties());
    EXPECT_EQ(config.bootstrap_servers, "localhost:9092");
    EXPECT_EQ(config.header_converter, "org.apache.kafka.connect.storage.SimpleHeaderConverter");
    EXPECT_EQ(config.offset_flush_interval, milliseconds(60000));
    EXPECT_EQ(config.offset_flush_timeout, milliseconds(5000));
    EXPECT_EQ(config.graceful_shutdown_timeout, milliseconds(5000));
    EXPECT_TRUE(config.has_topic_tracking);
}

TEST(WorkerConfig, TrimsValuesAndAcceptsUnknownKeys) {
    auto properties = with("offset.flush.interval.ms", " 10000 ");
    properties.emplace("consumer.max.poll.records", "5");
    const auto config = parse_worker_config(properties);
    EXPECT_EQ(config.offset_flush_interval, milliseconds(10000));
    EXPECT_EQ(config.properties.at("consumer.max.poll.records"), "5");
}

TEST(WorkerConfig, MissesEachRequiredKey) {
    for (const auto* key : {"key.converter", "value.converter", "offset.storage.file.filename"}) {
        auto properties = sound_properties();
        properties.erase(key);
        EXPECT_EQ(error_of(properties),
                  "Missing required configuration \"" + std::string(key) +
                      "\" which has no default value.");
    }
}

TEST(WorkerConfig, KnowsTheOverridePoliciesByAllTheirNames) {
    const std::string key = "connector.client.config.override.policy";
    EXPECT_EQ(parse_worker_config(with(key, "None")).client_override_policy, "None");
    EXPECT_EQ(parse_worker_config(with(key,
                                       "org.apache.kafka.connect.connector.policy."
                                       "PrincipalConnectorClientConfigOverridePolicy"))
                  .client_override_policy,
              "Principal");
    EXPECT_EQ(error_of(with(key, "Nope")),
              "Failed to find any class that implements interface "
              "org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy and "
              "which name matches Nope");
}

TEST(WorkerConfig, ChecksThePluginDiscovery) {
    EXPECT_NO_THROW(check_plugin_discovery({{"plugin.discovery", "Only_Scan"}}));
    try {
        check_plugin_discovery({{"plugin.discovery", "magic"}});
        FAIL();
    } catch (const ConfigException& error) {
        EXPECT_STREQ(error.what(),
                     "Invalid plugin.discovery value, must be one of [only_scan, hybrid_warn, "
                     "hybrid_fail, service_load]");
    }
}

TEST(WorkerConfig, SplitsThePluginPath) {
    EXPECT_THAT(plugin_path({{"plugin.path", "/a , /b"}}), ElementsAre("/a", "/b"));
    EXPECT_THAT(plugin_path({}), IsEmpty());
}

TEST(WorkerConfig, PrintsItsValuesSortedAndHidesPasswords) {
    const auto text = config_values_text(
        "StandaloneConfig", worker_config_def(), with("ssl.keystore.password", "s3cret"));
    EXPECT_THAT(text, HasSubstr("StandaloneConfig values: \n\taccess.control.allow.methods = \n"));
    EXPECT_THAT(text, HasSubstr("\tbootstrap.servers = [localhost:9092]\n"));
    EXPECT_THAT(text, HasSubstr("\tplugin.path = null\n"));
    EXPECT_THAT(text, HasSubstr("\tssl.keystore.password = [hidden]\n"));
    EXPECT_THAT(text, Not(HasSubstr("s3cret")));
}

TEST(WorkerConfig, HidesAUrlWithAPasswordInIt) {
    EXPECT_TRUE(looks_secret("connection.url", "jdbc:postgresql://h/d?user=u&Password=x"));
    EXPECT_TRUE(looks_secret("connection.url", "postgresql://u:x@h/d"));
    EXPECT_TRUE(looks_secret("connection.url", "jdbc:oracle:thin:u/x@//h:1521/s"));
    EXPECT_TRUE(looks_secret("connection.url", "jdbc:sqlserver://h;pwd=x"));
    EXPECT_TRUE(looks_secret("consumer.override.sasl.jaas.config", "x"));
    EXPECT_TRUE(looks_secret("any", "-----BEGIN PRIVATE KEY-----"));
    EXPECT_FALSE(looks_secret("connection.url", "jdbc:postgresql://h:5432/d"));
}

}  // namespace
}  // namespace kconnect
