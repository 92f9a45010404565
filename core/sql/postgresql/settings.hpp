#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <kconnect/sql/jdbc_url.hpp>

#include "src/tls_files.hpp"

namespace kconnect::sql::postgresql {

/// A ConnectionSettings in libpq's words.
struct SessionSettings {
    std::vector<HostPort> hosts;  ///< In the order in which they are tried; at least one.
    std::string database;
    std::string user;
    std::vector<std::pair<std::string, std::string>> keywords;  ///< libpq's, but for host and port.
    /// Values of target_session_attrs; all hosts are tried with the first, then with the next.
    std::vector<std::string> wanted_servers;
    std::chrono::seconds connect_timeout{10};  ///< For one host; 0 waits for ever.
    std::chrono::seconds socket_timeout{0};    ///< Longest silence of the server; 0: no bound.
    std::string search_path;                   ///< Empty: the server's.
    bool untyped_strings = false;              ///< stringtype=unspecified
    bool any_host_first = false;               ///< loadBalanceHosts: in another order each time.
    TlsFiles tls_files;
};

/// Maps pgjdbc's parameters; throws ConfigException for a value that cannot be right. Parameters
/// that only tune pgjdbc are logged once at INFO, unknown ones once at WARN.
SessionSettings session_settings(const ConnectionSettings& settings);

}  // namespace kconnect::sql::postgresql
