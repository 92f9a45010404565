#include <algorithm>
#include <optional>
#include <random>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <kconnect/logging.hpp>

#include "postgresql/deadline.hpp"
#include "postgresql/handshake_watch.hpp"
#include "postgresql/session.hpp"
#include "src/socket_wait.hpp"

namespace kconnect::sql::postgresql {

namespace {

void log_notice(void* /*unused*/, const PGresult* notice) {
    const Logger logger("kconnect.sql.postgresql");
    if (logger.is_enabled(LogLevel::kDebug)) {
        logger.debug(flatten(PQresultErrorMessage(notice)));
    }
}

std::uint16_t port_of(const HostPort& host) {
    constexpr std::uint16_t kDefaultPort = 5432;
    return host.port == 0 ? kDefaultPort : host.port;
}

}  // namespace

void ConnectionCloser::operator()(pg_conn* connection) const noexcept {
    PQfinish(connection);
}

std::unique_ptr<Session> Session::open(const SessionSettings& settings, const AbortSignal& abort) {
    std::optional<SqlError> last;
    std::vector<HostPort> hosts = settings.hosts;
    if (settings.any_host_first) {
        std::shuffle(hosts.begin(), hosts.end(), std::random_device());
    }
    for (const std::string& wanted_server : settings.wanted_servers) {
        for (const HostPort& host : hosts) {
            try {
                return open_one(settings, host, wanted_server, abort);
            } catch (const SqlError& error) {
                if (abort.is_raised()) {
                    throw given_up_before_answer("PostgreSQL", {host.host, port_of(host)});
                }
                if (last) {
                    Logger("kconnect.sql.postgresql").info(last->what());
                }
                last = error;
            }
        }
    }
    throw SqlError(*last);
}

std::unique_ptr<Session> Session::open_one(const SessionSettings& settings,
                                           const HostPort& host,
                                           const std::string& wanted_server,
                                           const AbortSignal& abort) {
    const std::string port = std::to_string(port_of(host));
    std::vector<const char*> names{"host", "port", "target_session_attrs"};
    std::vector<const char*> values{host.host.c_str(), port.c_str(), wanted_server.c_str()};
    for (const auto& [name, value] : settings.keywords) {
        names.push_back(name.c_str());
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    std::unique_ptr<Session> session(
        new Session({host.host, port, settings.database, settings.user}, settings, abort));
    session->connect(names, values);
    session->prepare_session();
    session->opening_ = nullptr;
    return session;
}

void Session::connect(const std::vector<const char*>& names,
                      const std::vector<const char*>& values) {
    connection_.reset(PQconnectStartParams(names.data(), values.data(), 0));
    PGconn* connection = connection_.get();
    if (connection == nullptr) {
        throw std::bad_alloc();
    }
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);  // puts the SQLSTATE into the text
    PQsetNoticeReceiver(connection, log_notice, nullptr);
    connect_step_by_step();
    PQsetErrorVerbosity(connection, PQERRORS_DEFAULT);
    if (PQsetnonblocking(connection, 1) != 0) {
        throw_lost(PQerrorMessage(connection));
    }
    const std::lock_guard lock(socket_mutex_);
    socket_ = PQsocket(connection);
}

void Session::connect_step_by_step() {
    PGconn* connection = connection_.get();
    Deadline deadline;
    if (connect_timeout_.count() > 0) {
        deadline = std::chrono::steady_clock::now() + connect_timeout_;
    }
    const HandshakeWatch handshake;
    auto step =
        PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (step == PGRES_POLLING_READING || step == PGRES_POLLING_WRITING) {
        const short events = step == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        const int ready =
            wait_for_socket(PQsocket(connection), events, remaining_millis(deadline), opening_);
        if (is_given_up()) {
            throw_lost({});
        }
        if (ready == 0) {
            throw connect_error(
                destination_,
                fmt::format("no answer within {} s (connectTimeout)", connect_timeout_.count()));
        }
        step = PQconnectPoll(connection);
    }
    if (step == PGRES_POLLING_FAILED) {
        throw connect_error(destination_, PQerrorMessage(connection), handshake.refusal());
    }
}

void Session::prepare_session() {
    // Not as startup parameters: PgBouncer refuses those that it does not know.
    std::string sql =
        "SELECT pg_catalog.set_config(n, v, false) FROM (VALUES ('TimeZone', 'UTC'), "
        "('DateStyle', 'ISO, YMD'), ('standard_conforming_strings', 'on'), "
        "('bytea_output', 'hex')";
    if (server_version_number() < 120000) {
        sql += ", ('extra_float_digits', '3')";  // newer servers print floats exactly anyway
    }
    sql += ") AS s(n, v)";
    run(sql.c_str());
}

}  // namespace kconnect::sql::postgresql
