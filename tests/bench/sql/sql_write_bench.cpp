// Rows per second that a dialect's RowWriter takes, without Kafka:
//   kconnect_sql_write_bench JDBC_URL [ROWS] [RUNS]
// Flight rows of 8 columns in scrambled order of their key, upserts of 3,000 rows, one commit each:
// first all keys are new, then all exist. Prints the median, least and most of RUNS runs.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <kconnect/arena.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/sql/dialect.hpp>

namespace {

using namespace kconnect::sql;  // NOLINT(google-build-using-namespace): a program of one file
using kconnect::Value;

constexpr std::size_t kBatchRows = 3000;
constexpr std::size_t kColumns = 8;

std::vector<ColumnDefinition> flight_columns() {
    using kconnect::primitive_schema;
    using kconnect::SchemaType;
    return {{"id", primitive_schema(SchemaType::kInt64), true},
            {"aircraft_id", primitive_schema(SchemaType::kString), false},
            {"timestamp", primitive_schema(SchemaType::kInt64), false},
            {"altitude", primitive_schema(SchemaType::kInt32), false},
            {"speed", primitive_schema(SchemaType::kInt32), false},
            {"heading", primitive_schema(SchemaType::kInt32), false},
            {"latitude", primitive_schema(SchemaType::kFloat64), false},
            {"longitude", primitive_schema(SchemaType::kFloat64), false}};
}

std::vector<Value> flight_cells(std::size_t rows, kconnect::Arena& texts) {
    constexpr std::uint64_t kStep = 7'368'787;  // a prime, so that every key comes once
    std::vector<Value> cells;
    cells.reserve(rows * kColumns);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto id = static_cast<std::int64_t>(row * kStep % rows);
        const auto small = static_cast<std::int32_t>(row % 360);
        cells.push_back(Value::of_int64(id));
        cells.push_back(Value::of_string(texts.copy(fmt::format("AC{:06}", id % 5000))));
        cells.push_back(Value::of_int64(1'700'000'000'000 + id));
        cells.push_back(Value::of_int32(30'000 + small));
        cells.push_back(Value::of_int32(400 + small % 100));
        cells.push_back(Value::of_int32(small));
        cells.push_back(Value::of_float64(45.0 + 0.0001 * small));
        cells.push_back(Value::of_float64(7.0 + 0.0001 * small));
    }
    return cells;
}

double rows_per_second(Connection& connection, RowWriter& writer, const Rows& rows) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t first = 0; first < rows.row_count; first += kBatchRows) {
        connection.begin();
        writer.write(rows.slice(first, std::min(kBatchRows, rows.row_count - first)));
        connection.commit();
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    return static_cast<double>(rows.row_count) / seconds.count();
}

void report(const char* what, std::vector<double> runs) {
    std::sort(runs.begin(), runs.end());
    fmt::print("{:<14} {:>8.0f} rows/s ({:.0f}..{:.0f}, {} runs)\n",
               what,
               runs[runs.size() / 2],
               runs.front(),
               runs.back(),
               runs.size());
}

void measure(const std::string& url, std::size_t row_count, int runs) {
    ConnectionSettings settings;
    settings.url = parse_jdbc_url(url);
    settings.application_name = "kconnect-bench";
    const Dialect& dialect = find_dialect(settings.url);
    const auto connection = dialect.connect(settings);
    const TableId id = connection->resolve({{}, {}, "kconnect_write_bench"});
    kconnect::Arena texts;
    const std::vector<Value> cells = flight_cells(row_count, texts);
    const Rows rows{cells.data(), row_count, kColumns};
    std::vector<double> added;
    std::vector<double> updated;
    std::vector<double> ordered;
    for (int run = 0; run < runs; ++run) {
        connection->execute("DROP TABLE IF EXISTS " + dialect.qualified(id));
        connection->execute(dialect.create_table(id, flight_columns()));
        WriteShape shape{connection->describe(id).value(), WriteMode::kUpsert, {}, 1, true};
        for (const ColumnDefinition& column : flight_columns()) {
            shape.columns.push_back({column.name, column.schema, *shape.table.column(column.name)});
        }
        const auto writer = connection->row_writer(shape);
        added.push_back(rows_per_second(*connection, *writer, rows));
        updated.push_back(rows_per_second(*connection, *writer, rows));
        // As a table with further unique values is written.
        shape.distinct_keys = false;
        const auto one_by_one = connection->row_writer(shape);
        ordered.push_back(rows_per_second(*connection, *one_by_one, rows));
    }
    connection->execute("DROP TABLE " + dialect.qualified(id));
    fmt::print("{}, {} rows\n", connection->server(), row_count);
    report("new keys", added);
    report("existing keys", updated);
    report("row by row", ordered);
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count < 2) {
        std::fputs("usage: kconnect_sql_write_bench JDBC_URL [ROWS] [RUNS]\n", stderr);
        return 2;
    }
    try {
        const unsigned long rows =
            argument_count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 100'000;
        const int runs = argument_count > 3 ? std::atoi(arguments[3]) : 5;
        measure(arguments[1], rows, runs);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
