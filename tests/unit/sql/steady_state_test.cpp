// Cells of instants in a time zone, of decimals and of texts: what their forms for a server cost.
#include <cstdlib>
#include <new>
#include <vector>

#include <gtest/gtest.h>

#include <kconnect/sql/time_zone.hpp>

#include "mysql/mysql_parameters.hpp"
#include "postgresql/binding.hpp"
#include "postgresql/cell_encoder.hpp"
#include "postgresql/types.hpp"

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

namespace kconnect::sql {
namespace {

constexpr std::size_t kRows = 500;

/// A key, a text, a date, a timestamp and a decimal; dates and times as in New York.
WriteShape flights() {
    WriteShape shape;
    const auto column = [&](std::string name, SchemaPtr schema, std::string type, unsigned code) {
        Column target;
        target.name = name;
        target.type = std::move(type);
        target.type_code = code;
        shape.columns.push_back({std::move(name), std::move(schema), std::move(target)});
        shape.columns.back().clock.zone = find_time_zone("America/New_York");
        shape.columns.back().clock.date_zone = shape.columns.back().clock.zone;
    };
    namespace oid = postgresql::oid;
    column("id", primitive_schema(SchemaType::kInt64), "bigint", oid::kInt8);
    column("name", primitive_schema(SchemaType::kString), "text", oid::kText);
    column("day", logical_schema(LogicalType::kDate), "date", oid::kDate);
    column("at", logical_schema(LogicalType::kTimestamp), "datetime(3)", oid::kTimestamp);
    column("fuel", decimal_schema(2), "decimal(65,2)", oid::kNumeric);
    column("speed", primitive_schema(SchemaType::kFloat64), "int(11)", oid::kFloat8);
    return shape;
}

std::vector<Value> cells_of(const WriteShape& shape) {
    static const std::vector<std::byte> octets{std::byte{0x04}, std::byte{0xE2}};
    std::vector<Value> cells;
    for (std::size_t row = 0; row < kRows; ++row) {
        const auto number = static_cast<std::int64_t>(row);
        cells.insert(cells.end(),
                     {Value::of_int64(number),
                      Value::of_string("D-ABCD"),
                      Value::of_int32(static_cast<std::int32_t>(number * 40)),
                      Value::of_int64(number * 3'600'000'000),
                      Value::of_bytes(octets),
                      Value::of_float64(2.5)});
    }
    EXPECT_EQ(cells.size(), kRows * shape.columns.size());
    return cells;
}

/// What `work` allocates in ten rounds, once two have warmed up what is kept.
template <typename Work>
std::size_t allocations_of(const Work& work) {
    work();
    work();
    const std::size_t before = allocations;
    for (int round = 0; round < 10; ++round) {
        work();
    }
    return allocations - before;
}

TEST(SteadyStateOfCells, BecomeParametersOfMySqlWithoutAllocating) {
    const WriteShape shape = flights();
    const std::vector<Value> cells = cells_of(shape);
    const Rows rows{cells.data(), kRows, shape.columns.size()};
    mysql::Parameters parameters(shape, {0, 1, 2, 3, 4, 5});
    EXPECT_EQ(allocations_of([&] {
                  parameters.fill(rows, kRows, 1U << 30U);
                  parameters.bind_columns();
              }),
              0U);
}

TEST(SteadyStateOfCells, BecomeParametersOfPostgresqlWithoutAllocating) {
    const WriteShape shape = flights();
    const std::vector<Value> cells = cells_of(shape);
    const Rows rows{cells.data(), kRows, shape.columns.size()};
    std::vector<postgresql::Binding> bindings;
    for (const WriteColumn& column : shape.columns) {
        bindings.push_back(postgresql::bind(column, false));
    }
    postgresql::CellEncoder encoder;
    postgresql::ByteBuffer bytes;
    EXPECT_EQ(allocations_of([&] {
                  bytes.clear();
                  for (std::size_t column = 0; column < bindings.size(); ++column) {
                      encoder.append_array(bytes, bindings[column], rows, column);
                  }
                  for (std::size_t column = 0; column < bindings.size(); ++column) {
                      encoder.append_cell(bytes, bindings[column], rows[kRows - 1][column]);
                  }
              }),
              0U);
    EXPECT_GT(bytes.size(), kRows);
}

}  // namespace
}  // namespace kconnect::sql
