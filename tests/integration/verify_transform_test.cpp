// kconnect-verify of sinks whose records go through transformations: it applies the same ones.
#include <map>

#include "integration/verify_test.hpp"

namespace kconnect::test {
namespace {

using namespace connect_json;
using nlohmann::json;

class VerifyTransformed : public VerifyTest {
protected:
    void create_topic(const std::string& topic) { kafka().create_topic(topic, 1, group_); }

    /// Runs the sink until it has taken so many records of these topics.
    void run_sink(std::string_view more, const std::map<std::string, std::int64_t>& ends) {
        const auto worker = start_sink(more);
        for (const auto& [topic, end] : ends) {
            wait_until("the offsets of " + topic,
                       [&] { return kafka().committed(group_, topic) == end; });
        }
        stop(*worker);
    }

    json report() const { return json::parse(std::ifstream(report_file())); }
    using VerifyTest::table_report;
    json table_report(const std::string& table) const {
        const json all = report();
        for (const auto& one : all["tables"]) {
            if (one["table"] == table) {
                return one;
            }
        }
        return {};
    }
    static std::string rows_of(const json& table) {
        std::string text;
        for (const auto& row : table["rows"]) {
            text +=
                row["kind"].get<std::string>() + " " + row["key"]["id"].get<std::string>() + ";";
        }
        return text;
    }
};

/// Two topics become one table, a third one another; a column comes from the record's offset.
TEST_P(VerifyTransformed, FollowsRecordsToTheTablesOfTheirNewTopics) {
    const std::string second = topic_ + "_b";
    const std::string third = topic_ + "_c";
    create_topic(second);
    create_topic(third);
    const std::string joined = topic_ + "_joined";
    const std::string lines = fmt::format(
        "topics={0},{1},{2}\ntransforms=join,place,cut\n"
        "transforms.join.type=org.apache.kafka.connect.transforms.RegexRouter\n"
        "transforms.join.regex=({0})(_b)?\ntransforms.join.replacement=$1_joined\n"
        "transforms.place.type=org.apache.kafka.connect.transforms.InsertField$Value\n"
        "transforms.place.offset.field=at\n"
        "transforms.cut.type=org.apache.kafka.connect.transforms.ReplaceField$Value\n"
        "transforms.cut.exclude=name\n",
        topic_,
        second,
        third);
    for (int id = 1; id <= 3; ++id) {
        kafka().send(topic_, id_struct(id), value_of(id));
        kafka().send(second, id_struct(id + 10), value_of(id + 10));
        kafka().send(third, id_struct(id), value_of(id + 20));
    }
    run_sink(lines, {{topic_, 3}, {second, 3}, {third, 3}});
    EXPECT_EQ(verify({}, lines), 0) << output_;
    EXPECT_EQ(report()["tables"].size(), 2U);
    EXPECT_EQ(table_report(joined)["topics"], json::array({topic_, second}));
    EXPECT_EQ(table_report(joined)["table_rows"], 6);
    EXPECT_EQ(table_report(third)["table_rows"], 3);

    const std::string table = database_.quoted(joined);
    database_.execute("DELETE FROM " + table + " WHERE id = 1");
    database_.execute("UPDATE " + table + " SET " + database_.quoted("at") + " = 9 WHERE id = 12");
    database_.execute("INSERT INTO " + table + " (id) VALUES (99)");
    database_.execute("UPDATE " + database_.quoted(third) + " SET v = 9 WHERE id = 3");
    EXPECT_EQ(verify({"--repair"}, lines), 1) << output_;
    EXPECT_EQ(rows_of(table_report(joined)), "extra 99;");
    EXPECT_EQ(rows_of(table_report(third)), "");
    EXPECT_EQ(table_report(joined)["sent_again"], 2);
    EXPECT_EQ(verify({"--repair-extra", "--topic", second}, lines), 0) << output_;
    EXPECT_EQ(report()["tables"].size(), 1U);
    EXPECT_EQ(
        database_.count("SELECT " + database_.quoted("at") + " FROM " + table + " WHERE id = 12"),
        1);
}

/// What a filter drops, and what cannot be transformed and is a dead letter, is no row.
TEST_P(VerifyTransformed, ExpectsNoRowsOfDroppedAndFailedRecords) {
    const std::string lines =
        "pk.fields=v\nerrors.tolerance=all\ntransforms=drop,key\npredicates=gone\n"
        "transforms.drop.type=org.apache.kafka.connect.transforms.Filter\n"
        "transforms.drop.predicate=gone\n"
        "predicates.gone.type=org.apache.kafka.connect.transforms.predicates.RecordIsTombstone\n"
        "transforms.key.type=org.apache.kafka.connect.transforms.ValueToKey\n"
        "transforms.key.fields=v\n";
    send(1, 101);
    send(2, 102);
    send(3, 101, "later");
    kafka().send(topic_, id_struct(2), std::nullopt);
    kafka().send(
        topic_, id_struct(4), envelope(struct_schema(field("other", "int64")), R"({"other":7})"));
    run_sink(lines, {{topic_, 5}});
    EXPECT_EQ(verify({}, lines), 0) << output_;
    EXPECT_EQ(table_report()["records"], 5);
    EXPECT_EQ(table_report()["topic_rows"], 2);
    EXPECT_EQ(table_report()["records_dropped"], 1);
    EXPECT_EQ(table_report()["records_left_out"], 1);
    EXPECT_EQ(table_report()["first_left_out"], topic_ + "-0@4: Field does not exist: v");
    EXPECT_THAT(output_, testing::HasSubstr("  note: 1 records were dropped by transformations\n"));
    database_.execute("DELETE FROM " + table() + " WHERE v = 101");
    EXPECT_EQ(verify({"--repair"}, lines), 0) << output_;
    EXPECT_EQ(database_.count("SELECT COUNT(*) FROM " + table() + " WHERE name = 'later'"), 1);
}

/// A table that would bear the topic's own name is not the sink's: none of its rows is extra.
TEST_P(VerifyTransformed, ComparesNoTableWhenNoRecordIsLeft) {
    const std::string lines =
        "transforms=drop\ntransforms.drop.type=org.apache.kafka.connect.transforms.Filter\n";
    database_.execute("CREATE TABLE " + table() + " (id BIGINT PRIMARY KEY)");
    database_.execute("INSERT INTO " + table() + " VALUES (1)");
    send(1, 101);
    kafka().flush();
    EXPECT_EQ(verify({"--repair-extra"}, lines), 0);
    EXPECT_EQ(report()["topics_without_table"], json::array({topic_}));
    EXPECT_THAT(output_,
                testing::HasSubstr(
                    topic_ + ": transformations leave no record, so no table was compared\n"));
    EXPECT_EQ(database_.count("SELECT COUNT(*) FROM " + table()), 1);
}

TEST_P(VerifyTransformed, RefusesTransformationsAsTheWorkerDoes) {
    EXPECT_EQ(verify({"--quiet"}, "transforms=a\ntransforms.a.type=com.example.None\n"), 2);
    EXPECT_EQ(output_,
              "kconnect-verify: Invalid value com.example.None for configuration "
              "transforms.a.type: Class com.example.None could not be found.\n");
    EXPECT_EQ(verify({"--quiet"},
                     "transforms=a\n"
                     "transforms.a.type=org.apache.kafka.connect.transforms.RegexRouter\n"
                     "transforms.a.regex=(\ntransforms.a.replacement=x\n"),
              2);
    EXPECT_EQ(output_,
              "kconnect-verify: Invalid value ( for configuration regex: Invalid regex: Unclosed "
              "group near index 1 (\n");
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyTransformed,
                         testing::Values(DatabaseKind::kPostgreSql,
                                         DatabaseKind::kMySql,
                                         DatabaseKind::kSqlite),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
