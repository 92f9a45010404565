#include "jdbc/jdbc_sink_config.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "jdbc/connection_trial.hpp"
#include "jdbc/jdbc_sink_connector.hpp"
#include "support/silent_server.hpp"

namespace kconnect::jdbc {
namespace {

using ::testing::ElementsAre;

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

TEST(JdbcSinkConfig, TakesTimestampFields) {
    ConfigMap config = story();
    config["timestamp.fields.list"] = "at, ,until";
    EXPECT_EQ(parse_jdbc_sink_config(config).timestamp_fields, (Errors{"at", "until"}));
    EXPECT_EQ(parse_jdbc_sink_config(config).timestamp_unit, sql::TimestampUnit::kMicroseconds);
    config["timestamp.precision.mode"] = "nanoseconds";
    EXPECT_EQ(parse_jdbc_sink_config(config).timestamp_unit, sql::TimestampUnit::kNanoseconds);
}

TEST(JdbcSinkConfig, TakesTimeZonesAndCalendars) {
    ConfigMap config = story();
    EXPECT_EQ(parse_jdbc_sink_config(config).clock.zone, nullptr);
    config["db.timezone"] = "America/New_York";
    const sql::TimeZone* new_york = sql::find_time_zone("America/New_York");
    EXPECT_EQ(parse_jdbc_sink_config(config).clock.zone, new_york);
    EXPECT_EQ(parse_jdbc_sink_config(config).clock.date_zone, new_york);
    config["date.timezone"] = "UTC";
    config["date.calendar.system"] = "PROLEPTIC_GREGORIAN";
    const sql::WallClock clock = parse_jdbc_sink_config(config).clock;
    EXPECT_EQ(clock.zone, new_york);
    EXPECT_EQ(clock.date_zone, nullptr);
    EXPECT_EQ(clock.calendar, sql::CalendarSystem::kProlepticGregorian);
}

TEST(JdbcSinkConfig, RefusesAnUnknownTimeZone) {
    ConfigMap config = story();
    config["db.timezone"] = "Europe/Nowhere";
    EXPECT_EQ(errors_of(config, "db.timezone"),
              Errors{"Invalid value Europe/Nowhere for configuration db.timezone: Invalid time "
                     "zone. See the list of valid time zones at "
                     "https://docs.oracle.com/javase/8/docs/api/java/time/ZoneId.html#shortIds"});
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

ConfigKeyResult result_of(const ConfigMap& config, const std::string& key) {
    for (const ConfigKeyResult& result : JdbcSinkConnector().validate(config)) {
        if (result.key.name == key) {
            return result;
        }
    }
    return {};
}

TEST(JdbcSinkConfig, HasConfluentsKeysInConfluentsGroups) {
    std::vector<std::string> keys;
    for (const ConfigKey& key : jdbc_sink_config_def().keys()) {
        keys.push_back(key.group + " " + std::to_string(key.order) + " " + key.name);
    }
    EXPECT_THAT(keys,
                ElementsAre("Connection 1 connection.url",
                            "Connection 2 connection.user",
                            "Connection 3 connection.password",
                            "Connection 4 jdbc.credentials.provider.class",
                            "Connection 5 dialect.name",
                            "Connection 6 connection.attempts",
                            "Connection 7 connection.backoff.ms",
                            "Writes 1 insert.mode",
                            "Writes 2 batch.size",
                            "Writes 3 delete.enabled",
                            "Writes 4 table.types",
                            "Writes 5 replace.null.with.default",
                            "Data Mapping 1 table.name.format",
                            "Data Mapping 2 pk.mode",
                            "Data Mapping 3 pk.fields",
                            "Data Mapping 4 fields.whitelist",
                            "Data Mapping 5 db.timezone",
                            "Data Mapping 6 date.timezone",
                            "Data Mapping 7 timestamp.fields.list",
                            "Data Mapping 8 timestamp.precision.mode",
                            "Data Mapping 9 date.calendar.system",
                            "Data Mapping 10 string.output.value.column.name",
                            "DDL Support 1 auto.create",
                            "DDL Support 2 auto.evolve",
                            "DDL Support 3 quote.sql.identifiers",
                            "DML Support 1 mssql.use.merge.holdlock",
                            "Retries 1 max.retries",
                            "Retries 2 retry.backoff.ms",
                            " -1 trim.sensitive.log",
                            "kconnect 1 kconnect.mysql.large.columns"));
}

TEST(JdbcSinkConfig, MakesLargeColumnsOfMySqlOnlyWhenAsked) {
    ConfigMap config = story();
    const SchemaPtr text = primitive_schema(SchemaType::kString);
    EXPECT_EQ(dialect_of(parse_jdbc_sink_config(config)).column_type(*text, false), "TEXT");
    config["kconnect.mysql.large.columns"] = "true";
    EXPECT_EQ(dialect_of(parse_jdbc_sink_config(config)).column_type(*text, false), "LONGTEXT");
    config["kconnect.mysql.large.columns"] = "yes";
    EXPECT_EQ(errors_of(config, "kconnect.mysql.large.columns"),
              Errors{"Invalid value yes for configuration kconnect.mysql.large.columns: Expected "
                     "value to be either true or false"});
}

TEST(JdbcSinkConfig, RefusesUnknownEnumeratorsByJavasText) {
    ConfigMap config = story();
    config["dialect.name"] = "NoDialect";
    config["table.types"] = "TABLE,INDEX";
    config["date.calendar.system"] = "legacy";
    EXPECT_EQ(errors_of(config, "dialect.name"),
              Errors{"Invalid value NoDialect for configuration dialect.name: Invalid enumerator"});
    EXPECT_EQ(errors_of(config, "table.types"),
              Errors{"Invalid value INDEX for configuration table.types: Invalid enumerator"});
    EXPECT_EQ(errors_of(config, "date.calendar.system"),
              Errors{"Invalid value legacy for configuration date.calendar.system: String must be "
                     "one of: LEGACY, PROLEPTIC_GREGORIAN"});
}

TEST(JdbcSinkConfig, RefusesAnEmptyListOfTableTypes) {
    ConfigMap config = story();
    config["table.types"] = "";
    EXPECT_EQ(errors_of(config, "table.types"),
              Errors{"Invalid value [] for configuration table.types: At least one value must be "
                     "specified. Valid values are: [table, partitioned table, view]"});
}

TEST(JdbcSinkConfig, RecommendsWhatFitsTheOtherKeys) {
    ConfigMap config = story();
    config["connection.url"] = "jdbc:sqlite::memory:";
    EXPECT_THAT(result_of(config, "delete.enabled").recommended_values,
                ElementsAre("true", "false"));
    EXPECT_TRUE(result_of(config, "delete.enabled").is_visible);
    config["pk.mode"] = "none";
    EXPECT_THAT(result_of(config, "delete.enabled").recommended_values, ElementsAre("false"));
    EXPECT_FALSE(result_of(config, "delete.enabled").is_visible);
    EXPECT_THAT(result_of(config, "pk.mode").recommended_values,
                ElementsAre("none", "kafka", "record_key", "record_value"));
    config["delete.enabled"] = "true";
    EXPECT_THAT(result_of(config, "pk.mode").recommended_values, ElementsAre("record_key"));
    EXPECT_EQ(result_of(config, "dialect.name").recommended_values.size(), 12U);
}

TEST(JdbcSinkConfig, ReportsABadQuoteMethodAsAConnectionThatFailed) {
    ConfigMap config = story();
    config["quote.sql.identifiers"] = "sometimes";
    EXPECT_EQ(errors_of(config, "quote.sql.identifiers"), Errors{});
    EXPECT_EQ(errors_of(config, "connection.url"),
              Errors{"Could not connect to database. No matching QuoteMethod found for "
                     "'sometimes'"});
}

TEST(JdbcSinkConfig, RefusesAnotherCredentialsProvider) {
    ConfigMap config = story();
    config["jdbc.credentials.provider.class"] = "com.example.Vault";
    EXPECT_EQ(errors_of(config, "jdbc.credentials.provider.class"),
              Errors{"Invalid value com.example.Vault for configuration "
                     "jdbc.credentials.provider.class: Class com.example.Vault could not be found; "
                     "kconnect loads no classes of Java: leave the key out and set "
                     "connection.user and connection.password, whose values a configuration "
                     "provider may give"});
    config["jdbc.credentials.provider.class"] =
        "io.confluent.connect.jdbc.util.DefaultJdbcCredentialsProvider";
    EXPECT_EQ(errors_of(config, "jdbc.credentials.provider.class"), Errors{});
}

TEST(JdbcSinkConfig, GivesUpAServerThatNeverAnswersAndSaysWhatToCheck) {
    const test::SilentServer server;
    for (const char* database : {"postgresql", "mysql"}) {
        ConfigMap config = story();
        config["connection.url"] = "jdbc:" + std::string(database) +
                                   "://127.0.0.1:" + std::to_string(server.port()) +
                                   "/db?connectTimeout=0";
        const std::string expected =
            "jdbc:" + std::string(database) + "://127.0.0.1:" + std::to_string(server.port()) +
            "/db?connectTimeout=0 gave no connection within 0 s; check host and port in "
            "connection.url, and firewalls between here and there";
        try {
            try_connection(parse_jdbc_sink_config(config), std::chrono::milliseconds(5));
            FAIL() << "a connection with a server that says nothing";
        } catch (const ConnectException& error) {
            EXPECT_EQ(error.what(), expected);
        }
    }
}

}  // namespace
}  // namespace kconnect::jdbc
