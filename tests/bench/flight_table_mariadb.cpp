// MariaDB: one bulk execution per batch, which is one statement and one transaction.
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <mysql.h>

#include "flight_table.hpp"

namespace kconnect::bench {
namespace {

struct ConnectionDeleter {
    void operator()(MYSQL* connection) const noexcept { mysql_close(connection); }
};
struct StatementDeleter {
    void operator()(MYSQL_STMT* statement) const noexcept { mysql_stmt_close(statement); }
};

class MariadbFlightTable final : public FlightTable {
public:
    explicit MariadbFlightTable(const FlightTablePlace& place) : connection_(mysql_init(nullptr)) {
        mysql_options(connection_.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
        if (mysql_real_connect(connection_.get(),
                               place.host.c_str(),
                               place.user.c_str(),
                               std::getenv("KCONNECT_BENCH_PASSWORD"),
                               place.name.c_str(),
                               static_cast<unsigned>(std::stoul(place.port)),
                               nullptr,
                               0) == nullptr) {
            fail();
        }
        const std::string create = fmt::format(
            "CREATE TABLE IF NOT EXISTS {} (id BIGINT NOT NULL, aircraft_id VARCHAR(256) NOT NULL, "
            "timestamp BIGINT NOT NULL, altitude INT, speed INT, heading INT DEFAULT 0, "
            "lat DOUBLE NOT NULL, lon DOUBLE NOT NULL{})",
            place.table,
            place.append ? "" : ", PRIMARY KEY (id)");
        if (mysql_real_query(connection_.get(), create.data(), create.size()) != 0) {
            fail();
        }
        prepare(place);
    }

    void write(std::span<const FlightRow> rows) override {
        // Connector/C reads the rows in place: the address of the first and the size of each.
        FlightRow& first = const_cast<FlightRow&>(rows.front());
        unsigned int count = static_cast<unsigned int>(rows.size());
        std::size_t size = sizeof(FlightRow);
        MYSQL_BIND binds[8] = {};
        bind(binds[0], MYSQL_TYPE_LONGLONG, &first.id);
        bind(binds[1], MYSQL_TYPE_STRING, first.aircraft_id);
        binds[1].length = &first.aircraft_id_size;
        bind(binds[2], MYSQL_TYPE_LONGLONG, &first.timestamp);
        bind(binds[3], MYSQL_TYPE_LONG, &first.altitude);
        bind(binds[4], MYSQL_TYPE_LONG, &first.speed);
        bind(binds[5], MYSQL_TYPE_LONG, &first.heading);
        bind(binds[6], MYSQL_TYPE_DOUBLE, &first.lat);
        bind(binds[7], MYSQL_TYPE_DOUBLE, &first.lon);
        MYSQL_STMT* const statement = statement_.get();
        if (mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &count) ||
            mysql_stmt_attr_set(statement, STMT_ATTR_ROW_SIZE, &size) ||
            mysql_stmt_bind_param(statement, binds) || mysql_stmt_execute(statement) != 0) {
            throw std::runtime_error(mysql_stmt_error(statement));
        }
    }

private:
    [[noreturn]] void fail() { throw std::runtime_error(mysql_error(connection_.get())); }

    static void bind(MYSQL_BIND& bind, enum_field_types type, void* at) {
        bind.buffer_type = type;
        bind.buffer = at;
    }

    void prepare(const FlightTablePlace& place) {
        const std::string sql = fmt::format(
            "INSERT INTO {} (id, aircraft_id, timestamp, altitude, speed, heading, lat, lon) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?){}",
            place.table,
            place.append ? ""
                         : " ON DUPLICATE KEY UPDATE aircraft_id = VALUES(aircraft_id), "
                           "timestamp = VALUES(timestamp), altitude = VALUES(altitude), "
                           "speed = VALUES(speed), heading = VALUES(heading), "
                           "lat = VALUES(lat), lon = VALUES(lon)");
        statement_.reset(mysql_stmt_init(connection_.get()));
        if (mysql_stmt_prepare(statement_.get(), sql.data(), sql.size()) != 0) {
            throw std::runtime_error(mysql_stmt_error(statement_.get()));
        }
    }

    std::unique_ptr<MYSQL, ConnectionDeleter> connection_;
    std::unique_ptr<MYSQL_STMT, StatementDeleter> statement_;
};

}  // namespace

std::unique_ptr<FlightTable> open_mariadb_flight_table(const FlightTablePlace& place) {
    return std::make_unique<MariadbFlightTable>(place);
}

}  // namespace kconnect::bench
