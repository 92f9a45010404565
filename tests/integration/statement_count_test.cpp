// The servers' own counters: statements are per batch, never per record.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"

namespace kconnect::test {
namespace {

using connect_json::envelope;
using connect_json::field;
using connect_json::id_struct;
using connect_json::struct_schema;

constexpr std::int64_t kRecords = 5000;
/// Ten polls of 500 records need some statements each, 5000 records must not.
constexpr std::int64_t kStatementLimit = kRecords / 20;

class StatementCountTest : public WorkerTest, public testing::WithParamInterface<DatabaseKind> {
protected:
    StatementCountTest() {
        kafka().create_topic(topic_, 1, "connect-" + topic_);
        database_.execute("CREATE TABLE counted (id BIGINT PRIMARY KEY, a INT, b INT)");
    }

    /// Runs the worker until the table has this sum, and expects few statements to have done it.
    void expect_few_statements(std::int64_t sum_of_a, std::int64_t sum_of_b) {
        kafka().flush();
        const std::int64_t before = database_.write_statements();
        const auto worker = start(
            worker_file(), story_sink(database_, topic_, topic_, "table.name.format=counted\n"));
        expect_rows(*worker,
                    database_,
                    "SELECT count(*), sum(a), sum(b) FROM counted",
                    {{std::to_string(kRecords),
                      std::to_string(sum_of_a),
                      sum_of_b == 0 ? "NULL" : std::to_string(sum_of_b)}});
        stop(*worker);
        const std::int64_t statements = database_.write_statements() - before;
        EXPECT_GT(statements, 0);
        EXPECT_LE(statements, kStatementLimit) << "for " << kRecords << " records";
    }

    std::string topic_ = unique_name("counted");
    ScratchDatabase database_{GetParam(), folder_.path()};
};

TEST_P(StatementCountTest, SendsNoStatementPerRecord) {
    const std::string schema = struct_schema(field("a", "int32"));
    for (std::int64_t id = 0; id < kRecords; ++id) {
        kafka().send(topic_, id_struct(id), envelope(schema, R"({"a":1})"));
    }
    expect_few_statements(kRecords, 0);
}

TEST_P(StatementCountTest, SendsNoStatementPerRecordWhenTwoSchemasAlternate) {
    const std::string one = struct_schema(field("a", "int32"));
    const std::string two = struct_schema(field("a", "int32") + "," + field("b", "int32"));
    for (std::int64_t id = 0; id < kRecords; id += 2) {
        kafka().send(topic_, id_struct(id), envelope(one, R"({"a":1})"));
        kafka().send(topic_, id_struct(id + 1), envelope(two, R"({"a":1,"b":1})"));
    }
    expect_few_statements(kRecords, kRecords / 2);
}

INSTANTIATE_TEST_SUITE_P(Servers,
                         StatementCountTest,
                         testing::Values(DatabaseKind::kPostgreSql, DatabaseKind::kMySql),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
