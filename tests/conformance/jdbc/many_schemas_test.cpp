// Thousands of schemas in one topic: the rows are those that each change by itself would leave.
#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <jdbc/unit_writer.hpp>

#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;

class ManySchemas : public SinkFixture {};

TEST_P(ManySchemas, LeaveTheRowsOfChangesOneByOne) {
    constexpr std::chrono::seconds kPatience{40};
    constexpr int kRecords = 5000;
    constexpr int kPerPut = 500;
    constexpr int kKeys = 40;
    config.auto_evolve = true;
    config.delete_enabled = true;
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a0 BIGINT, a1 BIGINT, a2 BIGINT");
    jdbc::UnitWriter writer(config, jdbc::dialect_of(config), [] {});
    std::map<std::string, std::vector<std::optional<int>>> model;
    for (int start = 0; start < kRecords; start += kPerPut) {
        BatchBuilder records;
        for (int number = start; number < start + kPerPut; ++number) {
            const std::string key = fmt::format("k{:02}", number * 7 % kKeys);
            if (number % 11 == 0) {
                records.add(
                    primitive_schema(SchemaType::kString), Value::of_string(key), nullptr, Value());
                model.erase(key);
                continue;
            }
            const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct)
                                         .version(number)
                                         .field(fmt::format("a{}", number % 3), int64_field())
                                         .build();
            add(records, key, schema, {Value::of_int64(number)});
            auto& row = model[key];
            row.resize(3);
            row[static_cast<std::size_t>(number % 3)] = number;
        }
        ASSERT_TRUE(writer.put(*records.build(start), kPatience, [] { return false; }));
    }
    ASSERT_TRUE(writer.wait_until_idle(kPatience));
    writer.check();
    std::vector<std::string> expected;
    for (const auto& [key, row] : model) {
        expected.push_back(key);
        for (const std::optional<int>& cell : row) {
            expected.back() += cell.has_value() ? fmt::format("|{}", *cell) : "|NULL";
        }
    }
    EXPECT_THAT(rows({"id", "a0", "a1", "a2"}), testing::ElementsAreArray(expected));
}

KCONNECT_FOR_EVERY_DATABASE(ManySchemas);

}  // namespace
}  // namespace kconnect::sql
