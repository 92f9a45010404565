#include "mysql/mysql_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql::mysql {
namespace {

/// Names of Connector/J and MariaDB Connector/J that only tune the Java driver, or that hold here
/// in any case; in lower case.
constexpr std::array<std::string_view, 53> kWithoutEffect{
    "allowloadlocalinfile",
    "allowloadlocalinfileinpath",
    "allowlocalinfile",
    "allowmultiqueries",
    "allowpublickeyretrieval",
    "allowurlinlocalinfile",
    "alwayssendsetisolation",
    "autodeserialize",
    "autoreconnect",
    "cachecallablestmts",
    "cacheprepstmts",
    "cacheresultsetmetadata",
    "cacheserverconfiguration",
    "characterencoding",
    "characterresultsets",
    "characterset",
    "connectioncollation",
    "defaultfetchsize",
    "dumpqueriesonexception",
    "elidesetautocommits",
    "emptystringsconverttozero",
    "enablequerytimeouts",
    "failoverreadonly",
    "forceconnectiontimezonetosession",
    "initialtimeout",
    "logger",
    "maintaintimestats",
    "maxreconnects",
    "maxrows",
    "nullcatalogmeanscurrent",
    "nulldatabasemeanscurrent",
    "pinglobaltxtophysicalconnection",
    "prepstmtcachesize",
    "prepstmtcachesqllimit",
    "preserveinstants",
    "profilesql",
    "rewritebatchedstatements",
    "tcpkeepalive",
    "tcpnodelay",
    "tcprcvbuf",
    "tcpsndbuf",
    "tinyint1isbit",
    "transformedbitisboolean",
    "useaffectedrows",
    "usebatchmultisend",
    "usebulkstmts",
    "usecursorfetch",
    "useinformationschema",
    "uselocalsessionstate",
    "uselocaltransactionstate",
    "useserverprepstmts",
    "useunicode",
    "zerodatetimebehavior",
};
static_assert(std::is_sorted(kWithoutEffect.begin(), kWithoutEffect.end()));

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32)
                                              : static_cast<char>(letter);
    });
    return result;
}

struct Parameter {
    std::string name;  ///< As written.
    std::string value;
};

[[noreturn]] void refuse(const Parameter& parameter, std::string_view problem) {
    throw ConfigException(fmt::format("Connection parameter '{}': {}", parameter.name, problem));
}

bool parse_boolean(const Parameter& parameter) {
    const std::string value = lower(parameter.value);
    if (value == "true" || value == "yes" || value == "1") {
        return true;
    }
    if (value == "false" || value == "no" || value == "0") {
        return false;
    }
    refuse(parameter, fmt::format("'{}' is neither true nor false", parameter.value));
}

/// Milliseconds, rounded up to the whole seconds that the client library takes.
unsigned parse_timeout(const Parameter& parameter) {
    unsigned milliseconds = 0;
    const char* end = parameter.value.data() + parameter.value.size();
    const auto [stop, error] = std::from_chars(parameter.value.data(), end, milliseconds);
    if (error != std::errc() || stop != end) {
        refuse(parameter, fmt::format("'{}' is not a number of milliseconds", parameter.value));
    }
    return milliseconds / 1000 + (milliseconds % 1000 != 0 ? 1 : 0);
}

SslMode parse_ssl_mode(const Parameter& parameter) {
    static const std::map<std::string_view, SslMode> modes{
        {"disabled", SslMode::kDisabled},
        {"disable", SslMode::kDisabled},
        {"preferred", SslMode::kPreferred},
        {"required", SslMode::kRequired},
        {"trust", SslMode::kRequired},
        {"verify_ca", SslMode::kVerifyCa},
        {"verify-ca", SslMode::kVerifyCa},
        {"verify_identity", SslMode::kVerifyIdentity},
        {"verify-full", SslMode::kVerifyIdentity},
    };
    const auto found = modes.find(lower(parameter.value));
    if (found == modes.end()) {
        refuse(parameter,
               fmt::format("'{}' is none of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, "
                           "VERIFY_IDENTITY, disable, trust, verify-ca, verify-full",
                           parameter.value));
    }
    return found->second;
}

/// MariaDB's `serverSslCert` may hold the certificate itself or a class path: only files are read.
std::string parse_pem_path(const Parameter& parameter) {
    std::string_view path = parameter.value;
    if (path.starts_with("-----BEGIN") || path.starts_with("classpath:")) {
        refuse(parameter, "only the path of a PEM file is supported; write the certificate to one");
    }
    if (path.starts_with("file:")) {
        path.remove_prefix(5);
        while (path.starts_with("//")) {
            path.remove_prefix(1);
        }
    }
    return std::string(path);
}

/// The ssl parameters before they are weighed against each other, as Connector/J does.
struct SslWishes {
    std::optional<SslMode> mode;
    std::optional<bool> use;
    std::optional<bool> require;
    std::optional<bool> verify;
    std::optional<bool> trust;
};

SslMode decide(const SslWishes& wishes, bool mariadb, bool has_ca) {
    if (wishes.mode) {
        return *wishes.mode;
    }
    if (wishes.use == false) {
        return SslMode::kDisabled;
    }
    const bool asked = wishes.use.value_or(false);
    if (mariadb) {  // MariaDB Connector/J: off unless asked for, then fully verified.
        if (!asked) {
            return SslMode::kDisabled;
        }
        return wishes.trust.value_or(false) ? SslMode::kRequired : SslMode::kVerifyIdentity;
    }
    if (wishes.verify.value_or(false) && (asked || wishes.require.value_or(false))) {
        return SslMode::kVerifyCa;
    }
    if (wishes.require.value_or(false)) {
        return SslMode::kRequired;
    }
    return has_ca ? SslMode::kVerifyCa : SslMode::kPreferred;
}

/// Reads parameters one by one into Options.
class OptionReader {
public:
    OptionReader(Options& options, bool mariadb) : options_(options), mariadb_(mariadb) {}

    void read(const Parameter& parameter) {
        const std::string name = lower(parameter.name);
        const auto& setters = table();
        if (const auto setter = setters.find(name); setter != setters.end()) {
            setter->second(*this, parameter);
        } else if (std::binary_search(kWithoutEffect.begin(), kWithoutEffect.end(), name)) {
            options_.without_effect.push_back(parameter.name);
        } else {
            options_.unknown.push_back(parameter.name);
        }
    }

    void finish() { options_.ssl_mode = decide(wishes_, mariadb_, !options_.ssl_ca.empty()); }

private:
    using Setter = std::function<void(OptionReader&, const Parameter&)>;

    static const std::map<std::string, Setter, std::less<>>& table();
    static void add_ssl(std::map<std::string, Setter, std::less<>>& table);
    static void add_refused(std::map<std::string, Setter, std::less<>>& table);

    Options& options_;
    bool mariadb_;
    SslWishes wishes_;
};

void OptionReader::add_ssl(std::map<std::string, Setter, std::less<>>& table) {
    using Reader = OptionReader;
    table["sslmode"] = [](Reader& r, const Parameter& p) { r.wishes_.mode = parse_ssl_mode(p); };
    table["usessl"] = [](Reader& r, const Parameter& p) { r.wishes_.use = parse_boolean(p); };
    table["requiressl"] = [](Reader& r, const Parameter& p) {
        r.wishes_.require = parse_boolean(p);
    };
    table["verifyservercertificate"] = [](Reader& r, const Parameter& p) {
        r.wishes_.verify = parse_boolean(p);
    };
    table["trustservercertificate"] = [](Reader& r, const Parameter& p) {
        r.wishes_.trust = parse_boolean(p);
    };
    for (const char* name : {"serversslcert", "ssl-ca", "sslca"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.options_.ssl_ca = parse_pem_path(p); };
    }
    for (const char* name : {"ssl-cert", "sslcert"}) {
        table[name] = [](Reader& r, const Parameter& p) {
            r.options_.ssl_cert = parse_pem_path(p);
        };
    }
    for (const char* name : {"ssl-key", "sslkey"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.options_.ssl_key = parse_pem_path(p); };
    }
    for (const char* name : {"tlsversions", "enabledtlsprotocols", "enabledsslprotocolsuites"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.options_.tls_versions = p.value; };
    }
    for (const char* name : {"serverrsapublickeyfile", "serverrsapublickey"}) {
        table[name] = [](Reader& r, const Parameter& p) {
            r.options_.server_public_key = parse_pem_path(p);
        };
    }
}

void OptionReader::add_refused(std::map<std::string, Setter, std::less<>>& table) {
    for (const char* name : {"trustcertificatekeystoreurl",
                             "clientcertificatekeystoreurl",
                             "truststore",
                             "keystore"}) {
        table[name] = [](OptionReader&, const Parameter& p) {
            refuse(p,
                   "Java key stores are not supported; export PEM files and give them as ssl-ca, "
                   "ssl-cert and ssl-key");
        };
    }
    // Without a store's location its type and password mean nothing.
    for (const char* name : {"trustcertificatekeystoretype",
                             "trustcertificatekeystorepassword",
                             "clientcertificatekeystoretype",
                             "clientcertificatekeystorepassword",
                             "truststoretype",
                             "truststorepassword",
                             "keystoretype",
                             "keystorepassword"}) {
        table[name] = [](OptionReader& r, const Parameter& p) {
            r.options_.without_effect.push_back(p.name);
        };
    }
    for (const char* name : {"socketfactory", "localsocket", "pipe", "sockshost"}) {
        table[name] = [](OptionReader&, const Parameter& p) {
            refuse(p, "only TCP connections are supported; remove the parameter");
        };
    }
    table["sendfractionalseconds"] = [](OptionReader&, const Parameter& p) {
        if (!parse_boolean(p)) {
            refuse(p, "false is not supported: milliseconds are always sent; remove the parameter");
        }
    };
}

const std::map<std::string, OptionReader::Setter, std::less<>>& OptionReader::table() {
    using Reader = OptionReader;
    static const std::map<std::string, Setter, std::less<>> setters = [] {
        std::map<std::string, Setter, std::less<>> table;
        table["user"] = [](Reader& r, const Parameter& p) { r.options_.user = p.value; };
        table["password"] = [](Reader& r, const Parameter& p) { r.options_.password = p.value; };
        table["connecttimeout"] = [](Reader& r, const Parameter& p) {
            r.options_.connect_timeout_seconds = parse_timeout(p);
        };
        table["sockettimeout"] = [](Reader& r, const Parameter& p) {
            r.options_.socket_timeout_seconds = parse_timeout(p);
        };
        table["usecompression"] = [](Reader& r, const Parameter& p) {
            r.options_.compress = parse_boolean(p);
        };
        table["createdatabaseifnotexist"] = [](Reader& r, const Parameter& p) {
            r.options_.create_database = parse_boolean(p);
        };
        table["jdbccomplianttruncation"] = [](Reader& r, const Parameter& p) {
            r.options_.strict = parse_boolean(p);
        };
        table["sessionvariables"] = [](Reader& r, const Parameter& p) {
            r.options_.session_variables = split_session_variables(p.value);
        };
        // Wall clocks come from the sink's db.timezone, so the driver's idea of the server's zone
        // changes nothing that is written.
        for (const char* name : {"servertimezone", "connectiontimezone", "timezone"}) {
            table[name] = [](Reader& r, const Parameter& p) {
                r.options_.without_effect.push_back(p.name);
            };
        }
        table["kconnect.write.strategy"] = [](Reader& r, const Parameter& p) {
            static const std::map<std::string_view, WriteStrategy> strategies{
                {"automatic", WriteStrategy::kAutomatic},
                {"bulk", WriteStrategy::kBulk},
                {"multi_row", WriteStrategy::kMultiRow},
            };
            const auto found = strategies.find(p.value);
            if (found == strategies.end()) {
                refuse(p, fmt::format("'{}' is none of automatic, bulk, multi_row", p.value));
            }
            r.options_.write_strategy = found->second;
        };
        add_ssl(table);
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
