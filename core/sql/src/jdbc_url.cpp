#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/jdbc_url.hpp>

#include "src/host_address.hpp"
#include "src/url_text.hpp"

namespace kconnect::sql {

namespace {

constexpr std::string_view kScheme = "jdbc:";

/// Parses one URL; every refusal goes through fail().
class UrlParser {
public:
    explicit UrlParser(std::string_view text) : text_(text) {}

    JdbcUrl parse() {
        if (!text_.starts_with(kScheme)) {
            fail("it must start with 'jdbc:'");
        }
        const std::string_view rest = text_.substr(kScheme.size());
        const std::size_t colon = rest.find(':');
        if (colon == std::string_view::npos || colon == 0) {
            fail("the database's kind is missing, as in jdbc:postgresql://host:5432/database");
        }
        url_.subprotocol = rest.substr(0, colon);
        parse_location(rest.substr(colon + 1));
        return std::move(url_);
    }

private:
    struct UserAndPassword {
        std::optional<std::string> user = {};
        std::optional<std::string> password = {};
    };

    void parse_location(std::string_view location) {
        const std::size_t question = location.find('?');
        const std::string_view path = location.substr(0, question);
        check_no_secret(path, '&', "stands before any '?', with which parameters begin");
        check_no_secret(path, ';', "stands before any '?', with which parameters begin");
        if (url_.subprotocol == "sqlite") {
            url_.database = path;
        } else if (path.starts_with("//")) {
            parse_servers(path.substr(2));
        } else if (is_mysql() && path.find("//") != std::string_view::npos) {
            parse_mode(path.substr(0, path.find("//")));
            parse_servers(path.substr(path.find("//") + 2));
        } else {
            url_.database = decode_path(path.starts_with('/') ? path.substr(1) : path);
        }
        if (question != std::string_view::npos) {
            parse_parameters(location.substr(question + 1));
        }
    }

    /// Where `text` has a password behind a separator that separates nothing there, the password
    /// would be taken for a part of a name or of another value, and shown.
    void check_no_secret(std::string_view text, char separator, std::string_view problem) const {
        for (std::size_t at = text.find(separator); at != std::string_view::npos;
             at = text.find(separator, at + 1)) {
            const std::string_view piece = text.substr(at + 1);
            const std::string_view name = piece.substr(0, piece.find_first_of("=&?"));
            if (is_secret_name(name)) {
                fail(fmt::format("'{}' {}", name, problem));
            }
        }
    }

    /// `text` is what stands before "//".
    void parse_mode(std::string_view text) {
        constexpr std::array<std::string_view, 8> kModes{"loadbalance",
                                                         "replication",
                                                         "failover",
                                                         "sequential",
                                                         "load-balance",
                                                         "load-balance-read",
                                                         "aurora",
                                                         "single"};
        const std::string_view mode = text.substr(0, text.find(':'));
        if (!text.ends_with(':') || std::ranges::find(kModes, mode) == kModes.end()) {
            fail(fmt::format("the mode '{}' is not supported: write jdbc:{}://host:port/database",
                             mode,
                             url_.subprotocol));
        }
        url_.mode = mode;
    }

    void parse_servers(std::string_view servers) {
        const std::size_t slash = servers.find('/', end_of_user_information(servers));
        if (slash != std::string_view::npos) {
            url_.database = decode_path(servers.substr(slash + 1));
            servers = servers.substr(0, slash);
        }
        if (!is_mysql() && servers.find('(') != std::string_view::npos) {
            fail(
                fmt::format("hosts in the form (key=value) are not possible in jdbc:{}: write "
                            "host:port,host:port",
                            url_.subprotocol));
        }
        const bool has_servers = !servers.empty();
        while (!servers.empty()) {
            const std::size_t comma = end_of_first_server(servers);
            parse_server(servers.substr(0, comma));
            servers.remove_prefix(std::min(comma + 1, servers.size()));
        }
        if (has_servers && url_.hosts.empty()) {
            fail("all of its hosts are replicas: a host that can be written to is missing");
        }
    }

    void parse_server(std::string_view server) {
        const std::size_t at = server.substr(0, server.find('(')).rfind('@');
        if (at != std::string_view::npos) {
            take_user_information(server.substr(0, at));
            server.remove_prefix(at + 1);
        }
        if (server.find('(') != std::string_view::npos) {
            parse_address(server);
            return;
        }
        HostPort host;
        std::size_t end = std::min(server.find(':'), server.size());
        if (server.starts_with('[')) {
            const std::size_t bracket = server.find(']');
            if (bracket == std::string_view::npos) {
                fail("an IPv6 address has no closing ']'");
            }
            host.host = server.substr(1, bracket - 1);
            end = bracket + 1;
        } else {
            host.host = decode_path(server.substr(0, end));
        }
        if (host.host.empty()) {
            fail("a host's name is missing");
        }
        host.port = port_of(server.substr(end));
        url_.hosts.push_back(std::move(host));
    }

    /// One server in the form `address=(host=h)(port=3306)` or `(host=h,port=3306)`.
    void parse_address(std::string_view text) {
        const auto keys = host_address_keys(text);
        if (!keys) {
            fail("a host with parentheses is not in the form (host=h,port=3306)");
        }
        HostPort host;
        UserAndPassword user;
        bool is_replica = false;
        for (const auto& [encoded_name, encoded_value] : *keys) {
            const std::string name = decode_form(encoded_name);
            if (name == "host") {
                host.host = decode_form(encoded_value);
            } else if (name == "port") {
                host.port = port_number(encoded_value);
            } else if (name == "user") {
                user.user = decode_form(encoded_value);
            } else if (name == "password") {
                user.password = decode_form(encoded_value);
            } else if (name == "type") {
                is_replica = encoded_value == "replica" || encoded_value == "slave";
            } else if (name != "protocol" || (encoded_value != "tcp" && encoded_value != "TCP")) {
                fail(
                    fmt::format("'{}' of a host is not supported: host, port, user, password, "
                                "type and protocol=tcp are; others stand behind '?'",
                                without_nested_secrets(name)));
            }
        }
        if (host.host.empty()) {
            fail("a host's name is missing");
        }
        if (user.user || user.password) {
            take_user(std::move(user));
        }
        if (!is_replica) {  // a sink writes
            url_.hosts.push_back(std::move(host));
        }
    }

    /// `text` is what follows the host: nothing or ":port".
    std::uint16_t port_of(std::string_view text) const {
        if (text.empty()) {
            return 0;
        }
        return port_number(text.front() == ':' ? text.substr(1) : std::string_view());
    }

    std::uint16_t port_number(std::string_view digits) const {
        std::uint16_t port = 0;
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (result.ec != std::errc{} || port == 0 || result.ptr != digits.data() + digits.size()) {
            // What is no number may be a password, as in //user:password/database.
            const bool is_number = digits.find_first_not_of("0123456789") == std::string::npos;
            fail(fmt::format(
                "{} is no port: a number from 1 to 65535 is expected (IPv6 addresses stand in "
                "brackets)",
                is_number ? fmt::format("'{}'", digits) : "what stands behind a host's ':'"));
        }
        return port;
    }

    void take_user_information(std::string_view information) {
        if (!is_mysql()) {
            fail(
                fmt::format("a user before '@' is not possible in jdbc:{}: use connection.user "
                            "and connection.password, or ?user=...&password=...",
                            url_.subprotocol));
        }
        const std::size_t colon = information.find(':');
        UserAndPassword user{.user = decode_path(information.substr(0, colon))};
        if (colon != std::string_view::npos) {
            user.password = decode_path(information.substr(colon + 1));
        }
        take_user(std::move(user));
    }

    void take_user(UserAndPassword user) {
        if ((url_.user || url_.password) &&
            (url_.user != user.user || url_.password != user.password)) {
            fail("its hosts have different users: one user for all hosts is expected");
        }
        url_.user = std::move(user.user);
        url_.password = std::move(user.password);
    }

    void parse_parameters(std::string_view text) {
        check_no_secret(text, '?', "stands behind a second '?'; '&' goes between parameters");
        bool follows_secret = false;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('&'), text.size());
            if (end > 0) {
                follows_secret = parse_parameter(text.substr(0, end), follows_secret);
            }
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    /// `follows_secret`: the parameter before this one has a secret value. True when that, or its
    /// rest, is what this one is.
    bool parse_parameter(std::string_view text, bool follows_secret) {
        const std::size_t equals = std::min(text.find('='), text.size());
        std::string name = decode_form(text.substr(0, equals));
        std::string value = decode_form(text.substr(std::min(equals + 1, text.size())));
        if (name.empty()) {
            fail("a parameter has no name");
        }
        const bool may_be_rest = follows_secret && equals == text.size();
        const bool is_secret = may_be_rest || is_secret_name(name);
        if (may_be_rest) {
            url_.rests_of_secrets.insert(name);
        }
        if (name == "user") {
            url_.user = std::move(value);
        } else if (name == "password") {
            url_.password = std::move(value);
        } else {
            url_.parameters.insert_or_assign(std::move(name), std::move(value));
        }
        return is_secret;
    }

    std::string decode_path(std::string_view text) const { return decode(text, false); }
    std::string decode_form(std::string_view text) const { return decode(text, true); }

    std::string decode(std::string_view text, bool plus_is_space) const {
        std::optional<std::string> decoded = percent_decode(text, plus_is_space);
        if (!decoded) {
            fail("a '%' is not followed by two hexadecimal digits: write %25 for the sign itself");
        }
        if (decoded->find('\0') != std::string::npos) {
            fail("%00 is a character that names and passwords cannot have");
        }
        return *std::move(decoded);
    }

    bool is_mysql() const { return url_.subprotocol == "mysql" || url_.subprotocol == "mariadb"; }

    [[noreturn]] void fail(std::string_view problem) const {
        throw ConfigException(
            fmt::format("Not a valid JDBC URL: {}; {}", without_secrets(text_), problem));
    }

    std::string_view text_;
    JdbcUrl url_;
};

std::string display_host(const HostPort& host) {
    const bool is_ipv6 = host.host.find(':') != std::string::npos;
    std::string text = is_ipv6 ? '[' + host.host + ']' : host.host;
    return host.port == 0 ? text : text + ':' + std::to_string(host.port);
}

}  // namespace

std::string JdbcUrl::display() const {
    std::string text = std::string(kScheme) + subprotocol + ':' + mode + (mode.empty() ? "" : ":");
    if (!hosts.empty()) {
        text += "//";
        for (std::size_t index = 0; index < hosts.size(); ++index) {
            text.append(index == 0 ? "" : ",").append(display_host(hosts[index]));
        }
        text += '/';
    }
    // Forms that are not taken apart may hold a user: jdbc:oracle:thin:user/password@host.
    const bool may_hold_user =
        subprotocol != "sqlite" && database.find_first_of("@;") != std::string::npos;
    text += may_hold_user ? "[hidden]" : database;
    char separator = '?';
    for (const auto& [name, value] : parameters) {
        text += separator + shown_name(name) + '=' +
                (is_secret_name(name) ? "[hidden]" : without_nested_secrets(value));
        separator = '&';
    }
    return text;
}

std::string JdbcUrl::shown_name(const std::string& name) const {
    return rests_of_secrets.contains(name) ? "[hidden]" : without_nested_secrets(name);
}

JdbcUrl parse_jdbc_url(std::string_view text) {
    return UrlParser(text).parse();
}

}  // namespace kconnect::sql
