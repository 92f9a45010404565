#include "worker/connector_validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "config/connector_config.hpp"
#include "convert/builtin_converters.hpp"
#include "unit/worker/test_connector.hpp"
#include "worker/converter_choice.hpp"
#include "worker/override_policy.hpp"

namespace kconnect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ConnectorValidationTest : public ::testing::Test {
protected:
    ConnectorValidationTest() {
        registry_.add(convert::builtin_converters(), "classpath");
        registry_.add(test::test_connector_entries(), "classpath");
        worker_ = parse_worker_config({{"key.converter", "StringConverter"},
                                       {"value.converter", "JsonConverter"},
                                       {"value.converter.schemas.enable", "false"},
                                       {"offset.storage.file.filename", "/tmp/offsets"}});
    }

    static ConfigMap sound() {
        return {{"name", "x"}, {"connector.class", "TestSink"}, {"topics", "a"}};
    }
    static ConfigMap with(ConfigMap more) {
        more.merge(sound());
        return more;
    }
    std::vector<std::string> errors_of(const ConfigMap& config) {
        return connector_errors(config, connector_, worker_, registry_);
    }

    PluginRegistry registry_;
    WorkerConfig worker_;
    test::TestConnector connector_;
};

TEST_F(ConnectorValidationTest, AcceptsASoundConfiguration) {
    EXPECT_THAT(errors_of(with({{"errors.log.enable", "FALSE"},
                                {"transforms", ""},
                                {"errors.tolerance", " none "},
                                {"any.other.key", "x"}})),
                IsEmpty());
}

TEST_F(ConnectorValidationTest, ListsAllErrorsAsConnectDoes) {
    auto config = with({{"tasks.max", "abc"}, {"errors.tolerance", "x"}});
    config.erase("topics");
    const auto errors = errors_of(config);
    EXPECT_EQ(invalid_configuration_text(errors),
              "Connector configuration is invalid and contains the following 5 error(s):\n"
              "Invalid value abc for configuration tasks.max: Not a number of type INT\n"
              "Invalid value null for configuration tasks.max: Value must be non-null\n"
              "Invalid value x for configuration errors.tolerance: String must be one of: none, "
              "all\n"
              "Must configure one of topics or topics.regex\n"
              "Must configure one of topics or topics.regex\n"
              "You can also find the above list of errors at the endpoint "
              "`/connector-plugins/{connectorType}/config/validate`");
}

TEST_F(ConnectorValidationTest, RefusesTopicsTogetherWithARegex) {
    const auto* text = "topics and topics.regex are mutually exclusive options, but both are set.";
    EXPECT_THAT(errors_of(with({{"topics.regex", "b.*"}})), ElementsAre(text, text));
}

TEST_F(ConnectorValidationTest, ReportsAMalformedRegex) {
    auto config = with({{"topics.regex", "b(*"}});
    config.erase("topics");
    EXPECT_THAT(errors_of(config),
                ElementsAre(HasSubstr("Invalid value b(* for configuration topics.regex: ")));
}

TEST_F(ConnectorValidationTest, AcceptsAllKeysOfErrorHandling) {
    EXPECT_THAT(errors_of(with({{"errors.tolerance", "all"},
                                {"errors.retry.timeout", "-1"},
                                {"errors.retry.delay.max.ms", "10"},
                                {"errors.log.enable", "true"},
                                {"errors.log.include.messages", "true"},
                                {"errors.deadletterqueue.topic.name", "dead"},
                                {"errors.deadletterqueue.topic.replication.factor", "1"},
                                {"errors.deadletterqueue.context.headers.enable", "true"}})),
                IsEmpty());
}

TEST_F(ConnectorValidationTest, RefusesADeadLetterTopicThatTheConnectorReads) {
    EXPECT_THAT(errors_of(with(
                    {{"topics", "a, dead, a"}, {"errors.deadletterqueue.topic.name", " dead "}})),
                ElementsAre("The DLQ topic 'dead' may not be included in the list of topics "
                            "('topics=[a, dead]') consumed by the connector"));
    auto config = with({{"topics.regex", "de.*"}, {"errors.deadletterqueue.topic.name", "dead"}});
    config.erase("topics");
    EXPECT_THAT(errors_of(config),
                ElementsAre("The DLQ topic 'dead' may not be matched by the regex for the topics "
                            "('topics.regex=de.*') consumed by the connector"));
    config["topics.regex"] = "d";
    EXPECT_THAT(errors_of(config), IsEmpty()) << "the whole name must match";
}

TEST_F(ConnectorValidationTest, RefusesAReplicationFactorThatIsNoShort) {
    EXPECT_THAT(
        errors_of(with({{"errors.deadletterqueue.topic.replication.factor", "many"}})),
        testing::Contains(
            "Invalid value many for configuration errors.deadletterqueue.topic.replication.factor: "
            "Not a number of type SHORT"));
}

TEST_F(ConnectorValidationTest, AppliesThePolicyToTheClientsOfDeadLetters) {
    worker_.client_override_policy = "None";
    auto config = with({{"producer.override.linger.ms", "1"}, {"admin.override.retries", "1"}});
    EXPECT_THAT(errors_of(config), IsEmpty()) << "there are no such clients";
    config["errors.deadletterqueue.topic.name"] = "dead";
    EXPECT_THAT(errors_of(config), ElementsAre(HasSubstr("'linger.ms'"), HasSubstr("'retries'")));
}

TEST_F(ConnectorValidationTest, ReportsTheConnectorsOwnKeys) {
    EXPECT_THAT(errors_of(with({{"mode", "c"}})),
                ElementsAre("Invalid value c for configuration mode: String must be one of: a, b"));
}

TEST_F(ConnectorValidationTest, ReportsConvertersThatCannotBeUsed) {
    EXPECT_THAT(
        errors_of(with({{"key.converter", "nope.X"},
                        {"value.converter", "io.confluent.connect.avro.AvroConverter"},
                        {"header.converter", "TestSink"}})),
        ElementsAre("Invalid value nope.X for configuration key.converter: Class nope.X could not "
                    "be found.",
                    HasSubstr("converters that use a schema registry are not supported yet"),
                    "Class class TestSink does not implement the HeaderConverter interface"));
}

TEST_F(ConnectorValidationTest, ReportsAConverterVersionThatIsNotThere) {
    const std::string text =
        "Plugin org.apache.kafka.connect.json.JsonConverter not found that matches the version "
        "range [9.9,9.9], available versions: [0.1.0]";
    EXPECT_THAT(
        errors_of(with({{"value.converter", "Json"}, {"value.converter.plugin.version", "9.9"}})),
        ElementsAre(text, text));
    EXPECT_THAT(
        errors_of(with({{"value.converter", "Json"}, {"value.converter.plugin.version", "[1"}})),
        ElementsAre("Unbounded range: [1"));
    EXPECT_THAT(errors_of(with({{"value.converter.plugin.version", "9.9"}})), IsEmpty());
}

TEST_F(ConnectorValidationTest, TakesKafkasVersionForKafkasConverters) {
    for (const char* version : {"4.1.1", "[4,5)", "latest", "0.1.0"}) {
        EXPECT_THAT(errors_of(with({{"value.converter", "Json"},
                                    {"value.converter.plugin.version", version}})),
                    IsEmpty())
            << version;
    }
}

TEST_F(ConnectorValidationTest, RefusesTheWorkersConverterOfAWrongVersionWhenItIsUsed) {
    worker_.properties["value.converter.plugin.version"] = "9.9";
    check_worker_converters(worker_, registry_);
    try {
        choose_converters(with({}), worker_, registry_);
        FAIL() << "no exception";
    } catch (const VersionedPluginLoadingException& error) {
        EXPECT_THAT(error.what(), HasSubstr("not found that matches the version range [9.9,9.9]"));
        EXPECT_EQ(error.java_class(),
                  "org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException");
    }
    EXPECT_NO_THROW(choose_converters(with({{"value.converter", "Json"}}), worker_, registry_));
}

TEST_F(ConnectorValidationTest, ReportsAConvertersOwnKeysByTheirInnerNames) {
    EXPECT_THAT(
        errors_of(with({{"value.converter", "Json"}, {"value.converter.schemas.enable", "maybe"}})),
        ElementsAre("Invalid value maybe for configuration schemas.enable: Expected value "
                    "to be either true or false"));
}

TEST_F(ConnectorValidationTest, IgnoresConverterPropertiesWithoutAConverterClass) {
    EXPECT_THAT(errors_of(with({{"value.converter.schemas.enable", "maybe"}})), IsEmpty());
}

TEST_F(ConnectorValidationTest, RefusesTheConverterOfHeadersForKeysAndValues) {
    const std::string simple = "org.apache.kafka.connect.storage.SimpleHeaderConverter";
    EXPECT_THAT(
        errors_of(with({{"value.converter", simple}, {"header.converter", simple}})),
        ElementsAre("Class class " + simple + " does not implement the Converter interface"));
}

TEST_F(ConnectorValidationTest, TakesEveryConverterByItsShortNames) {
    for (const auto* name :
         {"Boolean", "Short", "Integer", "Long", "Float", "Double", "ByteArray"}) {
        const std::string simple = std::string(name) + "Converter";
        EXPECT_THAT(errors_of(with({{"key.converter", name}, {"value.converter", simple}})),
                    IsEmpty());
        EXPECT_THAT(errors_of(with({{"header.converter", simple}})), IsEmpty());
    }
    EXPECT_THAT(errors_of(with({{"header.converter", "Simple"}})), IsEmpty());
    EXPECT_THAT(errors_of(with({{"header.converter", "SimpleHeaderConverter"}})), IsEmpty());
}

TEST_F(ConnectorValidationTest, ReportsAWrongDecimalFormatByItsInnerName) {
    EXPECT_THAT(
        errors_of(with(
            {{"value.converter", "JsonConverter"}, {"value.converter.decimal.format", "zzz"}})),
        ElementsAre(
            "Invalid value zzz for configuration decimal.format: String must be one of (case "
            "insensitive): NUMERIC, BASE64"));
}

TEST_F(ConnectorValidationTest, GuessesTypesOfHeadersByDefault) {
    auto converters = make_converters(choose_converters(with({}), worker_, registry_));
    EXPECT_EQ(converters.header_class, "org.apache.kafka.connect.storage.SimpleHeaderConverter");
    BatchMemory memory;
    const auto header = converters.header->to_connect_header("topic", {"count", "300"}, memory);
    EXPECT_EQ(header.value, Value::of_int16(300));
}

TEST_F(ConnectorValidationTest, TakesTheWorkersHeaderConverterWithTheWorkersPropertiesOnly) {
    worker_.header_converter = "JsonConverter";
    worker_.properties["header.converter.schemas.enable"] = "false";
    const auto config = with({{"header.converter.schemas.enable", "true"}});
    const auto inherited = choose_converters(config, worker_, registry_).header;
    EXPECT_EQ(inherited.plugin->class_name, "org.apache.kafka.connect.json.JsonConverter");
    EXPECT_EQ(find(inherited.properties, "schemas.enable"), "false");
    const auto own =
        choose_converters(with({{"header.converter", "JsonConverter"}}), worker_, registry_).header;
    EXPECT_EQ(find(own.properties, "schemas.enable"), std::nullopt);
}

TEST_F(ConnectorValidationTest, TakesTheWorkersConverterWithTheWorkersPropertiesOnly) {
    const auto choices =
        choose_converters(with({{"value.converter.schemas.enable", "true"}}), worker_, registry_);
    EXPECT_EQ(choices.value.plugin->class_name, "org.apache.kafka.connect.json.JsonConverter");
    EXPECT_EQ(choices.value.properties.at("schemas.enable"), "false");
}

TEST_F(ConnectorValidationTest, TakesTheConnectorsConverterWithItsOwnPropertiesOnly) {
    const auto choices = choose_converters(
        with({{"value.converter", "JsonConverter"}, {"value.converter.schemas.cache.size", "5"}}),
        worker_,
        registry_);
    EXPECT_EQ(choices.value.properties, (ConfigMap{{"schemas.cache.size", "5"}}));
}

TEST_F(ConnectorValidationTest, ObeysTheOverridePolicy) {
    const auto config = with({{"consumer.override.max.poll.records", "5"},
                              {"consumer.override.sasl.mechanism", "PLAIN"}});
    EXPECT_THAT(errors_of(config), IsEmpty());
    worker_.client_override_policy = "Principal";
    EXPECT_THAT(errors_of(config),
                ElementsAre("The 'Principal' policy does not allow 'max.poll.records' to be "
                            "overridden in the connector configuration."));
    worker_.client_override_policy = "None";
    EXPECT_EQ(errors_of(config).size(), 2U);
}

TEST_F(ConnectorValidationTest, ThrowsAtAnOverrideOfTheWrongType) {
    const auto thrown_by = [this](const ConfigMap& more) -> std::string {
        try {
            errors_of(with(more));
            return "nothing";
        } catch (const ConfigException& error) {
            return error.what();
        }
    };
    EXPECT_EQ(thrown_by({{"consumer.override.max.poll.records", "abc"}}),
              "Invalid value abc for configuration max.poll.records: Not a number of type INT");
    EXPECT_EQ(thrown_by({{"consumer.override.metadata.max.age.ms", ""}}),
              "Invalid value  for configuration metadata.max.age.ms: Not a number of type LONG");
    EXPECT_EQ(thrown_by({{"consumer.override.check.crcs", "yes"}}),
              "Invalid value yes for configuration check.crcs: Expected value to be either true or "
              "false");
    // Ranges are the clients' own matter, as are keys of clients that this connector has not, and
    // keys that Java's client does not know.
    EXPECT_EQ(thrown_by({{"consumer.override.max.poll.records", " -5 "},
                         {"consumer.override.linger.ms", "abc"},
                         {"consumer.override.some.key", "abc"},
                         {"producer.override.linger.ms", "abc"},
                         {"admin.override.retries", "abc"}}),
              "nothing");
    EXPECT_EQ(thrown_by({{"producer.override.linger.ms", "abc"},
                         {"errors.deadletterqueue.topic.name", "dead"}}),
              "Invalid value abc for configuration linger.ms: Not a number of type LONG");
    EXPECT_EQ(thrown_by({{"admin.override.retries", "abc"},
                         {"errors.deadletterqueue.topic.name", "dead"}}),
              "Invalid value abc for configuration retries: Not a number of type INT");
}

TEST_F(ConnectorValidationTest, AppliesThePolicyToTheClientsThatThereAre) {
    worker_.client_override_policy = "None";
    const ConfigMap overrides = {{"consumer.override.max.poll.records", "5"},
                                 {"producer.override.acks", "1"},
                                 {"admin.override.retries", "1"}};
    EXPECT_THAT(errors_of(with(overrides)), ElementsAre(HasSubstr("'max.poll.records'")));
    auto with_dead_letters = overrides;
    with_dead_letters.emplace("errors.deadletterqueue.topic.name", "dead");
    EXPECT_THAT(
        errors_of(with(with_dead_letters)),
        ::testing::IsSupersetOf(
            {HasSubstr("'acks'"), HasSubstr("'max.poll.records'"), HasSubstr("'retries'")}));
    const auto source_keys = [&](ConfigMap more) {
        more.insert(overrides.begin(), overrides.end());
        std::vector<std::string> keys;
        for (const auto& result : override_results(more, clients_of_source(more), "None")) {
            keys.push_back(result.key.name);
        }
        return keys;
    };
    EXPECT_THAT(source_keys({}), ElementsAre("producer.override.acks"));
    EXPECT_THAT(source_keys({{"topic.creation.default.partitions", "1"}}),
                ElementsAre("producer.override.acks", "admin.override.retries"));
}

TEST_F(ConnectorValidationTest, RefusesADeadLetterTopicThatIsRead) {
    EXPECT_THAT(errors_of(with({{"errors.deadletterqueue.topic.name", " a "}, {"topics", "b,a"}})),
                ::testing::Contains("The DLQ topic 'a' may not be included in the list of topics "
                                    "('topics=[b, a]') consumed by the connector"));
    auto config = with({{"errors.deadletterqueue.topic.name", "dead"}, {"topics.regex", "d.*"}});
    config.erase("topics");
    EXPECT_THAT(errors_of(config),
                ::testing::Contains("The DLQ topic 'dead' may not be matched by the regex for the "
                                    "topics ('topics.regex=d.*') consumed by the connector"));
}

TEST_F(ConnectorValidationTest, ListsResultsAndGroupsInConnectsOrder) {
    const auto validation = validate_connector(with({{"value.converter", "Json"},
                                                     {"value.converter.schemas.enable", "maybe"},
                                                     {"consumer.override.foo", "1"},
                                                     {"tasks.max", "x"}}),
                                               connector_,
                                               worker_,
                                               registry_);
    std::vector<std::string> names;
    for (const auto& result : validation.results) {
        names.push_back(result.key.name);
    }
    ASSERT_GT(names.size(), 28U);
    EXPECT_EQ(names.front(), "name");
    EXPECT_EQ(names[19], "topics");
    EXPECT_THAT(std::vector(names.begin() + 24, names.begin() + 28),
                ElementsAre("tasks", "secret", "mode", "consumer.override.foo"));
    EXPECT_THAT(names.back(), ::testing::StartsWith("value.converter."));
    EXPECT_EQ(validation.error_count, 3U);
    EXPECT_THAT(validation.groups, ::testing::Contains("Error Handling").Times(1));
    EXPECT_EQ(validation.groups.front(), "Common");
}

TEST_F(ConnectorValidationTest, OffersTheClassesThereAreAndTheWorkersAsDefault) {
    const auto validation = validate_connector(sound(), connector_, worker_, registry_);
    const auto& result = validation.results[7];
    ASSERT_EQ(result.key.name, "value.converter");
    EXPECT_EQ(result.key.default_value.text(), "JsonConverter");
    EXPECT_EQ(result.value, ConfigValue("org.apache.kafka.connect.json.JsonConverter"));
    EXPECT_THAT(result.recommended_values,
                ::testing::IsSupersetOf({"org.apache.kafka.connect.json.JsonConverter",
                                         "org.apache.kafka.connect.storage.StringConverter"}));
}

TEST_F(ConnectorValidationTest, ShowsAConfigurationWithoutClassButNotItsPasswords) {
    try {
        connector_class({{"name", "x"},
                         {"connection.password", "geheim"},
                         {"connection.url", "jdbc:postgresql://u:geheim@h/d"}},
                        registry_);
        FAIL();
    } catch (const BadRequestException& error) {
        EXPECT_STREQ(error.what(),
                     "Connector config {connection.password=[hidden], connection.url=[hidden], "
                     "name=x} contains no connector type");
    }
}

TEST_F(ConnectorValidationTest, SaysThatTheVersionAskedForIsNotThere) {
    const ConfigMap config{{"connector.class", "TestSink"}};
    const auto version = connector_class(config, registry_).version;
    auto wanted = config;
    wanted["connector.plugin.version"] = version;
    EXPECT_EQ(connector_class(wanted, registry_).version, version);
    wanted["connector.plugin.version"] = "99";
    try {
        connector_class(wanted, registry_);
        FAIL();
    } catch (const BadRequestException& error) {
        EXPECT_EQ(error.what(),
                  "Plugin com.example.TestSinkConnector not found that matches the version range "
                  "[99,99], available versions: [" +
                      version + "]");
    }
}

TEST_F(ConnectorValidationTest, SaysWhichClassIsUnknown) {
    try {
        connector_class({{"connector.class", "NoSuch"}}, registry_);
        FAIL();
    } catch (const BadRequestException& error) {
        EXPECT_THAT(error.what(),
                    HasSubstr("Failed to find any class that implements Connector and which name "
                              "matches NoSuch, available connectors are: PluginDesc{klass=class "
                              "com.example.TestSinkConnector, "));
    }
}

}  // namespace
}  // namespace kconnect
