#include "datagen/datagen_connector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/source_task.hpp>
#include <kconnect/testing/contexts.hpp>

namespace kconnect::datagen {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DatagenConnectorTest : public ::testing::Test {
protected:
    std::vector<std::string> errors(ConfigMap config) const {
        config.merge(ConfigMap{{"kafka.topic", "t"}});
        std::vector<std::string> all;
        for (const auto& result : connector_.validate(config)) {
            all.insert(all.end(), result.errors.begin(), result.errors.end());
        }
        return all;
    }
    std::string alteration(const Value& partition, const Value& offset) {
        const SourceOffset wanted{partition, offset};
        try {
            return connector_.alter_offsets({}, {&wanted, 1}) ? "altered" : "not altered";
        } catch (const ConnectException& error) {
            return error.what();
        }
    }

    DatagenConnector connector_;
    test::FakeConnectorContext context_;
    Arena arena_;
};

TEST_F(DatagenConnectorTest, AcceptsFlightsAndDeclaredFields) {
    EXPECT_THAT(errors({{"quickstart", "flights"}}), IsEmpty());
    EXPECT_THAT(errors({{"quickstart", "FLIGHTS"}}), IsEmpty());
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.type", "int8"}, {"schema.keyfield", "a"}}),
                IsEmpty());
}

TEST_F(DatagenConnectorTest, WantsATopicAndSomethingToMake) {
    EXPECT_THAT(errors({}),
                ElementsAre("Invalid value null for configuration quickstart: There is nothing to "
                            "make; set quickstart=flights or declare fields in fields"));
    EXPECT_THAT(
        errors({{"kafka.topic", ""}}),
        ElementsAre("Invalid value  for configuration kafka.topic: String must be non-empty"));
    EXPECT_THAT(errors({{"quickstart", "flights"}, {"fields", "a,b"}}),
                ElementsAre("Invalid value [a, b] for configuration fields: It has no effect "
                            "beside quickstart; remove one"));
}

TEST_F(DatagenConnectorTest, NamesTheAvroKeysThatItDoesNotTake) {
    EXPECT_THAT(
        errors({{"schema.filename", "flights.avro"}}),
        ElementsAre("Invalid value flights.avro for configuration schema.filename: Avro schemas "
                    "are not supported; declare the fields in fields and fields.*"));
    EXPECT_THAT(errors({{"quickstart", "users"}}), SizeIs(1));
}

TEST_F(DatagenConnectorTest, JudgesSingleKeys) {
    EXPECT_THAT(errors({{"quickstart", "flights"}, {"flights.aircraft", "0"}}),
                ElementsAre("Invalid value 0 for configuration flights.aircraft: Value must be at "
                            "least 1"));
    EXPECT_THAT(errors({{"quickstart", "flights"}, {"records.per.second", "-1"}}),
                ElementsAre("Invalid value -1 for configuration records.per.second: Value must be "
                            "0 or from 0.001 to 1000000"));
    EXPECT_THAT(errors({{"quickstart", "flights"}, {"flights.time.factor", "NaN"}}), SizeIs(1));
    EXPECT_THAT(errors({{"quickstart", "flights"}, {"max.interval", "86400001"}}), SizeIs(1));
    EXPECT_THAT(errors({{"fields", "a,a"}}),
                ElementsAre("Invalid value [a, a] for configuration fields: Duplicate alias "
                            "provided."));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.type", "int8"}, {"fields.a.min", "-129"}}),
                ElementsAre("Invalid value -129 for configuration fields.a.min: Value must be at "
                            "least -128"));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.step", "0"}}),
                ElementsAre("Invalid value 0 for configuration fields.a.step: Value must be above "
                            "0"));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.type", "int"}}), SizeIs(1));
}

TEST_F(DatagenConnectorTest, JudgesTheKeysOfAFieldTogether) {
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.min", "200"}}),
                ElementsAre("Invalid value 200 for configuration fields.a.min: It is above "
                            "fields.a.max, which is by default 100"));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.null.percent", "5"}}),
                ElementsAre("Invalid value 5 for configuration fields.a.null.percent: Only an "
                            "optional field can be null; add fields.a.optional=true"));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.values", "1,x"}}),
                ElementsAre("Invalid value x for configuration fields.a.values: Not a number of "
                            "type LONG"));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.type", "int8"}, {"fields.a.values", "128"}}),
                ElementsAre("Invalid value 128 for configuration fields.a.values: Value must be "
                            "from -128 to 127"));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.values", "1,2"}, {"fields.a.max", "3"}}),
                ElementsAre("Invalid value 3 for configuration fields.a.max: It has no effect "
                            "beside fields.a.values; remove one"));
}

TEST_F(DatagenConnectorTest, NamesKeysOfFieldsThatDoNotExist) {
    EXPECT_THAT(errors({{"fields", "altitude"}, {"fields.altitud.type", "int8"}}),
                ElementsAre("Invalid value int8 for configuration fields.altitud.type: There is no "
                            "such key for the fields of this connector; see fields and their "
                            "types"));
    EXPECT_THAT(errors({{"fields", "a"}, {"fields.a.type", "boolean"}, {"fields.a.min", "1"}}),
                SizeIs(1));
}

TEST_F(DatagenConnectorTest, NamesKeysOfFlightsThatDoNotExist) {
    EXPECT_THAT(errors({{"quickstart", "flights"}, {"flights.aircrafts", "9"}}),
                ElementsAre("Invalid value 9 for configuration flights.aircrafts: There is no such "
                            "key; there are flights.aircraft and flights.time.factor"));
}

TEST_F(DatagenConnectorTest, WantsKeyFieldsThatExist) {
    EXPECT_THAT(errors({{"fields", "a,b"}, {"schema.keyfield", "c"}}),
                ElementsAre("Invalid value c for configuration schema.keyfield: There is no such "
                            "field; there are [a, b]"));
    EXPECT_THAT(errors({{"quickstart", "flights"}, {"key.fields", "id,tail"}}), SizeIs(1));
    EXPECT_THAT(errors({{"fields", "a"}, {"schema.keyfield", "a"}, {"key.fields", "a"}}),
                ElementsAre("Invalid value a for configuration schema.keyfield: It has no effect "
                            "beside key.fields; remove one"));
}

TEST_F(DatagenConnectorTest, StartRefusesWhatValidationRefuses) {
    EXPECT_THROW(connector_.start(context_, {{"kafka.topic", "t"}}), ConfigException);
}

TEST_F(DatagenConnectorTest, HasNoMoreTasksThanAircraft) {
    connector_.start(context_,
                     {{"kafka.topic", "t"}, {"quickstart", "flights"}, {"flights.aircraft", "2"}});
    const auto tasks = connector_.task_configs(5);
    ASSERT_THAT(tasks, SizeIs(2));
    EXPECT_EQ(tasks[1].at("datagen.task"), "1");
    EXPECT_EQ(tasks[1].at("datagen.tasks"), "2");
    connector_.start(context_, {{"kafka.topic", "t"}, {"fields", "a"}});
    EXPECT_THAT(connector_.task_configs(5), SizeIs(5));
}

TEST_F(DatagenConnectorTest, HasNoMoreTasksOfDeclaredFieldsThanItCanGoOnFrom) {
    connector_.start(context_, {{"kafka.topic", "t"}, {"fields", "a"}});
    EXPECT_THAT(connector_.task_configs(64), SizeIs(64));
    try {
        connector_.task_configs(65);
        FAIL() << "no exception";
    } catch (const ConfigException& error) {
        EXPECT_STREQ(
            error.what(),
            "Invalid value 65 for configuration tasks.max: Declared fields have at most 64 "
            "tasks, or their sequence could not go on with another number of tasks; lower "
            "it");
    }
}

TEST_F(DatagenConnectorTest, ChecksOffsetsThatAreAltered) {
    const Value aircraft = make_map(arena_, {{"aircraft", Value::of_int64(1)}});
    const Value task =
        make_map(arena_, {{"task", Value::of_int64(0)}, {"tasks", Value::of_int64(1)}});
    const Value flown =
        make_map(arena_, {{"flown.ms", Value::of_int64(5)}, {"records", Value::of_int64(1)}});
    const Value records = make_map(arena_, {{"records", Value::of_int64(1)}});
    EXPECT_EQ(alteration(aircraft, flown), "altered");
    EXPECT_EQ(alteration(task, records), "altered");
    EXPECT_EQ(alteration(records, Value()), "altered");
    EXPECT_EQ(alteration(records, records),
              "Partition objects should contain the key 'aircraft', or the keys 'task' and "
              "'tasks'");
    EXPECT_EQ(alteration(task, flown),
              "Offset objects should only contain the keys 'records', but there is flown.ms");
    EXPECT_EQ(alteration(aircraft, make_map(arena_, {{"records", Value::of_int64(-1)}})),
              "The value for the 'records' key in the offset is expected to be a number that is "
              "not below 0, but is -1; reset the connector's offsets");
}

}  // namespace
}  // namespace kconnect::datagen
