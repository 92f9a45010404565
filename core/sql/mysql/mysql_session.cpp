#include "mysql/mysql_session.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <mysql.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/connection.hpp>

#include "mysql/mysql_abortable_opening.hpp"
#include "mysql/mysql_errors.hpp"
#include "mysql/mysql_statements.hpp"
#include "src/socket_wait.hpp"

namespace kconnect::sql::mysql {
namespace {

constexpr std::uint16_t kDefaultPort = 3306;
constexpr unsigned kUnknownDatabase = 1049;
constexpr unsigned kTlsFailed = 2026;

void initialise_library() {
    static const int result = mysql_library_init(0, nullptr, nullptr);
    if (result != 0) {
        throw ConnectException("The MariaDB client library cannot be initialised");
    }
}

const char* text_or_null(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

void set_security(st_mysql* session, const Options& options) {
    if (options.ssl_mode == SslMode::kDisabled) {
        return;
    }
    // With certificates to trust the library verifies the chain; the host's name only on demand.
    std::string authorities;
    if (options.ssl_mode >= SslMode::kVerifyCa) {
        authorities =
            options.ssl_ca.empty() ? TlsFiles::system_certificates("ssl-ca") : options.ssl_ca;
    }
    mysql_ssl_set(session,
                  text_or_null(options.ssl_key),
                  text_or_null(options.ssl_cert),
                  text_or_null(authorities),
                  nullptr,
                  nullptr);
    const my_bool yes = 1;
    mysql_optionsv(session, MYSQL_OPT_SSL_ENFORCE, &yes);
    if (options.ssl_mode == SslMode::kVerifyIdentity) {
        mysql_optionsv(session, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
    }
    if (!options.tls_versions.empty()) {
        mysql_optionsv(session, MARIADB_OPT_TLS_VERSION, options.tls_versions.c_str());
    }
}

SessionHandle new_session(const Options& options, const std::string& application_name) {
    initialise_library();
    SessionHandle session(mysql_init(nullptr));
    if (!session) {
        throw ConnectException("Out of memory for a MySQL session");
    }
    st_mysql* raw = session.get();
    let_waits_be_aborted(raw);
    const unsigned protocol = MYSQL_PROTOCOL_TCP;
    const unsigned off = 0;
    mysql_optionsv(raw, MYSQL_OPT_PROTOCOL, &protocol);
    mysql_optionsv(raw, MYSQL_OPT_LOCAL_INFILE, &off);
    mysql_optionsv(raw, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (options.connect_timeout_seconds != 0) {
        mysql_optionsv(raw, MYSQL_OPT_CONNECT_TIMEOUT, &options.connect_timeout_seconds);
    }
    if (options.socket_timeout_seconds != 0) {
        mysql_optionsv(raw, MYSQL_OPT_READ_TIMEOUT, &options.socket_timeout_seconds);
        mysql_optionsv(raw, MYSQL_OPT_WRITE_TIMEOUT, &options.socket_timeout_seconds);
    }
    if (options.compress) {
        mysql_optionsv(raw, MYSQL_OPT_COMPRESS, nullptr);
    }
    if (!options.server_public_key.empty()) {
        mysql_optionsv(raw, MYSQL_SERVER_PUBLIC_KEY, options.server_public_key.c_str());
    }
    if (!application_name.empty()) {
        mysql_optionsv(raw, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", application_name.c_str());
    }
    return session;
}

std::string place_of(const Options& options, const HostPort& host) {
    return fmt::format("Cannot connect to MySQL at {}:{}, database '{}', user '{}'",
                       host.host,
                       host.port,
                       options.database,
                       options.user);
}

[[noreturn]] void fail_to_connect(st_mysql* session, const Options& options, const HostPort& host) {
    if (mysql_errno(session) != kTlsFailed) {
        throw error_of(session, place_of(options, host));
    }
    const std::string_view reason = mysql_error(session);
    const bool is_expired = reason.find("expired") != std::string_view::npos ||
                            reason.find("not yet valid") != std::string_view::npos;
    throw make_error(
        place_of(options, host),
        fmt::format("{}; {}",
                    reason,
                    is_expired ? "renew the server's certificate or that of its authority, "
                                 "or set this machine's clock"
                               : "check sslMode and the certificates in connection.url"),
        kTlsFailed,
        mysql_sqlstate(session));
}

SessionHandle log_in_as_asked(const Options& options,
                              const HostPort& host,
                              const std::string& application_name) {
    SessionHandle session = new_session(options, application_name);
    set_security(session.get(), options);
    if (mysql_real_connect(session.get(),
                           host.host.c_str(),
                           options.user.c_str(),
                           options.password.c_str(),
                           text_or_null(options.database),
                           host.port,
                           nullptr,
                           0) == nullptr) {
        fail_to_connect(session.get(), options, host);
    }
    // The library goes on without TLS where the server has none, unless the host is verified.
    if (options.ssl_mode >= SslMode::kRequired && mysql_get_ssl_cipher(session.get()) == nullptr) {
        throw make_error(place_of(options, host),
                         "the server does not support TLS; set it up there, or change sslMode in "
                         "connection.url",
                         kTlsFailed,
                         "HY000");
    }
    return session;
}

/// createDatabaseIfNotExist
SessionHandle create_database(Options options,
                              const HostPort& host,
                              const std::string& application_name) {
    const std::string name = std::exchange(options.database, {});
    SessionHandle session = log_in(options, host, application_name);
    run(session.get(), fmt::format("CREATE DATABASE IF NOT EXISTS {}", quote(name)));
    run(session.get(), fmt::format("USE {}", quote(name)));
    return session;
}

/// The values may be anybody's secrets, so a refusal does not show them.
void set_session_variables(st_mysql* session, std::string_view sql) {
    if (mysql_real_query(session, sql.data(), sql.size()) != 0) {
        throw error_of(session, "Parameter 'sessionVariables' of connection.url");
    }
}

/// Strict mode is what Connector/J and MariaDB Connector/J switch on (jdbcCompliantTruncation):
/// without it a server cuts texts and clamps numbers silently.
void prepare(st_mysql* session, const Options& options) {
    // The server's time zone stays: Connector/J leaves it alone, so a TIMESTAMP column reads the
    // wall clock that is sent in the zone that the server has.
    run(session,
        fmt::format("SET SESSION autocommit=1, lock_wait_timeout=LEAST(@@lock_wait_timeout, {})",
                    kDefinitionPatience.count()));
    if (!options.session_time_zone.empty()) {
        run(session, fmt::format("SET SESSION time_zone='{}'", options.session_time_zone));
    }
    if (!options.session_variables.empty()) {
        std::string assignments;
        for (const std::string& assignment : options.session_variables) {
            assignments += fmt::format("{}{}{}",
                                       assignments.empty() ? "" : ", ",
                                       assignment.starts_with('@') ? "" : "SESSION ",
                                       assignment);
        }
        set_session_variables(session, "SET " + assignments);
    }
    if (options.strict) {
        run(session,
            "SET SESSION sql_mode=IF(@@sql_mode LIKE '%STRICT_%', @@sql_mode, "
            "CONCAT_WS(',', NULLIF(@@sql_mode, ''), 'STRICT_TRANS_TABLES'))");
    }
}

bool has_bulk_binding(st_mysql* session) {
    unsigned long capabilities = 0;
    unsigned long extended = 0;
    mariadb_get_infov(session, MARIADB_CONNECTION_SERVER_CAPABILITIES, &capabilities);
    mariadb_get_infov(session, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &extended);
    return (capabilities & CLIENT_MYSQL) == 0 &&
           (extended & (MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32)) != 0;
}

void learn(Session& session) {
    st_mysql* raw = session.handle.get();
    constexpr std::string_view kQuestion =
        "SELECT @@max_allowed_packet, @@lower_case_table_names, @@version";
    if (mysql_real_query(raw, kQuestion.data(), kQuestion.size()) != 0) {
        throw error_of(raw, kQuestion);
    }
    const ResultHandle result(mysql_store_result(raw));
    MYSQL_ROW row = result ? mysql_fetch_row(result.get()) : nullptr;
    if (row == nullptr) {
        throw error_of(raw, kQuestion);
    }
    session.max_packet_bytes = std::strtoull(row[0], nullptr, 10);
    session.ignores_name_case = row[1] != nullptr && row[1][0] != '0';
    session.version = row[2];
    session.mariadb = mariadb_connection(raw) != 0;
    session.bulk_binding = has_bulk_binding(raw);
    session.thread_id = mysql_thread_id(raw);
}

Session open_at(const Options& options, const HostPort& host, const std::string& application_name) {
    Session session;
    session.host = host;
    session.handle = log_in(options, host, application_name);
    prepare(session.handle.get(), options);
    learn(session);
    return session;
}

}  // namespace

SessionHandle log_in(const Options& options,
                     const HostPort& host,
                     const std::string& application_name) {
    try {
        return log_in_as_asked(options, host, application_name);
    } catch (const SqlError& error) {
        if (error.vendor_code() == static_cast<int>(kUnknownDatabase) && options.create_database) {
            return create_database(options, host, application_name);
        }
        // PREFERRED goes on without TLS also where client and server find no common version.
        if (options.ssl_mode != SslMode::kPreferred ||
            error.vendor_code() != static_cast<int>(kTlsFailed)) {
            throw;
        }
    }
    Options plain = options;
    plain.ssl_mode = SslMode::kDisabled;
    return log_in(plain, host, application_name);
}

void run(st_mysql* session, std::string_view sql) {
    if (mysql_real_query(session, sql.data(), sql.size()) != 0) {
        throw error_of(session, sql.substr(0, 200));
    }
    const ResultHandle result(mysql_store_result(session));
    if (!result && mysql_field_count(session) != 0) {
        throw error_of(session, sql.substr(0, 200));
    }
}

Session open_session(const Options& options,
                     const std::vector<HostPort>& hosts,
                     const std::string& application_name,
                     const AbortSignal& abort) {
    const AbortableOpening opening(abort);
    std::vector<HostPort> candidates = hosts;
    if (candidates.empty()) {
        candidates.push_back({"localhost", kDefaultPort});
    }
    std::vector<std::string> failures;
    for (HostPort& host : candidates) {
        host.port = host.port == 0 ? kDefaultPort : host.port;
        try {
            return open_at(options, host, application_name);
        } catch (const SqlError& error) {
            if (abort.is_raised()) {
                throw given_up_before_answer("MySQL", host);
            }
            // Only a host that cannot be reached hands over to the next, as in Connector/J.
            if (!error.connection_lost()) {
                throw;
            }
            failures.emplace_back(error.what());
            if (&host == &candidates.back()) {
                throw SqlError(fmt::format("{}", fmt::join(failures, "; ")),
                               error.kind(),
                               error.sql_state(),
                               error.vendor_code(),
                               true);
            }
        }
    }
    throw ConnectException("No MySQL host to connect to");
}

}  // namespace kconnect::sql::mysql
