// What flight_reader adds to the bare query, and how fast it starts. Needs a PostgreSQL:
//   tests/with-servers.sh build/ci/bin/kconnect_flight_reader_bench [SECONDS]
// Bare query and handler take turns, call by call, on connections that are open.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kconnect/sql/dialect.hpp>

#include "reader/flight_handler.hpp"
#include "unit/flight_reader/fake_runtime_api.hpp"

extern char** environ;

namespace {

using namespace kconnect;
using namespace kconnect::flight_reader;
using Clock = std::chrono::steady_clock;

constexpr int kFlights = 20'000;
constexpr int kThreads = 4;
constexpr const char* kTable = "flight_reader_bench";

double micros_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double quantile(std::vector<double>& values, double part) {
    std::sort(values.begin(), values.end());
    return values.empty()
               ? 0
               : values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

void fill(const ReaderSettings& settings) {
    const auto connection = sql::find_dialect(settings.connection.url).connect(settings.connection);
    connection->execute(fmt::format("DROP TABLE IF EXISTS {}", kTable));
    connection->execute(fmt::format(
        "CREATE TABLE {}(id BIGINT PRIMARY KEY, aircraft_id TEXT, timestamp BIGINT, altitude INT, "
        "speed INT, heading INT, lat FLOAT8, lon FLOAT8)",
        kTable));
    connection->execute(
        fmt::format("INSERT INTO {} SELECT i, 'AC' || i, 1690000000000 + i, 35000, 450, i % 360, "
                    "i % 90 + 0.125, i % 180 + 0.123456 FROM generate_series(1, {}) i",
                    kTable,
                    kFlights));
    connection->execute(fmt::format("ANALYZE {}", kTable));
}

/// The same query by libpq alone, every cell looked at.
class BareQuery {
public:
    explicit BareQuery(const sql::JdbcUrl& url)
        : connection_(PQconnectdb(fmt::format("host={} port={} dbname={} user={} password={}",
                                              url.hosts.at(0).host,
                                              url.hosts.at(0).port,
                                              url.database,
                                              url.user.value_or(""),
                                              url.password.value_or(""))
                                      .c_str()),
                      &PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        sql_ = fmt::format(
            "SELECT id, aircraft_id, timestamp, altitude, speed, heading, lat, lon FROM {} WHERE "
            "id > $1 ORDER BY id LIMIT $2",
            kTable);
    }

    std::size_t run(int after, int limit) {
        const std::string first = std::to_string(after);
        const std::string second = std::to_string(limit + 1);
        const std::vector<const char*> values{first.c_str(), second.c_str()};
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(
            PQexecParams(
                connection_.get(), sql_.c_str(), 2, nullptr, values.data(), nullptr, nullptr, 0),
            &PQclear);
        if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        std::size_t bytes = 0;
        for (int row = 0; row < PQntuples(result.get()); ++row) {
            for (int column = 0; column < PQnfields(result.get()); ++column) {
                bytes += static_cast<std::size_t>(PQgetlength(result.get(), row, column));
            }
        }
        return bytes;
    }

private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
    std::string sql_;
};

void run_handler(FlightHandler& handler, int after, int limit, const char* coding) {
    const std::string event = fmt::format(
        R"({{"version":"2.0","rawPath":"/flightData","rawQueryString":"after={}&limit={}",)"
        R"("headers":{{"accept-encoding":"{}"}},"requestContext":{{"http":{{"method":"GET"}}}}}})",
        after,
        limit,
        coding);
    const std::string answer =
        handler.handle(event, {"r", Clock::now() + std::chrono::seconds(30)});
    if (!answer.starts_with(R"({"statusCode":200)")) {
        throw std::runtime_error(answer.substr(0, 300));
    }
}

void print(const char* name, std::vector<double>& values) {
    std::printf("    %-14s p50 %8.0f us   p99 %8.0f us   %zu calls\n",
                name,
                quantile(values, 0.5),
                quantile(values, 0.99),
                values.size());
}

void compare_latency(const ReaderSettings& settings, int limit, std::chrono::seconds duration) {
    BareQuery bare(settings.connection.url);
    FlightHandler handler(settings);
    std::vector<double> bare_times;
    std::vector<double> handler_times;
    std::vector<double> gzip_times;
    unsigned step = 0;
    for (const auto end = Clock::now() + duration; Clock::now() < end; ++step) {
        const int after = static_cast<int>(step * 7919U % (kFlights - 5000U));
        auto start = Clock::now();
        bare.run(after, limit);
        bare_times.push_back(micros_since(start));
        start = Clock::now();
        run_handler(handler, after, limit, "");
        handler_times.push_back(micros_since(start));
        start = Clock::now();
        run_handler(handler, after, limit, "gzip");
        gzip_times.push_back(micros_since(start));
    }
    std::printf("  one caller, %d rows a call, in turns\n", limit);
    print("bare query", bare_times);
    print("handler", handler_times);
    print("handler, gzip", gzip_times);
    std::printf("    handler/bare   p50 %8.2f      p99 %8.2f\n",
                quantile(handler_times, 0.5) / quantile(bare_times, 0.5),
                quantile(handler_times, 0.99) / quantile(bare_times, 0.99));
}

double calls_per_second(std::chrono::milliseconds duration,
                        const std::function<void(int thread, int after)>& call) {
    std::vector<std::thread> threads;
    std::vector<int> calls(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (const auto end = Clock::now() + duration; Clock::now() < end;) {
                call(thread, ++calls[static_cast<std::size_t>(thread)] * 37 % 10'000);
            }
        });
    }
    double sum = 0;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads[static_cast<std::size_t>(thread)].join();
        sum += calls[static_cast<std::size_t>(thread)];
    }
    return sum * 1000 / static_cast<double>(duration.count());
}

void compare_throughput(const ReaderSettings& settings, int limit, std::chrono::seconds duration) {
    std::vector<std::unique_ptr<BareQuery>> bare;
    for (int thread = 0; thread < kThreads; ++thread) {
        bare.push_back(std::make_unique<BareQuery>(settings.connection.url));
    }
    FlightHandler handler(settings);
    std::vector<double> bare_rates;
    std::vector<double> handler_rates;
    const auto slice = std::chrono::milliseconds(duration) / 10;
    for (int round = 0; round < 5; ++round) {
        bare_rates.push_back(calls_per_second(slice, [&](int thread, int after) {
            bare[static_cast<std::size_t>(thread)]->run(after, limit);
        }));
        handler_rates.push_back(calls_per_second(
            slice, [&](int, int after) { run_handler(handler, after, limit, ""); }));
    }
    const double bare_median = quantile(bare_rates, 0.5);
    const double handler_median = quantile(handler_rates, 0.5);
    std::printf(
        "  %d callers, %d rows a call, calls/s: bare query %.0f, handler %.0f, ratio %.2f\n",
        kThreads,
        limit,
        bare_median,
        handler_median,
        handler_median / bare_median);
}

double cold_start_micros() {
    flight_reader::testing::FakeRuntimeApi api;
    const auto deadline = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch() + std::chrono::seconds(30));
    api.add(
        {"id", R"({"httpMethod":"GET","path":"/flightData"})", std::to_string(deadline.count())});
    ::setenv("AWS_LAMBDA_RUNTIME_API", api.address().c_str(), 1);
    const std::string program = KCONNECT_TEST_FLIGHT_READER;
    std::string command = "lambda";
    std::vector<char*> arguments{const_cast<char*>(program.c_str()), command.data(), nullptr};
    pid_t child = 0;
    const auto start = Clock::now();
    if (::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) {
        throw std::runtime_error("cannot start " + program);
    }
    while (api.reports().empty()) {
        ::poll(nullptr, 0, 1);
    }
    const double taken = micros_since(start);
    ::kill(child, SIGTERM);
    ::waitpid(child, nullptr, 0);
    if (api.reports()[0].body.find(R"("statusCode":200)") == std::string::npos) {
        throw std::runtime_error(api.reports()[0].body.substr(0, 300));
    }
    return taken;
}

void run(std::chrono::seconds duration) {
    const char* const url = std::getenv("KCONNECT_TEST_POSTGRESQL_URL");
    if (url == nullptr) {
        throw std::runtime_error(
            "KCONNECT_TEST_POSTGRESQL_URL is not set; see tests/with-servers.sh");
    }
    ReaderSettings settings;
    settings.connection.url = sql::parse_jdbc_url(url);
    settings.table = kTable;
    fill(settings);
    for (const int limit : {1, 50, 500, 5000}) {
        compare_latency(settings, limit, duration);
    }
    for (const int limit : {50, 500}) {
        compare_throughput(settings, limit, duration);
    }
    ::setenv("FLIGHT_DATABASE_URL", url, 1);
    ::setenv("FLIGHT_TABLE", kTable, 1);
    std::vector<double> starts;
    for (int round = 0; round < 21; ++round) {
        starts.push_back(cold_start_micros());
    }
    std::printf(
        "  exec to the first answer of 500 rows: median %.1f ms, least %.1f ms, p90 %.1f ms\n",
        quantile(starts, 0.5) / 1000,
        quantile(starts, 0) / 1000,
        quantile(starts, 0.9) / 1000);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        run(std::chrono::seconds(count > 1 ? std::atoi(arguments[1]) : 5));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "flight_reader_bench: %s\n", error.what());
        return 1;
    }
}
