#include "jdbc/aiven_sink_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "jdbc/jdbc_sink_connector.hpp"
#include "jdbc/table_naming.hpp"

namespace kconnect::jdbc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ConfigMap aiven() {
    return {{"name", "aiven"}, {"connection.url", "jdbc:postgresql://127.0.0.1:1/db"}};
}

std::vector<std::string> errors_of(const ConfigMap& config, const std::string& key) {
    for (const ConfigKeyResult& result : AivenJdbcSinkConnector().validate(config)) {
        if (result.key.name == key) {
            return result.errors;
        }
    }
    return {"no such key"};
}

std::vector<std::string> all_errors_of(const ConfigMap& config) {
    std::vector<std::string> errors;
    for (const ConfigKeyResult& result : AivenJdbcSinkConnector().validate(config)) {
        errors.insert(errors.end(), result.errors.begin(), result.errors.end());
    }
    return errors;
}

TEST(AivenSinkConfig, HasAivensKeysInAivensGroups) {
    std::vector<std::string> keys;
    for (const ConfigKey& key : aiven_sink_config_def().keys()) {
        keys.push_back(key.group + " " + std::to_string(key.order) + " " + key.name);
    }
    EXPECT_THAT(keys,
                ElementsAre("Database 1 connection.url",
                            "Database 2 connection.user",
                            "Database 3 connection.password",
                            "Database 4 db.timezone",
                            "Database 5 dialect.name",
                            "Database 6 sql.quote.identifiers",
                            "Writes 1 insert.mode",
                            "Writes 2 batch.size",
                            "Writes 3 delete.enabled",
                            "Data Mapping 1 table.name.format",
                            "Data Mapping 2 table.name.normalize",
                            "Data Mapping 3 topics.to.tables.mapping",
                            "Data Mapping 4 pk.mode",
                            "Data Mapping 5 pk.fields",
                            "Data Mapping 6 fields.whitelist",
                            "DDL Support 1 auto.create",
                            "DDL Support 2 auto.evolve",
                            "Retries 1 max.retries",
                            "Retries 2 retry.backoff.ms",
                            "kconnect 1 kconnect.mysql.large.columns"));
}

TEST(AivenSinkConfig, OpensNoConnectionToValidate) {
    EXPECT_THAT(all_errors_of(aiven()), IsEmpty());
}

TEST(AivenSinkConfig, RefusesKeyFieldsWithoutAKey) {
    ConfigMap config = aiven();
    config["pk.fields"] = "id";
    EXPECT_THAT(all_errors_of(config),
                ElementsAre("Primary key fields should not be set when pkMode is 'none'."));
}

TEST(AivenSinkConfig, NeedsThreeFieldsForKafkasCoordinates) {
    ConfigMap config = aiven();
    config["pk.mode"] = "kafka";
    const char* text =
        "Primary key fields must be set with three fields (topic, partition, offset) when pkMode "
        "is 'kafka'.";
    EXPECT_THAT(errors_of(config, "pk.fields"), ElementsAre(text));
    config["pk.fields"] = "t,p";
    EXPECT_THAT(errors_of(config, "pk.fields"), ElementsAre(text));
    config["pk.fields"] = "t,p,o";
    EXPECT_THAT(errors_of(config, "pk.fields"), IsEmpty());
}

TEST(AivenSinkConfig, RefusesDeletesWithoutRecordKeyAtOneKey) {
    ConfigMap config = aiven();
    config["delete.enabled"] = "true";
    config["pk.mode"] = "record_value";
    EXPECT_THAT(all_errors_of(config),
                ElementsAre("Delete support only works with pk.mode=record_key"));
}

TEST(AivenSinkConfig, NamesABadModeTwice) {
    ConfigMap config = aiven();
    config["pk.mode"] = "sometimes";
    EXPECT_THAT(errors_of(config, "pk.mode"),
                ElementsAre("Invalid value sometimes for configuration pk.mode: Invalid "
                            "enumerator"));
    EXPECT_THAT(errors_of(config, "pk.fields"), ElementsAre("Invalid pkMode value: sometimes"));
}

TEST(AivenSinkConfig, TakesMultiForInsert) {
    ConfigMap config = aiven();
    config["insert.mode"] = "multi";
    EXPECT_EQ(parse_aiven_sink_config(config).insert_mode, InsertMode::kInsert);
    config["insert.mode"] = "MULTI";
    EXPECT_EQ(parse_aiven_sink_config(config).insert_mode, InsertMode::kInsert);
    config["insert.mode"] = "upsert";
    EXPECT_EQ(parse_aiven_sink_config(config).insert_mode, InsertMode::kUpsert);
}

TEST(AivenSinkConfig, CountsInsertsWhereTheDriverDoes) {
    ConfigMap config = aiven();
    EXPECT_TRUE(parse_aiven_sink_config(config).counts_inserts);
    EXPECT_FALSE(parse_jdbc_sink_config(config).counts_inserts);
    config["connection.url"] += "?reWriteBatchedInserts=true";
    EXPECT_FALSE(parse_aiven_sink_config(config).counts_inserts);
    config["insert.mode"] = "multi";
    EXPECT_TRUE(parse_aiven_sink_config(config).counts_inserts);
}

TEST(AivenSinkConfig, WritesPartitionedTablesOfPostgresqlWithoutBeingAsked) {
    ConfigMap config = aiven();
    EXPECT_THAT(parse_aiven_sink_config(config).table_types,
                ElementsAre(sql::TableKind::kTable, sql::TableKind::kPartitionedTable));
    config["connection.url"] = "jdbc:mysql://h/d";
    config["table.types"] = "VIEW";
    EXPECT_THAT(parse_aiven_sink_config(config).table_types, ElementsAre(sql::TableKind::kTable));
}

TEST(AivenSinkConfig, CreatesTextsOfMySqlAsVarchar) {
    ConfigMap config = aiven();
    config["connection.url"] = "jdbc:mysql://h/d";
    const SchemaPtr text = primitive_schema(SchemaType::kString);
    EXPECT_EQ(dialect_of(parse_aiven_sink_config(config)).column_type(*text, false),
              "VARCHAR(256)");
}

TEST(AivenSinkConfig, CreatesTextsOfMySqlAsLargeAsTheyMayBeWhenAsked) {
    ConfigMap config = aiven();
    config["connection.url"] = "jdbc:mysql://h/d";
    config["kconnect.mysql.large.columns"] = "true";
    const SchemaPtr text = primitive_schema(SchemaType::kString);
    EXPECT_EQ(dialect_of(parse_aiven_sink_config(config)).column_type(*text, false), "LONGTEXT");
}

TEST(AivenSinkConfig, TurnsQuotingOff) {
    ConfigMap config = aiven();
    config["sql.quote.identifiers"] = "false";
    EXPECT_FALSE(parse_aiven_sink_config(config).quote_identifiers);
}

TEST(AivenSinkConfig, LeavesOutWhatAivensSinkDoesNotKnow) {
    ConfigMap config = aiven();
    config["connection.sslmode"] = "require";
    config["connection.attempts"] = "7";
    config["replace.null.with.default"] = "false";
    const JdbcSinkConfig parsed = parse_aiven_sink_config(config);
    EXPECT_THAT(parsed.connection.properties, IsEmpty());
    EXPECT_EQ(parsed.connection_attempts, 3);
    EXPECT_TRUE(parsed.replace_null_with_default);
}

TEST(AivenSinkConfig, RefusesAMappingThatIsNone) {
    ConfigMap config = aiven();
    for (const char* mapping : {"topic", "a:b,c", "", "a:b,a:c"}) {
        config["topics.to.tables.mapping"] = mapping;
        const auto errors = errors_of(config, "topics.to.tables.mapping");
        ASSERT_EQ(errors.size(), 1U) << mapping;
        EXPECT_TRUE(errors.front().ends_with(
            "for configuration topics.to.tables.mapping: Invalid topics to tables mapping"))
            << errors.front();
    }
}

TEST(AivenSinkConfig, NamesTablesByTheMappingAlone) {
    ConfigMap config = aiven();
    config["topics.to.tables.mapping"] = "orders:sales.order,cars:car";
    const JdbcSinkConfig parsed = parse_aiven_sink_config(config);
    EXPECT_EQ(table_name_for(parsed, "orders"), "sales.order");
    EXPECT_EQ(table_name_for(parsed, "cars"), "car");
    try {
        table_name_for(parsed, "planes");
        FAIL() << "a topic without a table";
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(),
                     "Destination table for the topic: 'planes' couldn't be found in the topics to "
                     "tables mapping: 'cars->car,orders->sales.order' and couldn't be generated "
                     "for the format string '${topic}'");
    }
}

TEST(AivenSinkConfig, NormalizesTheFormattedName) {
    ConfigMap config = aiven();
    config["table.name.format"] = "in-${topic}";
    config["table.name.normalize"] = "true";
    const JdbcSinkConfig parsed = parse_aiven_sink_config(config);
    EXPECT_EQ(table_name_for(parsed, "a.b-C_1"), "in_a_b_C_1");
    EXPECT_EQ(table_name_for(parsed, "gr\xC3\xBC\xC3\x9F"), "in_gr__");
}

}  // namespace
}  // namespace kconnect::jdbc
