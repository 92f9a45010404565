#pragma once

#include <optional>
#include <string>

#include "mysql/mysql_options.hpp"
#include "mysql/mysql_url_parameter.hpp"

namespace kconnect::sql::mysql {

/// A Java store as Connector/J or MariaDB Connector/J name it.
struct StoreWishes {
    std::optional<UrlParameter> location;
    std::optional<std::string> password;
};

/// What the parameters say of TLS before they are weighed against each other, as the drivers do.
struct TlsWishes {
    std::optional<SslMode> mode;
    std::optional<bool> use;
    std::optional<bool> require;
    std::optional<bool> verify;
    std::optional<bool> trust;
    StoreWishes trust_store;
    StoreWishes key_store;
    std::optional<std::string> key_password;

    /// Sets the mode of `options`, and turns the files that were named into those that the library
    /// reads. `mariadb`: by the rules of MariaDB Connector/J. Throws ConfigException for a file
    /// that cannot be read.
    void apply(Options& options, bool mariadb) const;
};

/// The value of `sslMode` in the words of either driver; throws ConfigException for others.
SslMode parse_ssl_mode(const UrlParameter& parameter);

}  // namespace kconnect::sql::mysql
