// Records whose values must be unique beside their key.
#include <chrono>

#include <fmt/format.h>
#include <jdbc/unit_writer.hpp>

#include "conformance/jdbc/impossible.hpp"
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

/// A record that cannot be written is refused, though the next one deletes its row.
TEST_P(UniqueValues, AreNotHiddenByATombstone) {
    config.delete_enabled = true;
    BatchBuilder before = changes({{"k2", "b"}});
    ASSERT_EQ(outcome(before), "written");
    BatchBuilder records = changes({{"k1", "b"}});
    records.add(primitive_schema(SchemaType::kString), Value::of_string("k1"), nullptr, Value());
    EXPECT_THAT(outcome(records, 1),
                testing::AllOf(testing::StartsWith("Table " + displayed_table()),
                               testing::HasSubstr("flights-0@1")));
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("k2|b"));
}

/// Unique indexes that no ON CONFLICT can name.
class IndexesThatNameNoKey : public UniqueValues {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        create_table("id VARCHAR(10) PRIMARY KEY, u VARCHAR(10)");
    }

    /// Values may be handed from key to key, and a refused one is not hidden by the next.
    void expect_order(std::string_view index) {
        connection().execute(fmt::format("CREATE UNIQUE INDEX {} ON {} {}",
                                         dialect().quote(id().name + " u"),
                                         qualified(),
                                         index));
        BatchBuilder before = changes({{"k1", "a"}, {"k2", "b"}});
        ASSERT_EQ(outcome(before), "written");
        BatchBuilder records = changes({{"k1", "x"}, {"k2", "a"}, {"k1", "b"}, {"k2", "c"}});
        EXPECT_EQ(outcome(records, 2), "written");
        EXPECT_THAT(rows({"id", "u"}), ElementsAre("k1|b", "k2|c"));
        BatchBuilder refused = changes({{"k3", "b"}, {"k3", "d"}});
        EXPECT_THAT(outcome(refused, 6), testing::HasSubstr("flights-0@6: "));
        EXPECT_THAT(rows({"id", "u"}), ElementsAre("k1|b", "k2|c"));
    }
};

TEST_P(IndexesThatNameNoKey, OfSomeRowsKeepTheOrder) {
    expect_order("(u) WHERE id <> 'other'");
}

TEST_P(IndexesThatNameNoKey, OfRowsThatTheirValuesTellKeepTheOrder) {
    expect_order("(length(u)) WHERE u = 'b'");
}

TEST_P(IndexesThatNameNoKey, OfExpressionsKeepTheOrder) {
    expect_order("(lower(u))");
}

TEST_P(IndexesThatNameNoKey, AreNotTakenForTheKey) {
    connection().execute("DROP TABLE " + qualified());
    create_table("id VARCHAR(10) NOT NULL, u VARCHAR(10)");
    connection().execute(fmt::format("CREATE UNIQUE INDEX {} ON {} (id) WHERE u <> 'x'",
                                     dialect().quote(id().name + " u"),
                                     qualified()));
    BatchBuilder records = changes({{"k1", "a"}});
    EXPECT_THAT(outcome(records),
                testing::HasSubstr("no primary key or unique index that consists of the key "
                                   "columns (id), so an upsert would add a row for each record: "
                                   "create one, or set pk.fields to the columns of an existing "
                                   "one: none"));
}

INSTANTIATE_TEST_SUITE_P(All,
                         IndexesThatNameNoKey,
                         testing::Values(Database::kPostgresql, Database::kSqlite),
                         [](const auto& test) { return std::string(name_of(test.param)); });

/// Indexes that somebody changes while a writer that knows the table goes on.
class ChangedIndexes : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        create_table("id " + exact("VARCHAR(10)") + " NOT NULL, u " + exact("VARCHAR(10)") +
                     ", CONSTRAINT " + dialect().quote(id().name + " k") + " PRIMARY KEY (id)");
        writer_ = std::make_unique<jdbc::UnitWriter>(
            config, jdbc::dialect_of(config), [] {}, nullptr);
    }

    /// One record as a unit of its own; what the task would fail with, or "written".
    std::string write_one(const char* key, const char* value) {
        constexpr std::chrono::seconds kPatience{20};
        BatchBuilder records;
        add(records, key, struct_schema({{"u", string_field()}}), {Value::of_string(value)});
        try {
            writer_->put(*records.build(offset_++), kPatience, [] { return false; });
            writer_->wait_until_idle(kPatience);
            writer_->check();
        } catch (const std::exception& error) {
            return error.what();
        }
        return "written";
    }

    void make_values_unique() {
        connection().execute(fmt::format(
            "CREATE UNIQUE INDEX {} ON {} (u)", dialect().quote(id().name + " u"), qualified()));
    }

private:
    std::unique_ptr<jdbc::UnitWriter> writer_;
    std::int64_t offset_ = 0;
};

TEST_P(ChangedIndexes, StillChangeNoRowOfAnotherKey) {
    EXPECT_EQ(write_one("k1", "a"), "written");
    EXPECT_EQ(write_one("k2", "b"), "written");
    make_values_unique();
    EXPECT_THAT(write_one("k3", "b"),
                testing::StartsWith("Table " + displayed_table() + ", record flights-0@2: "));
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("k1|a", "k2|b"));
}

TEST_P(ChangedIndexes, HoldUpNothingThatTheyAllow) {
    EXPECT_EQ(write_one("k1", "a"), "written");
    make_values_unique();
    EXPECT_EQ(write_one("k1", "b"), "written");
    EXPECT_EQ(write_one("k2", "a"), "written");
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("k1|b", "k2|a"));
}

TEST_P(ChangedIndexes, WithoutTheKeysAddNoSecondRow) {
    if (is_impossible(database(), Ability::kTablesThatLoseTheirKey)) {
        return;
    }
    EXPECT_EQ(write_one("k1", "a"), "written");
    connection().execute(database() == Database::kMysql
                             ? fmt::format("ALTER TABLE {} DROP PRIMARY KEY", qualified())
                             : fmt::format("ALTER TABLE {} DROP CONSTRAINT {}",
                                           qualified(),
                                           dialect().quote(id().name + " k")));
    EXPECT_THAT(write_one("k1", "b"),
                testing::HasSubstr("no primary key or unique index that consists of the key "
                                   "columns (id)"));
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("k1|a"));
}

KCONNECT_FOR_EVERY_DATABASE(ChangedIndexes);

}  // namespace
}  // namespace kconnect::sql
