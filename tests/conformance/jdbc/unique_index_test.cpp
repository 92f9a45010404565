// Records whose values must be unique beside their key.
#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::string_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;

class UniqueValues : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, u " + exact("VARCHAR(10)") +
                     " UNIQUE");
    }

    static BatchBuilder changes(std::initializer_list<std::pair<const char*, const char*>> rows) {
        static const SchemaPtr schema = struct_schema({{"u", string_field()}});
        BatchBuilder records;
        for (const auto& [id, unique] : rows) {
            add(records, id, schema, {Value::of_string(unique)});
        }
        return records;
    }
};

/// Each change is good when the one before has been made, but not in the order of the keys, nor as
/// one change for each key.
TEST_P(UniqueValues, MayBeHandedFromKeyToKey) {
    BatchBuilder before = changes({{"k1", "a"}, {"k2", "b"}});
    ASSERT_EQ(outcome(before), "written");
    BatchBuilder records = changes({{"k1", "x"}, {"k2", "a"}, {"k1", "b"}, {"k2", "c"}});
    EXPECT_EQ(outcome(records, 2), "written");
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("k1|b", "k2|c"));
}

TEST_P(UniqueValues, OfAnotherKeyRefuseTheRecord) {
    BatchBuilder before = changes({{"k1", "a"}, {"k2", "b"}});
    ASSERT_EQ(outcome(before), "written");
    BatchBuilder records = changes({{"k3", "b"}});
    EXPECT_THAT(outcome(records, 2),
                testing::StartsWith("Table " + displayed_table() + ", record flights-0@2: "));
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("k1|a", "k2|b"));
}

KCONNECT_FOR_EVERY_DATABASE(UniqueValues);

}  // namespace
}  // namespace kconnect::sql
