// PostgreSQL: arrays as parameters for upsert, binary COPY for append.
#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "flight_table.hpp"

namespace kconnect::bench {
namespace {

constexpr Oid kInt8 = 20, kInt4 = 23, kText = 25, kFloat8 = 701;
constexpr Oid kInt8Array = 1016, kInt4Array = 1007, kTextArray = 1009, kFloat8Array = 1022;

struct ConnectionDeleter {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
struct ResultDeleter {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

/// Bytes in network order; grows once and is reused.
class Wire {
public:
    void clear() { size_ = 0; }
    const char* data() const { return bytes_.data(); }
    int size() const { return static_cast<int>(size_); }

    void reserve(std::size_t more) {
        if (size_ + more > bytes_.size()) {
            bytes_.resize(2 * (size_ + more));
        }
    }
    void int16(std::uint16_t number) { put(__builtin_bswap16(number)); }
    void int32(std::uint32_t number) { put(__builtin_bswap32(number)); }
    void int64(std::uint64_t number) { put(__builtin_bswap64(number)); }
    void text(std::string_view text) {
        std::memcpy(bytes_.data() + size_, text.data(), text.size());
        size_ += text.size();
    }

    // Values with their lengths, as arrays and COPY want them.
    void value(std::int64_t number) { int32(8), int64(static_cast<std::uint64_t>(number)); }
    void value(std::int32_t number) { int32(4), int32(static_cast<std::uint32_t>(number)); }
    void value(double number) { int32(8), int64(std::bit_cast<std::uint64_t>(number)); }
    void value(std::string_view chars) {
        int32(static_cast<std::uint32_t>(chars.size())), text(chars);
    }

private:
    template <typename Number>
    void put(Number number) {
        std::memcpy(bytes_.data() + size_, &number, sizeof number);
        size_ += sizeof number;
    }
    std::vector<char> bytes_ = std::vector<char>(1 << 16);
    std::size_t size_ = 0;
};

std::string_view aircraft_of(const FlightRow& row) {
    return {row.aircraft_id, row.aircraft_id_size};
}

class PostgresqlFlightTable final : public FlightTable {
public:
    explicit PostgresqlFlightTable(const FlightTablePlace& place) : place_(place) {
        const char* const password = std::getenv("KCONNECT_BENCH_PASSWORD");
        const char* const names[] = {"host", "port", "user", "dbname", "password", nullptr};
        const char* const values[] = {place.host.c_str(),
                                      place.port.c_str(),
                                      place.user.c_str(),
                                      place.name.c_str(),
                                      password,
                                      nullptr};
        connection_.reset(PQconnectdbParams(names, values, 0));
        if (PQstatus(connection_.get()) != CONNECTION_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        run("SET client_min_messages = warning");
        run(fmt::format(
            "CREATE TABLE IF NOT EXISTS {} (id bigint NOT NULL, aircraft_id text NOT NULL, "
            "timestamp bigint NOT NULL, altitude int, speed int, heading int DEFAULT 0, "
            "lat double precision NOT NULL, lon double precision NOT NULL{})",
            place.table,
            place.append ? "" : ", PRIMARY KEY (id)"));
        if (!place.append) {
            prepare_upsert();
        }
    }

    void write(std::span<const FlightRow> rows) override {
        place_.append ? copy(rows) : upsert(rows);
    }

private:
    static constexpr int kColumns = 8;

    [[noreturn]] void fail() const { throw std::runtime_error(PQerrorMessage(connection_.get())); }
    void run(const std::string& sql) {
        const Result result(PQexec(connection_.get(), sql.c_str()));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            fail();
        }
    }

    void prepare_upsert() {
        const std::string sql = fmt::format(
            "INSERT INTO {} AS t (id, aircraft_id, timestamp, altitude, speed, heading, lat, lon) "
            "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET "
            "aircraft_id = excluded.aircraft_id, timestamp = excluded.timestamp, "
            "altitude = excluded.altitude, speed = excluded.speed, heading = excluded.heading, "
            "lat = excluded.lat, lon = excluded.lon",
            place_.table);
        const Oid types[kColumns] = {kInt8Array,
                                     kTextArray,
                                     kInt8Array,
                                     kInt4Array,
                                     kInt4Array,
                                     kInt4Array,
                                     kFloat8Array,
                                     kFloat8Array};
        const Result result(PQprepare(connection_.get(), "upsert", sql.c_str(), kColumns, types));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            fail();
        }
    }

    template <typename Field>
    void encode(int column, Oid type, std::span<const FlightRow> rows, Field field) {
        Wire& wire = wires_[column];
        wire.clear();
        wire.reserve(20 + rows.size() * (sizeof(FlightRow::aircraft_id) + 4));
        for (const std::uint32_t word :
             {1U, 0U, type, static_cast<std::uint32_t>(rows.size()), 1U}) {
            wire.int32(word);
        }
        for (const FlightRow& row : rows) {
            wire.value(field(row));
        }
    }

    void upsert(std::span<const FlightRow> rows) {
        encode(0, kInt8, rows, [](const FlightRow& row) { return row.id; });
        encode(1, kText, rows, aircraft_of);
        encode(2, kInt8, rows, [](const FlightRow& row) { return row.timestamp; });
        encode(3, kInt4, rows, [](const FlightRow& row) { return row.altitude; });
        encode(4, kInt4, rows, [](const FlightRow& row) { return row.speed; });
        encode(5, kInt4, rows, [](const FlightRow& row) { return row.heading; });
        encode(6, kFloat8, rows, [](const FlightRow& row) { return row.lat; });
        encode(7, kFloat8, rows, [](const FlightRow& row) { return row.lon; });
        const char* values[kColumns];
        int sizes[kColumns];
        int formats[kColumns];
        for (int i = 0; i < kColumns; ++i) {
            values[i] = wires_[i].data();
            sizes[i] = wires_[i].size();
            formats[i] = 1;
        }
        const Result result(
            PQexecPrepared(connection_.get(), "upsert", kColumns, values, sizes, formats, 1));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            fail();
        }
    }

    void encode_for_copy(std::span<const FlightRow> rows) {
        Wire& wire = wires_[0];
        wire.reserve(32 + rows.size() * (sizeof(FlightRow) + 40));
        for (const FlightRow& row : rows) {
            wire.int16(kColumns);
            wire.value(row.id), wire.value(aircraft_of(row)), wire.value(row.timestamp);
            wire.value(row.altitude), wire.value(row.speed), wire.value(row.heading);
            wire.value(row.lat), wire.value(row.lon);
        }
    }

    /// In chunks, so that the server reads while the next one is made.
    void copy(std::span<const FlightRow> rows) {
        constexpr std::string_view kSignature("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
        constexpr std::size_t kChunkRows = 500;
        const std::string sql = fmt::format(
            "COPY {} (id, aircraft_id, timestamp, altitude, speed, heading, lat, lon) "
            "FROM STDIN (FORMAT binary)",
            place_.table);
        const Result begun(PQexec(connection_.get(), sql.c_str()));
        if (PQresultStatus(begun.get()) != PGRES_COPY_IN) {
            fail();
        }
        Wire& wire = wires_[0];
        wire.clear();
        wire.text(kSignature);
        for (std::size_t at = 0; at < rows.size(); at += kChunkRows) {
            encode_for_copy(rows.subspan(at, std::min(kChunkRows, rows.size() - at)));
            send(wire);
        }
        wire.int16(0xffff);
        send(wire);
        PQputCopyEnd(connection_.get(), nullptr);
        const Result ended(PQgetResult(connection_.get()));
        if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK) {
            fail();
        }
        while (const Result rest{PQgetResult(connection_.get())}) {
        }
    }

    void send(Wire& wire) {
        if (PQputCopyData(connection_.get(), wire.data(), wire.size()) != 1) {
            fail();
        }
        wire.clear();
    }

    FlightTablePlace place_;
    std::unique_ptr<PGconn, ConnectionDeleter> connection_;
    Wire wires_[kColumns];
};

}  // namespace

std::unique_ptr<FlightTable> open_postgresql_flight_table(const FlightTablePlace& place) {
    return std::make_unique<PostgresqlFlightTable>(place);
}

std::unique_ptr<FlightTable> open_flight_table(const FlightTablePlace& place) {
    if (place.database == "postgresql") {
        return open_postgresql_flight_table(place);
    }
    if (place.database == "mysql") {
        return open_mariadb_flight_table(place);
    }
    throw std::runtime_error(fmt::format("unknown database '{}'", place.database));
}

}  // namespace kconnect::bench
