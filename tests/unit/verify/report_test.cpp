#include "verify/report.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace kconnect::verify {
namespace {

/// A table whose row 7 is stale in column "speed".
Report stale_report() {
    KeyState state;
    state.apply({.place = {0, 1, 9}, .cells = {2, 3}});
    TableResult table;
    table.table = "flights";
    table.topics = {"flights"};
    table.key_columns = {"id"};
    table.columns = {"altitude", "speed"};
    table.findings.records = 10;
    table.findings.ranges = {{.topic_rows = 3, .table_rows = 3, .differences = 1}};
    table.findings.differences = {{.kind = DifferenceKind::kStale,
                                   .key = std::string("\x01\0\0\0"
                                                      "7",
                                                      5),
                                   .topic = state,
                                   .older = Place{0, 1, 4},
                                   .columns = {1}}};
    Report report;
    report.connector = "sink";
    report.tables = {table};
    return report;
}

TEST(VerifyReport, NamesTheRowItsColumnsAndBothRecords) {
    const auto json = nlohmann::json::parse(to_json(stale_report()));
    EXPECT_EQ(json["equal"], false);
    const auto& table = json["tables"][0];
    EXPECT_EQ(table["stale"], 1);
    EXPECT_EQ(table["missing"], 0);
    EXPECT_EQ(table["topic_rows"], 3);
    EXPECT_EQ(table["rows"],
              nlohmann::json::parse(R"([{"kind":"stale","key":{"id":"7"},"columns":["speed"],
                  "record":"flights-1@9","deleted_by_record":false,"committed":true,
                  "table_has":"flights-1@4"}])"));
    EXPECT_EQ(table["ranges"][0]["differences"], 1);
}

TEST(VerifyReport, PrintsALineForEachRowUpToTheLimit) {
    std::ostringstream all;
    print(stale_report(), 20, all);
    EXPECT_EQ(all.str(),
              "flights -> flights: 10 records, 3 rows of the topic, 3 rows of the table: 1 stale\n"
              "  stale     id=7: speed (record flights-1@9, the table has flights-1@4)\n");
    std::ostringstream none;
    print(stale_report(), 0, none);
    EXPECT_THAT(none.str(), testing::EndsWith("  ... and 1 more\n"));
}

TEST(VerifyReport, PrintsNoControlCharactersOfKeysOrProblems) {
    Report report = stale_report();
    report.tables[0].findings.differences[0].key = std::string(
        "\x05\0\0\0"
        "a\n\x1b[m",
        9);
    report.tables[0].left_out_records = 1;
    report.tables[0].first_problem = "bad\r\x7f";
    std::ostringstream out;
    print(report, 20, out);
    EXPECT_THAT(out.str(), testing::HasSubstr("  stale     id=a\\x0a\\x1b[m: speed"));
    EXPECT_THAT(out.str(), testing::HasSubstr("the first is bad\\x0d\\x7f\n"));
}

TEST(VerifyReport, IsEqualWithoutDifferences) {
    Report report = stale_report();
    report.tables[0].findings.differences.clear();
    EXPECT_TRUE(report.is_equal());
    report.tables[0].findings.unlisted[0] = 1;
    EXPECT_FALSE(report.is_equal());
}

}  // namespace
}  // namespace kconnect::verify
