// Topics whose records come with thousands of schemas: what is known of them stays bounded.
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "jdbc/unit_writer.hpp"
#include "unit/jdbc/fake_database.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

constexpr std::chrono::seconds kDeadline{60};
constexpr int kSchemas = 5000;
constexpr int kPerPut = 100;

/// Struct {a, b<number % columns>}: each call makes a schema of its own.
SchemaPtr schema_number(int number, int columns) {
    SchemaBuilder builder(SchemaType::kStruct);
    builder.version(number).field("a", SchemaBuilder(SchemaType::kInt64).optional().build());
    builder.field("b" + std::to_string(number % columns), int64_field());
    return builder.build();
}

class ManySchemasTest : public ::testing::Test {
protected:
    static JdbcSinkConfig evolving() {
        JdbcSinkConfig config = upsert_config();
        config.auto_evolve = true;
        return config;
    }

    /// One record for each number, keys and values equal to it; the last unit is durable then.
    void put(int first, int last, int columns) {
        for (int start = first; start < last; start += kPerPut) {
            BatchBuilder builder;
            for (int number = start; number < std::min(last, start + kPerPut); ++number) {
                const SchemaPtr schema = schema_number(number, columns);
                seen.push_back(schema->fields().front().schema);
                const Value fields[] = {Value::of_int64(number), Value::of_int64(number)};
                builder.add(primitive_schema(SchemaType::kInt64),
                            Value::of_int64(number),
                            schema,
                            Value::of_struct(fields));
            }
            ASSERT_TRUE(writer.put(*builder.build(start), kDeadline, [] { return false; }));
        }
        ASSERT_TRUE(writer.wait_until_idle(kDeadline));
        writer.check();
    }

    std::ptrdiff_t schemas_alive() const {
        return std::ranges::count_if(seen, [](const auto& schema) { return !schema.expired(); });
    }

    std::ptrdiff_t rows_written() const {
        std::ptrdiff_t rows = 0;
        for (const std::string& line : database.log_of("upsert")) {
            rows += std::ranges::count(line, '[');
        }
        return rows;
    }

    FakeDatabase database;
    UnitWriter writer{evolving(), database, [] {}};
    std::vector<std::weak_ptr<const Schema>> seen;  ///< Of the field `a`, one for each schema.
};

TEST_F(ManySchemasTest, OfATopicAreForgottenInTime) {
    put(0, kSchemas, 8);
    EXPECT_EQ(rows_written(), kSchemas);
    put(0, 1, 8);
    EXPECT_LT(schemas_alive(), kSchemas * 3 / 4);
}

TEST_F(ManySchemasTest, DescribeTheTableAFewTimesOnly) {
    put(0, kSchemas, 8);
    // A table is described when it is missing, behind each statement that changes it, and when
    // what is known of its records was forgotten.
    EXPECT_LT(database.descriptions(), 60);  // 8 columns are added
    EXPECT_EQ(database.log_of("CREATE").size(), 1U);
}

TEST_F(ManySchemasTest, ThatTheConverterReadsAnewAreKnownAsTheSame) {
    put(0, 1000, 1);
    const int described = database.descriptions();
    for (int round = 0; round < 5; ++round) {
        put(0, 1000, 1);
    }
    EXPECT_EQ(database.descriptions(), described);
    EXPECT_LT(schemas_alive(), 5000);
    EXPECT_EQ(rows_written(), 6000);
}

TEST_F(ManySchemasTest, ChangeTheRowsOfAKeyInTheirOrder) {
    for (int round = 0; round < 100; ++round) {
        BatchBuilder builder;
        for (int number = round * kPerPut; number < (round + 1) * kPerPut; ++number) {
            const Value fields[] = {Value::of_int64(number), Value::of_int64(number)};
            builder.add(primitive_schema(SchemaType::kInt64),
                        Value::of_int64(1),
                        schema_number(number, 1),
                        Value::of_struct(fields));
        }
        ASSERT_TRUE(writer.put(*builder.build(round * kPerPut), kDeadline, [] { return false; }));
    }
    ASSERT_TRUE(writer.wait_until_idle(kDeadline));
    std::int64_t last = -1;
    for (const std::string& line : database.log_of("upsert")) {
        const std::int64_t value = std::stoll(line.substr(line.find("[1,") + 3));
        EXPECT_GT(value, last);
        last = value;
    }
    EXPECT_EQ(last, 100 * kPerPut - 1);
}

}  // namespace
}  // namespace kconnect::jdbc::testing
