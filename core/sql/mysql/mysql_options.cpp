#include "mysql/mysql_options.hpp"

#include <functional>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "mysql/mysql_ignored_names.hpp"
#include "mysql/mysql_tls_wishes.hpp"
#include "mysql/mysql_url_parameter.hpp"

namespace kconnect::sql::mysql {
namespace {

WriteStrategy parse_write_strategy(const UrlParameter& parameter) {
    static const std::map<std::string_view, WriteStrategy> strategies{
        {"automatic", WriteStrategy::kAutomatic},
        {"bulk", WriteStrategy::kBulk},
        {"multi_row", WriteStrategy::kMultiRow},
    };
    const auto found = strategies.find(parameter.value);
    if (found == strategies.end()) {
        refuse(parameter,
               fmt::format("'{}' is none of automatic, bulk, multi_row", shown(parameter)));
    }
    return found->second;
}

/// Reads parameters one by one into Options.
class OptionReader {
public:
    OptionReader(Options& options, bool mariadb) : options_(options), mariadb_(mariadb) {}

    void read(const UrlParameter& parameter) {
        const std::string name = lower(parameter.name);
        const auto& setters = table();
        if (const auto setter = setters.find(name); setter != setters.end()) {
            setter->second(*this, parameter);
        } else if (is_without_effect(name)) {
            options_.without_effect.push_back(parameter.name);
        } else {
            options_.unknown.push_back(parameter.name);
        }
    }

    void finish() {
        wishes_.apply(options_, mariadb_);
        if (force_zone_ && !zone_.empty()) {
            options_.session_time_zone = zone_ == "UTC" || zone_ == "Z" ? "+00:00" : zone_;
        }
    }

private:
    using Setter = std::function<void(OptionReader&, const UrlParameter&)>;

    static const std::map<std::string, Setter, std::less<>>& table();
    static void add_ssl(std::map<std::string, Setter, std::less<>>& table);
    static void add_stores(std::map<std::string, Setter, std::less<>>& table);
    static void add_refused(std::map<std::string, Setter, std::less<>>& table);

    void read_zone(const UrlParameter& parameter);

    Options& options_;
    bool mariadb_;
    TlsWishes wishes_;
    std::string zone_;
    bool force_zone_ = false;
};

/// Wall clocks come from the sink's db.timezone, so the driver's idea of the server's zone changes
/// nothing that is written, unless the session is to have it.
void OptionReader::read_zone(const UrlParameter& parameter) {
    const std::string lowered = lower(parameter.value);
    if (parameter.value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                          "0123456789/_+-:") != std::string::npos) {
        refuse(parameter, fmt::format("'{}' is no time zone", shown(parameter)));
    }
    if (lowered != "local" && lowered != "server" && lowered != "auto" && lowered != "disable") {
        zone_ = parameter.value;
    }
}

void OptionReader::add_ssl(std::map<std::string, Setter, std::less<>>& table) {
    using Reader = OptionReader;
    table["sslmode"] = [](Reader& r, const UrlParameter& p) { r.wishes_.mode = parse_ssl_mode(p); };
    table["usessl"] = [](Reader& r, const UrlParameter& p) { r.wishes_.use = parse_boolean(p); };
    table["requiressl"] = [](Reader& r, const UrlParameter& p) {
        r.wishes_.require = parse_boolean(p);
    };
    table["verifyservercertificate"] = [](Reader& r, const UrlParameter& p) {
        r.wishes_.verify = parse_boolean(p);
    };
    table["trustservercertificate"] = [](Reader& r, const UrlParameter& p) {
        r.wishes_.trust = parse_boolean(p);
    };
    for (const char* name : {"serversslcert", "ssl-ca", "sslca"}) {
        table[name] = [](Reader& r, const UrlParameter& p) { r.options_.ssl_ca = p.value; };
    }
    for (const char* name : {"ssl-cert", "sslcert"}) {
        table[name] = [](Reader& r, const UrlParameter& p) { r.options_.ssl_cert = p.value; };
    }
    for (const char* name : {"ssl-key", "sslkey"}) {
        table[name] = [](Reader& r, const UrlParameter& p) { r.options_.ssl_key = p.value; };
    }
    for (const char* name : {"tlsversions", "enabledtlsprotocols", "enabledsslprotocolsuites"}) {
        table[name] = [](Reader& r, const UrlParameter& p) { r.options_.tls_versions = p.value; };
    }
    for (const char* name : {"serverrsapublickeyfile", "serverrsapublickey"}) {
        table[name] = [](Reader& r, const UrlParameter& p) {
            r.options_.server_public_key = TlsFiles::checked_path(p.name, p.value);
        };
    }
}

void OptionReader::add_stores(std::map<std::string, Setter, std::less<>>& table) {
    using Reader = OptionReader;
    for (const char* name : {"trustcertificatekeystoreurl", "truststore"}) {
        table[name] = [](Reader& r, const UrlParameter& p) { r.wishes_.trust_store.location = p; };
    }
    for (const char* name : {"trustcertificatekeystorepassword", "truststorepassword"}) {
        table[name] = [](Reader& r, const UrlParameter& p) {
            r.wishes_.trust_store.password = p.value;
        };
    }
    for (const char* name : {"clientcertificatekeystoreurl", "keystore"}) {
        table[name] = [](Reader& r, const UrlParameter& p) { r.wishes_.key_store.location = p; };
    }
    for (const char* name : {"clientcertificatekeystorepassword", "keystorepassword"}) {
        table[name] = [](Reader& r, const UrlParameter& p) {
            r.wishes_.key_store.password = p.value;
        };
    }
    table["keypassword"] = [](Reader& r, const UrlParameter& p) {
        r.wishes_.key_password = p.value;
    };
    // What a store is, is seen in it.
    for (const char* name : {"trustcertificatekeystoretype",
                             "clientcertificatekeystoretype",
                             "truststoretype",
                             "keystoretype"}) {
        table[name] = [](Reader&, const UrlParameter&) {};
    }
}

void OptionReader::add_refused(std::map<std::string, Setter, std::less<>>& table) {
    for (const char* name : {"socketfactory",
                             "localsocket",
                             "localsocketaddress",
                             "pipe",
                             "namedpipepath",
                             "sockshost",
                             "socksproxyhost"}) {
        table[name] = [](OptionReader&, const UrlParameter& p) {
            refuse(p, "only TCP connections are supported; remove the parameter");
        };
    }
    table["sendfractionalseconds"] = [](OptionReader&, const UrlParameter& p) {
        if (!parse_boolean(p)) {
            refuse(p, "false is not supported: milliseconds are always sent; remove the parameter");
        }
    };
}

const std::map<std::string, OptionReader::Setter, std::less<>>& OptionReader::table() {
    using Reader = OptionReader;
    static const std::map<std::string, Setter, std::less<>> setters = [] {
        std::map<std::string, Setter, std::less<>> table;
        table["user"] = [](Reader& r, const UrlParameter& p) { r.options_.user = p.value; };
        table["password"] = [](Reader& r, const UrlParameter& p) { r.options_.password = p.value; };
        table["connecttimeout"] = [](Reader& r, const UrlParameter& p) {
            r.options_.connect_timeout_seconds = parse_timeout(p);
        };
        table["sockettimeout"] = [](Reader& r, const UrlParameter& p) {
            r.options_.socket_timeout_seconds = parse_timeout(p);
        };
        table["usecompression"] = [](Reader& r, const UrlParameter& p) {
            r.options_.compress = parse_boolean(p);
        };
        table["createdatabaseifnotexist"] = [](Reader& r, const UrlParameter& p) {
            r.options_.create_database = parse_boolean(p);
        };
        table["jdbccomplianttruncation"] = [](Reader& r, const UrlParameter& p) {
            r.options_.strict = parse_boolean(p);
        };
        table["sessionvariables"] = [](Reader& r, const UrlParameter& p) {
            r.options_.session_variables = split_session_variables(p.value);
        };
        for (const char* name : {"servertimezone", "connectiontimezone", "timezone"}) {
            table[name] = [](Reader& r, const UrlParameter& p) { r.read_zone(p); };
        }
        table["forceconnectiontimezonetosession"] = [](Reader& r, const UrlParameter& p) {
            r.force_zone_ = parse_boolean(p);
        };
        table["kconnect.write.strategy"] = [](Reader& r, const UrlParameter& p) {
            r.options_.write_strategy = parse_write_strategy(p);
        };
        add_ssl(table);
        add_stores(table);
        add_refused(table);
        return table;
    }();
    return setters;
}

}  // namespace

std::vector<std::string> split_session_variables(std::string_view text) {
    std::vector<std::string> result;
    std::string current;
    char quote = 0;
    int depth = 0;
    const auto finish = [&] {
        const auto first = current.find_first_not_of(' ');
        if (first != std::string::npos) {
            result.push_back(current.substr(first, current.find_last_not_of(' ') - first + 1));
        }
        current.clear();
    };
    for (const char letter : text) {
        if (quote != 0) {
            quote = letter == quote ? '\0' : quote;
        } else if (letter == '\'' || letter == '"' || letter == '`') {
            quote = letter;
        } else if (letter == '(' || letter == ')') {
            depth += letter == '(' ? 1 : -1;
        } else if ((letter == ',' || letter == ';') && depth == 0) {
            finish();
            continue;
        }
        current += letter;
    }
    finish();
    return result;
}

Options parse_options(const ConnectionSettings& settings) {
    Options options;
    options.database = settings.url.database;
    OptionReader reader(options, settings.url.subprotocol == "mariadb");
    for (const auto& [name, value] : settings.properties) {
        reader.read({name, value});
    }
    for (const auto& [name, value] : settings.url.parameters) {
        reader.read({name, value});
    }
    reader.finish();
    if (settings.user || settings.url.user) {
        options.user = settings.user ? *settings.user : *settings.url.user;
    }
    if (settings.password || settings.url.password) {
        options.password = settings.password ? *settings.password : *settings.url.password;
    }
    return options;
}

}  // namespace kconnect::sql::mysql
