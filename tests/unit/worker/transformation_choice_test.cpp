#include "worker/transformation_choice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "convert/builtin_converters.hpp"
#include "support/log_capture.hpp"
#include "transform/builtin_transformations.hpp"
#include "unit/worker/test_connector.hpp"
#include "worker/connector_validation.hpp"

namespace kconnect {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Remembers its configuration in the topic; its keys collide with those that all have.
class Masked final : public Transformation {
public:
    static const ConfigDef& config_def() {
        static const ConfigDef def{
            {.name = "predicate", .type = ConfigType::kInt},
            {.name = "negate", .type = ConfigType::kInt},
            {.name = "number", .type = ConfigType::kInt, .validator = at_least(42)},
        };
        return def;
    }
    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override {
        for (const auto& [key, value] : config) {
            seen_ += key + "=" + value + ";";
        }
    }
    bool apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory&) override {
        record.topic = seen_;
        return true;
    }

private:
    std::string seen_;
};

std::span<const kconnect_plugin_entry> masked_entries() {
    static constexpr kconnect_plugin_entry kEntries[] = {
        plugin_entry<Masked>("com.example.Masked")};
    return kEntries;
}

class TransformationChoiceTest : public ::testing::Test {
protected:
    TransformationChoiceTest() {
        registry_.add(convert::builtin_converters(), "classpath");
        registry_.add(test::test_connector_entries(), "classpath");
        registry_.add(transform::builtin_transformations(), "classpath");
        registry_.add(masked_entries(), "classpath");
        worker_ = parse_worker_config({{"key.converter", "StringConverter"},
                                       {"value.converter", "StringConverter"},
                                       {"offset.storage.file.filename", "/tmp/offsets"}});
    }

    static ConfigMap with(ConfigMap more) {
        more.merge(ConfigMap{{"name", "x"}, {"connector.class", "TestSink"}, {"topics", "a"}});
        return more;
    }
    ConnectorValidation validate(const ConfigMap& more) {
        return validate_connector(with(more), connector_, worker_, registry_);
    }
    std::vector<std::string> errors_of(const ConfigMap& more) { return validate(more).errors(); }
    const ConfigKeyResult& result(const ConnectorValidation& validation, std::string_view key) {
        return *std::find_if(validation.results.begin(),
                             validation.results.end(),
                             [key](const auto& one) { return one.key.name == key; });
    }
    /// The topic of a record behind the chain; empty when it is dropped.
    std::string topic_behind(const ConfigMap& config, const char* topic) {
        auto chain = make_transformations(config, registry_);
        BatchMemory memory;
        SinkRecord record;
        record.topic = topic;
        const auto outcome =
            chain.apply(record, memory, [](const auto& /*name*/, const auto& operation) {
                operation();
                return true;
            });
        return outcome == transform::ChainResult::kKept ? std::string(record.topic) : "";
    }
    /// What the task's trace shows: all causes, the first at the end.
    std::vector<std::string> start_failure(const ConfigMap& config) {
        std::vector<std::string> texts;
        try {
            make_transformations(config, registry_);
        } catch (const ConnectException& error) {
            texts.emplace_back(error.what());
        }
        return texts;
    }

    PluginRegistry registry_;
    WorkerConfig worker_;
    test::TestConnector connector_;
};

TEST_F(TransformationChoiceTest, TakesFullAndShortNames) {
    EXPECT_THAT(
        errors_of({{"transforms", "a, b"},
                   {"transforms.a.type", "org.apache.kafka.connect.transforms.InsertField$Value"},
                   {"transforms.a.topic.field", "t"},
                   {"transforms.b.type", " Filter "},
                   {"transforms.b.predicate", "p"},
                   {"transforms.b.negate", "TRUE"},
                   {"predicates", "p"},
                   {"predicates.p.type", "TopicNameMatches"},
                   {"predicates.p.pattern", "x.*"}}),
        IsEmpty());
}

TEST_F(TransformationChoiceTest, NamesAClassThatIsNotThere) {
    EXPECT_THAT(errors_of({{"transforms", "a"}, {"transforms.a.type", "nope"}}),
                ElementsAre("Invalid value nope for configuration transforms.a.type: Class nope "
                            "could not be found."));
}

TEST_F(TransformationChoiceTest, NeedsAClassForEachAlias) {
    EXPECT_THAT(
        errors_of({{"transforms", "a"}, {"predicates", "p"}}),
        ElementsAre("Missing required configuration \"transforms.a.type\" which has no default "
                    "value.",
                    "Missing required configuration \"predicates.p.type\" which has no default "
                    "value."));
}

TEST_F(TransformationChoiceTest, TellsAClassOfAnotherKind) {
    EXPECT_THAT(errors_of({{"transforms", "a"},
                           {"transforms.a.type", "TopicNameMatches"},
                           {"predicates", "p"},
                           {"predicates.p.type", "Filter"}}),
                ElementsAre("Class class "
                            "org.apache.kafka.connect.transforms.predicates.TopicNameMatches does "
                            "not implement the Transformation interface",
                            "Class class org.apache.kafka.connect.transforms.Filter does not "
                            "implement the Predicate interface"));
}

TEST_F(TransformationChoiceTest, TellsWhatApacheKafkaHasAndKconnectHasNot) {
    EXPECT_THAT(errors_of({{"transforms", "a"},
                           {"transforms.a.type",
                            "org.apache.kafka.connect.transforms.TimestampConverter$Value"}}),
                ElementsAre(HasSubstr(
                    "for configuration transforms.a.type: not supported yet by kconnect")));
}

TEST_F(TransformationChoiceTest, RefusesAnAliasThatComesTwice) {
    EXPECT_THAT(errors_of({{"transforms", "a,a"}, {"transforms.a.type", "Filter"}}),
                ElementsAre("Invalid value [a, a] for configuration transforms: Duplicate alias "
                            "provided."));
}

TEST_F(TransformationChoiceTest, RefusesToNegateNothing) {
    EXPECT_THAT(errors_of({{"transforms", "f"},
                           {"transforms.f.type", "Filter"},
                           {"transforms.f.negate", "true"}}),
                ElementsAre("Config 'transforms.f.negate' was provided but there is no config "
                            "'transforms.f.predicate' defining a predicate to be negated."));
}

TEST_F(TransformationChoiceTest, RefusesANegateThatIsNoBoolean) {
    EXPECT_THAT(errors_of({{"transforms", "f"},
                           {"transforms.f.type", "Filter"},
                           {"transforms.f.predicate", "p"},
                           {"transforms.f.negate", "maybe"}}),
                ElementsAre("Invalid value maybe for configuration transforms.f.negate: Expected "
                            "value to be either true or false"));
}

TEST_F(TransformationChoiceTest, JudgesTheKeysOfAClassByItsOwnNamesForThem) {
    EXPECT_THAT(
        errors_of({{"transforms", "m"},
                   {"transforms.m.type", "com.example.Masked"},
                   {"transforms.m.number", "40"}}),
        ElementsAre("Invalid value 40 for configuration number: Value must be at least 42"));
    EXPECT_THAT(errors_of({{"transforms", "m"},
                           {"transforms.m.type", "com.example.Masked"},
                           {"transforms.m.number", "x"}}),
                Contains("Invalid value x for configuration transforms.m.number: Not a number of "
                         "type INT"));
    EXPECT_THAT(errors_of({{"predicates", "p"},
                           {"predicates.p.type", "TopicNameMatches"},
                           {"predicates.p.pattern", "t("}}),
                ElementsAre("Invalid value t( for configuration pattern: Invalid regex: Unclosed "
                            "group near index 2\nt("));
}

TEST_F(TransformationChoiceTest, MasksKeysOfAClassThatAllClassesHave) {
    test::LogCapture lines;
    const auto validation = validate({{"transforms", "m"},
                                      {"transforms.m.type", "com.example.Masked"},
                                      {"transforms.m.predicate", "p"},
                                      {"transforms.m.number", "42"}});
    EXPECT_THAT(validation.errors(), IsEmpty());
    EXPECT_EQ(result(validation, "transforms.m.predicate").key.type, ConfigType::kString);
    EXPECT_THAT(lines.lines(LogLevel::kWarn),
                Contains("Transformer config predicate is masked by implicit config of that name"));
}

TEST_F(TransformationChoiceTest, ListsItsKeysInGroupsAsConnectDoes) {
    const auto validation = validate({{"transforms", "f"}, {"transforms.f.type", "Filter"}});
    EXPECT_THAT(validation.groups, Contains("Transforms: f"));
    const auto& type = result(validation, "transforms.f.type");
    EXPECT_EQ(type.key.group, "Transforms: f");
    EXPECT_EQ(type.key.display_name, "Transformation type for f");
    EXPECT_EQ(type.value, ConfigValue("org.apache.kafka.connect.transforms.Filter"));
    EXPECT_THAT(type.recommended_values,
                Contains("org.apache.kafka.connect.transforms.InsertField$Key"));
    EXPECT_EQ(result(validation, "transforms.f.negate").value, ConfigValue(false));
    EXPECT_EQ(result(validation, "transforms.f.negate").key.order, 2);
    EXPECT_EQ(result(validation, "transforms.f.predicate").key.order, 3);
}

TEST_F(TransformationChoiceTest, RefusesAVersionThatIsNotThere) {
    EXPECT_THAT(
        errors_of({{"transforms", "f"},
                   {"transforms.f.type", "Filter"},
                   {"transforms.f.plugin.version", "9.9"}}),
        ElementsAre(HasSubstr("Filter not found that matches the version range [9.9,9.9]")));
    EXPECT_THAT(errors_of({{"transforms", "f"},
                           {"transforms.f.type", "Filter"},
                           {"transforms.f.plugin.version", "4.1.1"}}),
                IsEmpty());
}

TEST_F(TransformationChoiceTest, MakesTheChainInTheOrderOfTheAliases) {
    EXPECT_EQ(topic_behind({{"transforms", "m,f"},
                            {"transforms.m.type", "com.example.Masked"},
                            {"transforms.m.number", "42"},
                            {"transforms.f.type", "Filter"},
                            {"transforms.f.predicate", "p"},
                            {"predicates", "p"},
                            {"predicates.p.type", "TopicNameMatches"},
                            {"predicates.p.pattern", "a"}},
                           "a"),
              "number=42;type=com.example.Masked;")
        << "the predicate sees the topic that the first one made";
}

TEST_F(TransformationChoiceTest, GivesTheClassItsKeysWithoutPredicateAndNegate) {
    const ConfigMap config{{"transforms", "m"},
                           {"transforms.m.type", "com.example.Masked"},
                           {"transforms.m.number", "42"},
                           {"transforms.m.predicate", "p"},
                           {"transforms.m.negate", "true"},
                           {"predicates", "p"},
                           {"predicates.p.type", "RecordIsTombstone"}};
    EXPECT_EQ(topic_behind(config, "a"), "a") << "the record has no value";
    auto other = config;
    other["transforms.m.negate"] = "false";
    EXPECT_EQ(topic_behind(other, "a"), "number=42;type=com.example.Masked;");
}

TEST_F(TransformationChoiceTest, DropsWhatAFilterIsFor) {
    const ConfigMap config{{"transforms", "f"},
                           {"transforms.f.type", "Filter"},
                           {"transforms.f.predicate", "p"},
                           {"transforms.f.negate", "true"},
                           {"predicates", "p"},
                           {"predicates.p.type", "TopicNameMatches"},
                           {"predicates.p.pattern", "keep"}};
    EXPECT_EQ(topic_behind(config, "keep"), "keep");
    EXPECT_EQ(topic_behind(config, "drop"), "");
}

TEST_F(TransformationChoiceTest, FindsAPredicateThatIsNotThereWhenTheTaskStarts) {
    const ConfigMap config{
        {"transforms", "f"}, {"transforms.f.type", "Filter"}, {"transforms.f.predicate", "nope"}};
    EXPECT_THAT(errors_of(config), IsEmpty()) << "as in Java";
    EXPECT_THAT(start_failure(config),
                ElementsAre(HasSubstr("Unknown configuration 'predicates.nope.plugin.version'")));
}

TEST_F(TransformationChoiceTest, FailsAtTheStartForWhatTheClassRefuses) {
    EXPECT_THAT(start_failure(
                    {{"transforms", "i"},
                     {"transforms.i.type", "org.apache.kafka.connect.transforms.InsertField$Key"}}),
                ElementsAre("org.apache.kafka.common.config.ConfigException: No field insertion "
                            "configured"));
}

}  // namespace
}  // namespace kconnect
