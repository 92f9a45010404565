#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kconnect::sql {

/// One server of a JDBC URL.
struct HostPort {
    std::string host;        ///< Without the brackets of an IPv6 address.
    std::uint16_t port = 0;  ///< 0 when the URL has none: the dialect's default.
};

/// The parts of `jdbc:<subprotocol>:...`.
struct JdbcUrl {
    std::string subprotocol;  ///< "postgresql", "mysql", "mariadb", "sqlite", ...
    std::string mode;         ///< Of MySQL and MariaDB, e.g. "replication"; empty in most URLs.
    std::vector<HostPort> hosts;
    std::string database;  ///< Database name; for SQLite the file's path (":memory:" too).
    std::optional<std::string> user;
    std::optional<std::string> password;
    std::map<std::string, std::string> parameters;  ///< Percent-decoded, names as written.
    /// Of these the names that stand without '=' behind a password, of which they may be a part: a
    /// '&' that nobody encoded ends it.
    std::set<std::string> rests_of_secrets;

    /// The URL without user information and with the values of password-like parameters hidden:
    /// the only form that may be logged.
    std::string display() const;
    /// A parameter's name as it may be logged.
    std::string shown_name(const std::string& name) const;
};

/// Parses a JDBC URL; throws ConfigException that names the URL without its secrets and says what
/// is wrong with it.
JdbcUrl parse_jdbc_url(std::string_view text);

/// Everything that opening a connection needs.
struct ConnectionSettings {
    JdbcUrl url;
    std::optional<std::string> user;                ///< connection.user; wins over the URL's.
    std::optional<std::string> password;            ///< connection.password; wins over the URL's.
    std::map<std::string, std::string> properties;  ///< Further connection.* keys for the driver.
    std::string application_name;                   ///< Shown in the server's process list.
};

}  // namespace kconnect::sql
