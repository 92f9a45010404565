#include "jdbc/jdbc_sink_config.hpp"

#include <limits>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "jdbc/jdbc_sink_connector.hpp"

namespace kconnect::jdbc {
namespace {

ConfigMap story() {
    return {{"name", "rds-sink"},
            {"connector.class", "io.confluent.connect.jdbc.JdbcSinkConnector"},
            {"connection.url", "jdbc:mysql://your-rds-endpoint:3306/your-database"},
            {"connection.user", "your-username"},
            {"connection.password", "your-password"},
            {"auto.create", "true"},
            {"insert.mode", "upsert"},
            {"pk.mode", "record_key"},
            {"pk.fields", "id"}};
}

std::vector<std::string> errors_of(ConfigMap config, const std::string& key) {
    for (const ConfigKeyResult& result : JdbcSinkConnector().validate(config)) {
        if (result.key.name == key) {
            return result.errors;
        }
    }
    return {"no such key"};
}

using Errors = std::vector<std::string>;

TEST(JdbcSinkConfig, ReadsTheStorysFile) {
    const JdbcSinkConfig config = parse_jdbc_sink_config(story());
    EXPECT_EQ(config.connector_name, "rds-sink");
    EXPECT_EQ(config.connection.url.database, "your-database");
    EXPECT_EQ(config.insert_mode, InsertMode::kUpsert);
    EXPECT_EQ(config.primary_key_mode, PrimaryKeyMode::kRecordKey);
    EXPECT_EQ(config.primary_key_fields, std::vector<std::string>{"id"});
    EXPECT_TRUE(config.auto_create);
    EXPECT_FALSE(config.auto_evolve);
    EXPECT_EQ(config.batch_size, std::numeric_limits<std::size_t>::max());
    EXPECT_EQ(config.max_retries, 10);
    EXPECT_EQ(config.table_name_format, "${topic}");
}

TEST(JdbcSinkConfig, HandsOtherConnectionKeysToTheDriver) {
    ConfigMap config = story();
    config["connection.sslmode"] = "require";
    const JdbcSinkConfig parsed = parse_jdbc_sink_config(config);
    EXPECT_EQ(parsed.connection.properties,
              (std::map<std::string, std::string>{{"sslmode", "require"}}));
}

TEST(JdbcSinkConfig, AcceptsEnumeratorsInLowerOrUpperCaseOnly) {
    ConfigMap config = story();
    config["insert.mode"] = "UPSERT";
    EXPECT_EQ(parse_jdbc_sink_config(config).insert_mode, InsertMode::kUpsert);
    config["insert.mode"] = "Upsert";
    EXPECT_EQ(errors_of(config, "insert.mode"),
              Errors{"Invalid value Upsert for configuration insert.mode: Invalid enumerator"});
}

TEST(JdbcSinkConfig, ReportsABadNumberUnderARangeTwice) {
    ConfigMap config = story();
    config["batch.size"] = "abc";
    EXPECT_EQ(errors_of(config, "batch.size"),
              (Errors{"Invalid value abc for configuration batch.size: Not a number of type INT",
                      "Invalid value null for configuration batch.size: Value must be non-null"}));
}

TEST(JdbcSinkConfig, NamesAMissingUrl) {
    ConfigMap config = story();
    config.erase("connection.url");
    EXPECT_EQ(
        errors_of(config, "connection.url"),
        Errors{"Missing required configuration \"connection.url\" which has no default value."});
}

TEST(JdbcSinkConfig, TreatsBatchSizeZeroAsOne) {
    ConfigMap config = story();
    config["batch.size"] = "0";
    EXPECT_EQ(parse_jdbc_sink_config(config).batch_size, 1U);
}

TEST(JdbcSinkConfig, RefusesDeletesWithoutRecordKeyOnBothKeys) {
    ConfigMap config = story();
    config["delete.enabled"] = "true";
    config["pk.mode"] = "record_value";
    const std::string text = "Deletes are only supported for pk.mode record_key";
    EXPECT_EQ(errors_of(config, "delete.enabled").front(), text);
    EXPECT_EQ(errors_of(config, "pk.mode"), Errors{text});
}

TEST(JdbcSinkConfig, SaysWhatItDoesNotSupportYet) {
    ConfigMap config = story();
    config["db.timezone"] = "Europe/Berlin";
    EXPECT_EQ(errors_of(config, "db.timezone"),
              Errors{"Configuration db.timezone=Europe/Berlin is not supported yet by this version "
                     "of kconnect; leave the key out"});
    EXPECT_THROW(parse_jdbc_sink_config(config), ConfigException);
}

TEST(JdbcSinkConfig, RefusesADatabaseThatCannotBeReachedAndHidesThePassword) {
    ConfigMap config = story();
    config["connection.url"] = "jdbc:postgresql://127.0.0.1:1/db";
    const Errors errors = errors_of(config, "connection.url");
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_TRUE(errors.front().starts_with("Could not connect to database. ")) << errors.front();
    EXPECT_EQ(errors.front().find("your-password"), std::string::npos) << errors.front();
}

}  // namespace
}  // namespace kconnect::jdbc
