#include <cstdlib>
#include <new>
#include <numeric>

#include <gtest/gtest.h>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/time_zone.hpp>

#include "jdbc/row_assembler.hpp"
#include "jdbc/table_writer.hpp"
#include "jdbc/write_plan.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace {
thread_local std::size_t allocations = 0;
}  // namespace

// Counts what this thread allocates; everything else is as usual.
void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace kconnect::jdbc::testing {
namespace {

/// Every third record is a tombstone where `deletes`.
std::shared_ptr<RecordBatch> flights(std::int64_t first,
                                     const SchemaPtr& value_schema,
                                     bool deletes) {
    BatchBuilder builder;
    const SchemaPtr key = primitive_schema(SchemaType::kInt64);
    for (std::int64_t id = first; id < first + 500; ++id) {
        const Value fields[] = {Value::of_string("D-ABCD"), Value::of_int64(id)};
        if (deletes && id % 3 == 0) {
            builder.add(key, Value::of_int64(id % 700), nullptr, Value());
        } else {
            builder.add(key, Value::of_int64(id % 700), value_schema, Value::of_struct(fields));
        }
    }
    return builder.build(first);
}

/// Allocations of ten units, once two have warmed up what is kept.
std::size_t allocations_of_ten_units(const JdbcSinkConfig& config, std::size_t& rows) {
    const SchemaPtr one =
        struct_schema({{"aircraft_id", string_field()}, {"altitude", int64_field()}});
    const SchemaPtr other =
        struct_schema({{"aircraft_id", string_field()}, {"speed", int64_field()}});
    std::vector<std::shared_ptr<RecordBatch>> puts;
    for (std::int64_t put = 0; put < 16; ++put) {
        puts.push_back(flights(put * 500, put % 2 == 0 ? one : other, config.delete_enabled));
    }
    LayoutCache layouts(config);
    WritePlan plan(true);
    RowAssembler assembler;
    std::vector<std::uint32_t> newest;
    const auto write_unit = [&] {
        plan.clear();
        for (const auto& put : puts) {
            plan.add(put->retain(), layouts, false);
        }
        const TablePlan& table = *plan.tables().front();
        newest.clear();
        for (const PlannedRow& row : table.rows()) {
            newest.push_back(row.newest);
        }
        rows += assembler.assemble(table, *table.rows().front().columns, newest, true).row_count;
    };
    write_unit();
    write_unit();
    const std::size_t before = allocations;
    rows = 0;
    for (int unit = 0; unit < 10; ++unit) {
        write_unit();
    }
    return allocations - before;
}

TEST(SteadyState, PlansAndAssemblesRecordsWithoutAllocating) {
    std::size_t rows = 0;
    EXPECT_EQ(allocations_of_ten_units(upsert_config(), rows), 0U);
    EXPECT_EQ(rows, 7000U);
}

TEST(SteadyState, PlansTombstonesWithoutAllocating) {
    JdbcSinkConfig config = upsert_config();
    config.delete_enabled = true;
    std::size_t rows = 0;
    EXPECT_EQ(allocations_of_ten_units(config, rows), 0U);
    EXPECT_EQ(rows, 7000U);
}

/// Allocations of a table's writer in ten units, with instants in a time zone, into SQLite, whose
/// own memory is not counted.
std::size_t allocations_of_a_table_writer(bool deletes) {
    JdbcSinkConfig config = upsert_config();
    config.delete_enabled = deletes;
    config.auto_evolve = true;
    config.clock.zone = sql::find_time_zone("America/New_York");
    config.connection.url = sql::parse_jdbc_url("jdbc:sqlite::memory:");
    const sql::Dialect& dialect = dialect_of(config);
    const auto connection = dialect.connect(config.connection);
    const SchemaPtr schema = struct_schema(
        {{"aircraft_id", string_field()}, {"at", logical_schema(LogicalType::kTimestamp, true)}});
    std::vector<std::shared_ptr<RecordBatch>> puts;
    for (std::int64_t put = 0; put < 4; ++put) {
        puts.push_back(flights(put * 500, schema, deletes));
    }
    LayoutCache layouts(config);
    WritePlan plan(true);
    std::unique_ptr<TableWriter> writer;
    std::size_t counted = 0;
    for (int unit = 0; unit < 12; ++unit) {
        plan.clear();
        for (const auto& put : puts) {
            plan.add(put->retain(), layouts, false);
        }
        const TablePlan& table = *plan.tables().front();
        if (writer == nullptr) {
            writer = std::make_unique<TableWriter>(config, dialect, *connection, table.target());
        }
        writer->prepare(table);
        connection->begin();
        const std::size_t before = allocations;
        writer->write(table);
        counted += unit < 2 ? 0 : allocations - before;  // two warm up what is kept
        connection->commit();
    }
    EXPECT_EQ(connection->query("SELECT count(*) > 300 FROM flights")[0][0], "1");
    return counted;
}

TEST(SteadyState, WritesRowsWithInstantsInATimeZoneWithoutAllocating) {
    EXPECT_EQ(allocations_of_a_table_writer(false), 0U);
    EXPECT_EQ(allocations_of_a_table_writer(true), 0U);
}

TEST(SteadyState, TakesThePlaceInKafkaAsKeyWithoutAllocating) {
    JdbcSinkConfig config = upsert_config();
    config.primary_key_mode = PrimaryKeyMode::kKafka;
    config.primary_key_fields = {};
    std::size_t rows = 0;
    EXPECT_EQ(allocations_of_ten_units(config, rows), 0U);
    EXPECT_EQ(rows, 80000U);
}

}  // namespace
}  // namespace kconnect::jdbc::testing
