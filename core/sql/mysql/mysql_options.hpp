#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/sql/jdbc_url.hpp>

#include "src/tls_files.hpp"

namespace kconnect::sql::mysql {

/// How a session is secured; the words are Connector/J's.
enum class SslMode : std::uint8_t { kDisabled, kPreferred, kRequired, kVerifyCa, kVerifyIdentity };

/// How rows are sent. kAutomatic is bulk binding where the server has it, else multi-row.
enum class WriteStrategy : std::uint8_t { kAutomatic, kBulk, kMultiRow };

/// What the parameters of a `jdbc:mysql:` or `jdbc:mariadb:` URL and further `connection.*` keys
/// ask for. Where both set one name, the URL wins, as in Connector/J.
struct Options {
    std::string user;
    std::string password;
    std::string database;
    unsigned connect_timeout_seconds = 30;  ///< 0: the system's own.
    unsigned socket_timeout_seconds = 0;    ///< 0: none.

    SslMode ssl_mode = SslMode::kPreferred;
    std::string ssl_ca;    ///< Path of a PEM file; empty: the system's certificates.
    std::string ssl_cert;  ///< PEM of the client's certificate, empty: none.
    std::string ssl_key;
    std::string tls_versions;  ///< Comma list, e.g. "TLSv1.2,TLSv1.3"; empty: library's choice.
    std::string server_public_key;
    TlsFiles tls_files;  ///< Owner of what the paths above lead to.

    bool compress = false;
    bool create_database = false;                ///< createDatabaseIfNotExist
    bool strict = true;                          ///< jdbcCompliantTruncation
    std::string session_time_zone;               ///< forceConnectionTimeZoneToSession; or empty.
    std::vector<std::string> session_variables;  ///< "name=value", to be SET in this order.
    WriteStrategy write_strategy = WriteStrategy::kAutomatic;

    std::vector<std::string> without_effect;  ///< Known names that only tune the Java driver.
    std::vector<std::string> unknown;         ///< Names nobody knows; Connector/J ignores them too.
};

/// Reads them; throws ConfigException for a value that cannot be, or a parameter whose meaning
/// would be lost (sockets of other kinds, classes of Java).
Options parse_options(const ConnectionSettings& settings);

/// Splits `sessionVariables` at commas and semicolons outside quotes and parentheses.
std::vector<std::string> split_session_variables(std::string_view text);

}  // namespace kconnect::sql::mysql
