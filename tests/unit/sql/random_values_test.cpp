// Random values for random columns through the binders of all dialects: nothing crashes, nothing
// overflows (run it under the sanitizers), and what is refused is refused by an exception of ours.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <kconnect/arena.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "mysql/mysql_parameters.hpp"
#include "postgresql/binding.hpp"
#include "postgresql/cell_encoder.hpp"
#include "postgresql/types.hpp"

namespace kconnect::sql {
namespace {

/// Says whether a test goes on: for some rounds, or for as long as KCONNECT_FUZZ_SECONDS says.
class Rounds {
public:
    bool next() {
        constexpr int kRounds = 400;
        return seconds_ == nullptr ? done_++ < kRounds : std::chrono::steady_clock::now() < end_;
    }

private:
    const char* seconds_ = std::getenv("KCONNECT_FUZZ_SECONDS");
    std::chrono::steady_clock::time_point end_ =
        std::chrono::steady_clock::now() +
        std::chrono::seconds(seconds_ == nullptr ? 0 : std::atoi(seconds_));
    int done_ = 0;
};

/// Makes random columns and values; keeps what the values point to.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }

    template <typename Items>
    auto one_of(const Items& items) {
        return *(std::begin(items) + static_cast<std::ptrdiff_t>(below(std::size(items))));
    }

    std::int64_t integer() {
        constexpr std::array<std::int64_t, 8> kEdges{0,
                                                     -1,
                                                     -141'428,
                                                     -12'219'292'800'000,
                                                     253'402'300'800'000,
                                                     std::numeric_limits<std::int64_t>::min(),
                                                     std::numeric_limits<std::int64_t>::max(),
                                                     1'700'000'000'123};
        const auto bits = static_cast<std::int64_t>(engine_());
        return below(3) == 0 ? one_of(kEdges) : bits >> below(64);
    }

    std::string text() {
        constexpr std::array<std::string_view, 7> kParts{
            "a", "'", "\\", "\"", "\xF0\x9F\x9B\xAB", "{,}", "\n"};
        std::string result = below(3) == 0 ? std::to_string(integer()) : "";
        for (std::uint64_t count = below(20); count > 0; --count) {
            result += one_of(kParts);
        }
        result.append(below(10) == 0 ? 1 : 0, '\0');
        return result;
    }

    SchemaPtr schema() {
        constexpr std::array<LogicalType, 3> kLogical{
            LogicalType::kDate, LogicalType::kTime, LogicalType::kTimestamp};
        constexpr std::array<SchemaType, 9> kPlain{SchemaType::kInt8,
                                                   SchemaType::kInt16,
                                                   SchemaType::kInt32,
                                                   SchemaType::kInt64,
                                                   SchemaType::kFloat32,
                                                   SchemaType::kFloat64,
                                                   SchemaType::kBoolean,
                                                   SchemaType::kString,
                                                   SchemaType::kBytes};
        switch (below(6)) {
            case 0:
                return logical_schema(one_of(kLogical), true);
            case 1:
                return decimal_schema(scale(), true);
            case 2:
                return SchemaBuilder(SchemaType::kArray)
                    .values(primitive_schema(one_of(kPlain), true))
                    .optional()
                    .build();
            default:
                return primitive_schema(one_of(kPlain), true);
        }
    }

    std::int32_t scale() {
        return below(20) == 0 ? static_cast<std::int32_t>(engine_())
                              : static_cast<std::int32_t>(below(60)) - 20;
    }

    Value value(const Schema& schema) {
        if (below(8) == 0) {
            return {};
        }
        switch (schema.type()) {
            case SchemaType::kInt8:
                return Value::of_int8(static_cast<std::int8_t>(integer()));
            case SchemaType::kInt16:
                return Value::of_int16(static_cast<std::int16_t>(integer()));
            case SchemaType::kInt32:
                return Value::of_int32(static_cast<std::int32_t>(integer()));
            case SchemaType::kInt64:
                return Value::of_int64(integer());
            case SchemaType::kFloat32:
                return Value::of_float32(static_cast<float>(real()));
            case SchemaType::kFloat64:
                return Value::of_float64(real());
            case SchemaType::kBoolean:
                return Value::of_boolean(below(2) == 0);
            case SchemaType::kString:
                return Value::of_string(arena_.copy(text()));
            case SchemaType::kBytes:
                return Value::of_bytes(bytes());
            default:
                return array(*schema.value_schema());
        }
    }

    WallClock clock() {
        constexpr std::array<std::string_view, 4> kZones{
            "UTC", "America/New_York", "+05:45:30", "Pacific/Apia"};
        const TimeZone* zone = find_time_zone(one_of(kZones));
        return {below(2) == 0 ? nullptr : zone,
                below(2) == 0 ? nullptr : zone,
                below(2) == 0 ? CalendarSystem::kLegacy : CalendarSystem::kProlepticGregorian};
    }

    TimestampUnit unit(const Schema& schema) {
        const bool may_be_instant =
            schema.logical_type() == LogicalType::kNone &&
            (schema.type() == SchemaType::kInt64 || schema.type() == SchemaType::kString);
        constexpr std::array<TimestampUnit, 3> kUnits{
            TimestampUnit::kNone, TimestampUnit::kMicroseconds, TimestampUnit::kNanoseconds};
        return may_be_instant ? one_of(kUnits) : TimestampUnit::kNone;
    }

private:
    double real() {
        double number = 0;
        const std::uint64_t bits = engine_();
        std::memcpy(&number, &bits, sizeof number);
        // A finite number that no float holds must not be cast to one.
        constexpr std::array<double, 4> kEdges{0.0,
                                               -0.0,
                                               std::numeric_limits<double>::infinity(),
                                               std::numeric_limits<double>::quiet_NaN()};
        const bool fits = number > -3e38 && number < 3e38;
        return below(4) == 0 || !fits ? one_of(kEdges) : number;
    }

    std::span<const std::byte> bytes() {
        std::string octets(below(40), '\0');
        for (char& octet : octets) {
            octet = static_cast<char>(engine_());
        }
        return std::as_bytes(std::span(arena_.copy(octets)));
    }

    Value array(const Schema& element) {
        arrays_.emplace_back();
        std::vector<Value> elements;
        for (std::uint64_t count = below(5); count > 0; --count) {
            elements.push_back(value(element));
        }
        arrays_.back() = std::move(elements);
        return Value::of_array(arrays_.back());
    }

    std::mt19937_64 engine_;
    Arena arena_;
    std::deque<std::vector<Value>> arrays_;
};

/// Runs `round` for a seed after the other; each failure names its own.
template <typename Round>
void for_each_seed(Round&& round) {
    std::uint64_t seed = std::random_device{}();
    for (Rounds rounds; rounds.next(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Random random(seed);
        try {
            round(random);
        } catch (const ConnectException&) {
            // Refused.
        }
    }
}

std::vector<Value> cells_of(Random& random, const Schema& schema, std::size_t count) {
    std::vector<Value> cells(count);
    for (Value& cell : cells) {
        cell = random.value(schema);
    }
    return cells;
}

TEST(RandomValues, BecomeCellsOfPostgresql) {
    using namespace postgresql;  // NOLINT(google-build-using-namespace): of one test
    constexpr std::array<std::pair<unsigned, std::string_view>, 12> kTargets{
        {{oid::kInt2, "smallint"},
         {oid::kInt8, "bigint"},
         {oid::kText, "text"},
         {oid::kVarchar, "character varying(3)"},
         {oid::kBpchar, "character(3)"},
         {oid::kJsonb, "jsonb"},
         {oid::kUuid, "uuid"},
         {oid::kDate, "date"},
         {oid::kTime, "time without time zone"},
         {oid::kTimestamp, "timestamp without time zone"},
         {oid::kTimestamptz, "timestamp with time zone"},
         {oid::kNumeric, "numeric(5,2)"}}};
    for_each_seed([&](Random& random) {
        const auto [type_code, type] = random.one_of(kTargets);
        WriteColumn column{"c", random.schema(), {"c", std::string(type), type_code}};
        column.clock = random.clock();
        column.unit = random.unit(*column.schema);
        const Binding binding = bind(column, random.below(2) == 0);
        const std::vector<Value> cells = cells_of(random, *column.schema, 5);
        CellEncoder encoder;
        ByteBuffer one_by_one;
        for (const Value& cell : cells) {
            encoder.append_cell(one_by_one, binding, cell);
        }
        ByteBuffer together;
        encoder.append_array(together, binding, {cells.data(), cells.size(), 1}, 0);
        constexpr std::size_t kArrayHeader = 20;
        EXPECT_EQ(std::string_view(together.data(), together.size()).substr(kArrayHeader),
                  std::string_view(one_by_one.data(), one_by_one.size()));
    });
}

TEST(RandomValues, BecomeParametersOfMySql) {
    constexpr std::array<std::string_view, 6> kTargets{
        "float", "double", "int", "datetime(3)", "varchar(3)", "json"};
    for_each_seed([&](Random& random) {
        WriteShape shape;
        shape.columns.push_back(
            {"c", random.schema(), {"c", std::string(random.one_of(kTargets))}});
        shape.columns.front().clock = random.clock();
        shape.columns.front().unit = random.unit(*shape.columns.front().schema);
        mysql::Parameters parameters(shape, {0});
        const std::vector<Value> cells = cells_of(random, *shape.columns.front().schema, 5);
        const Rows rows{cells.data(), cells.size(), 1};
        for (std::size_t done = 0; done < cells.size();) {
            const std::size_t count =
                parameters.fill(rows.slice(done, cells.size() - done), 3, random.below(60));
            ASSERT_GE(count, 1U);
            EXPECT_EQ(parameters.bind_columns().size(), 1U);
            EXPECT_EQ(parameters.bind_rows(0, count).size(), count);
            done += count;
        }
    });
}

TEST(RandomValues, BecomeRowsOfSqlite) {
    ConnectionSettings settings;
    settings.url = parse_jdbc_url("jdbc:sqlite::memory:");
    const Dialect& dialect = find_dialect(settings.url);
    const auto connection = dialect.connect(settings);
    for_each_seed([&](Random& random) {
        ColumnDefinition definition{"c", random.schema(), false, random.clock()};
        definition.unit = random.unit(*definition.schema);
        const TableId id = connection->resolve({{}, {}, "t"});
        connection->execute("DROP TABLE IF EXISTS t");
        connection->execute(dialect.create_table(id, std::span(&definition, 1)));
        WriteShape shape;
        shape.table = connection->describe(id).value();
        shape.columns.push_back({"c",
                                 definition.schema,
                                 shape.table.columns.front(),
                                 definition.clock,
                                 definition.unit});
        const std::vector<Value> cells = cells_of(random, *definition.schema, 5);
        connection->row_writer(shape)->write({cells.data(), cells.size(), 1});
        EXPECT_EQ(connection->query("SELECT c FROM t").size(), cells.size());
    });
}

}  // namespace
}  // namespace kconnect::sql
