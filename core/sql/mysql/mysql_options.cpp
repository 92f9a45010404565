#include "mysql/mysql_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <limits>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "src/url_text.hpp"

namespace kconnect::sql::mysql {
namespace {

/// Names of Connector/J and MariaDB Connector/J that only tune the Java driver, or that hold here
/// in any case; in lower case.
constexpr std::array<std::string_view, 178> kWithoutEffect{
    "allowloadlocalinfile",
    "allowloadlocalinfileinpath",
    "allowlocalinfile",
    "allowmultiqueries",
    "allownanandinf",
    "allowpublickeyretrieval",
    "allowurlinlocalinfile",
    "alwayssendsetisolation",
    "authenticationplugins",
    "autoclosepstmtstreams",
    "autodeserialize",
    "autogeneratetestcasescript",
    "autoreconnect",
    "autoslowlog",
    "blobsarestrings",
    "blobsendchunksize",
    "cachecallablestmts",
    "cacheprepstmts",
    "cacheresultsetmetadata",
    "cacheserverconfiguration",
    "callablestmtcachesize",
    "characterencoding",
    "characterresultsets",
    "characterset",
    "clientinfoprovider",
    "clobberstreamingresults",
    "compensateonduplicatekeyupdatecounts",
    "connectionattributes",
    "connectioncollation",
    "connectionlifecycleinterceptors",
    "continuebatchonerror",
    "customcharsetmapping",
    "databaseterm",
    "defaultauthenticationplugin",
    "defaultfetchsize",
    "detectcustomcollations",
    "disabledauthenticationplugins",
    "disablepipeline",
    "disconnectonexpiredpasswords",
    "dumpqueriesonexception",
    "elidesetautocommits",
    "emptystringsconverttozero",
    "emulatelocators",
    "emulateunsupportedpstmts",
    "enableescapeprocessing",
    "enablepacketdebug",
    "enablequerytimeouts",
    "exceptioninterceptors",
    "explainslowqueries",
    "failoverreadonly",
    "fallbacktosystemkeystore",
    "fallbacktosystemtruststore",
    "functionsneverreturnblobs",
    "gatherperfmetrics",
    "generatesimpleparametermetadata",
    "geometrydefaulttype",
    "getproceduresreturnsfunctions",
    "holdresultsopenoverstatementclose",
    "ignorenontxtables",
    "includeinnodbstatusindeadlockexceptions",
    "includethreaddumpindeadlockexceptions",
    "initialtimeout",
    "interactiveclient",
    "keepsessionstateonreset",
    "keymanagerfactoryprovider",
    "largerowsizethreshold",
    "ldapserverhostname",
    "loadbalanceblacklisttimeout",
    "loadbalancestrategy",
    "locatorfetchbuffersize",
    "log",
    "logger",
    "logslowqueries",
    "logxacommands",
    "maintaintimestats",
    "maxallowedpacket",
    "maxbytearrayashex",
    "maxidletime",
    "maxpoolsize",
    "maxquerysizetolog",
    "maxreconnects",
    "maxrows",
    "metadatacachesize",
    "minpoolsize",
    "nettimeoutforstreamingresults",
    "noaccesstoprocedurebodies",
    "nodatetimestringsync",
    "nullcatalogmeanscurrent",
    "nulldatabasemeanscurrent",
    "overridesupportsintegrityenhancementfacility",
    "packetdebugbuffersize",
    "padcharswithspace",
    "paranoid",
    "parseinfocachefactory",
    "passwordcharacterencoding",
    "pedantic",
    "permitmysqlscheme",
    "permitredirect",
    "pinglobaltxtophysicalconnection",
    "pool",
    "poolname",
    "populateinsertrowwithdefaultvalues",
    "prepstmtcachesize",
    "prepstmtcachesqllimit",
    "preserveinstants",
    "processescapecodesforprepstmts",
    "profilereventhandler",
    "profilesql",
    "queriesbeforeretrymaster",
    "queriesbeforeretrysource",
    "queryinfocachefactory",
    "queryinterceptors",
    "querytimeoutkillsconnection",
    "readfromsourcewhennoreplicas",
    "readonlypropagatestoserver",
    "reconnectattxend",
    "registerjmxpool",
    "replicationconnectiongroup",
    "reportmetricsintervalmillis",
    "restrictedauth",
    "resultsetsizethreshold",
    "retriesalldown",
    "returnmultivaluesgeneratedids",
    "rewritebatchedstatements",
    "roundrobinloadbalance",
    "scrolltolerantforwardonly",
    "secondsbeforeretrymaster",
    "secondsbeforeretrysource",
    "serveraffinityorder",
    "serverconfigcachefactory",
    "slowquerythresholdmillis",
    "slowquerythresholdnanos",
    "sslcontextprovider",
    "strictupdates",
    "tcpabortiveclose",
    "tcpkeepalive",
    "tcpkeepcount",
    "tcpkeepidle",
    "tcpkeepinterval",
    "tcpnodelay",
    "tcprcvbuf",
    "tcpsndbuf",
    "tcptrafficclass",
    "tinyint1isbit",
    "traceprotocol",
    "tracksessionstate",
    "transactionreplay",
    "transactionreplaysize",
    "transformedbitisboolean",
    "treatmysqldatetimeastimestamp",
    "treatutildateastimestamp",
    "trustmanagerfactoryprovider",
    "ultradevhack",
    "useaffectedrows",
    "usebatchmultisend",
    "usebulkstmts",
    "usecatalogterm",
    "usecolumnnamesinfindcolumn",
    "useconfigs",
    "usecursorfetch",
    "usehostsinprivileges",
    "useinformationschema",
    "uselocalsessionstate",
    "uselocaltransactionstate",
    "usemysqlmetadata",
    "useoldaliasmetadatabehavior",
    "useonlyservererrormessages",
    "usereadaheadinput",
    "useresetsession",
    "useserverprepstmts",
    "usessps",
    "usestreamlengthsinprepstmts",
    "useunbufferedinput",
    "useunicode",
    "useusageadvisor",
    "uuidasstring",
    "yearisdatetype",
    "zerodatetimebehavior"};
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

/// The value for messages.
std::string shown(const Parameter& parameter) {
    return without_nested_secrets(parameter.value);
}

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
    refuse(parameter, fmt::format("'{}' is neither true nor false", shown(parameter)));
}

/// Milliseconds, rounded up to the whole seconds that the client library takes. It makes an int of
/// milliseconds of them, so that longer ones would become short.
unsigned parse_timeout(const Parameter& parameter) {
    unsigned milliseconds = 0;
    const char* end = parameter.value.data() + parameter.value.size();
    const auto [stop, error] = std::from_chars(parameter.value.data(), end, milliseconds);
    if (error != std::errc() || stop != end) {
        refuse(parameter, fmt::format("'{}' is not a number of milliseconds", shown(parameter)));
    }
    constexpr unsigned kMostSeconds = std::numeric_limits<int>::max() / 1000;
    return std::min(milliseconds / 1000 + (milliseconds % 1000 != 0 ? 1 : 0), kMostSeconds);
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
                           shown(parameter)));
    }
    return found->second;
}

/// The ssl parameters before they are weighed against each other, as Connector/J does.
struct SslWishes {
    std::optional<SslMode> mode;
    std::optional<bool> use;
    std::optional<bool> require;
    std::optional<bool> verify;
    std::optional<bool> trust;
};

/// A Java store as Connector/J or MariaDB Connector/J name it.
struct StoreWishes {
    std::optional<Parameter> location;
    std::optional<std::string> password;
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

    void finish() {
        options_.ssl_mode =
            decide(wishes_, mariadb_, !options_.ssl_ca.empty() || trust_store_.location);
        if (options_.ssl_mode != SslMode::kDisabled) {
            read_files();
        }
        if (force_zone_ && !zone_.empty()) {
            options_.session_time_zone = zone_ == "UTC" || zone_ == "Z" ? "+00:00" : zone_;
        }
    }

private:
    using Setter = std::function<void(OptionReader&, const Parameter&)>;

    static const std::map<std::string, Setter, std::less<>>& table();
    static void add_ssl(std::map<std::string, Setter, std::less<>>& table);
    static void add_stores(std::map<std::string, Setter, std::less<>>& table);
    static void add_refused(std::map<std::string, Setter, std::less<>>& table);

    /// Turns the files that were named into those that the library reads.
    void read_files();
    void read_zone(const Parameter& parameter);

    Options& options_;
    bool mariadb_;
    SslWishes wishes_;
    StoreWishes trust_store_;
    StoreWishes key_store_;
    std::optional<std::string> key_password_;
    std::string zone_;
    bool force_zone_ = false;
};

void OptionReader::read_files() {
    TlsFiles& files = options_.tls_files;
    if (trust_store_.location) {
        const auto& [name, value] = *trust_store_.location;
        options_.ssl_ca = files.trusted_of_store(name, value, trust_store_.password);
    } else if (!options_.ssl_ca.empty()) {
        options_.ssl_ca = files.certificates("ssl-ca", options_.ssl_ca);
    }
    if (key_store_.location) {
        const auto& [name, value] = *key_store_.location;
        const auto identity = files.identity_of_store(name, value, key_store_.password);
        options_.ssl_cert = identity.certificates;
        options_.ssl_key = identity.key;
        return;
    }
    if (!options_.ssl_cert.empty()) {
        options_.ssl_cert = files.certificates("ssl-cert", options_.ssl_cert);
    }
    if (!options_.ssl_key.empty()) {
        options_.ssl_key = files.key("ssl-key", options_.ssl_key, key_password_);
    }
}

/// Wall clocks come from the sink's db.timezone, so the driver's idea of the server's zone changes
/// nothing that is written, unless the session is to have it.
void OptionReader::read_zone(const Parameter& parameter) {
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
        table[name] = [](Reader& r, const Parameter& p) { r.options_.ssl_ca = p.value; };
    }
    for (const char* name : {"ssl-cert", "sslcert"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.options_.ssl_cert = p.value; };
    }
    for (const char* name : {"ssl-key", "sslkey"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.options_.ssl_key = p.value; };
    }
    for (const char* name : {"tlsversions", "enabledtlsprotocols", "enabledsslprotocolsuites"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.options_.tls_versions = p.value; };
    }
    for (const char* name : {"serverrsapublickeyfile", "serverrsapublickey"}) {
        table[name] = [](Reader& r, const Parameter& p) {
            r.options_.server_public_key = TlsFiles::checked_path(p.name, p.value);
        };
    }
}

void OptionReader::add_stores(std::map<std::string, Setter, std::less<>>& table) {
    using Reader = OptionReader;
    for (const char* name : {"trustcertificatekeystoreurl", "truststore"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.trust_store_.location = p; };
    }
    for (const char* name : {"trustcertificatekeystorepassword", "truststorepassword"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.trust_store_.password = p.value; };
    }
    for (const char* name : {"clientcertificatekeystoreurl", "keystore"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.key_store_.location = p; };
    }
    for (const char* name : {"clientcertificatekeystorepassword", "keystorepassword"}) {
        table[name] = [](Reader& r, const Parameter& p) { r.key_store_.password = p.value; };
    }
    table["keypassword"] = [](Reader& r, const Parameter& p) { r.key_password_ = p.value; };
    // What a store is, is seen in it.
    for (const char* name : {"trustcertificatekeystoretype",
                             "clientcertificatekeystoretype",
                             "truststoretype",
                             "keystoretype"}) {
        table[name] = [](Reader&, const Parameter&) {};
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
        for (const char* name : {"servertimezone", "connectiontimezone", "timezone"}) {
            table[name] = [](Reader& r, const Parameter& p) { r.read_zone(p); };
        }
        table["forceconnectiontimezonetosession"] = [](Reader& r, const Parameter& p) {
            r.force_zone_ = parse_boolean(p);
        };
        table["kconnect.write.strategy"] = [](Reader& r, const Parameter& p) {
            static const std::map<std::string_view, WriteStrategy> strategies{
                {"automatic", WriteStrategy::kAutomatic},
                {"bulk", WriteStrategy::kBulk},
                {"multi_row", WriteStrategy::kMultiRow},
            };
            const auto found = strategies.find(p.value);
            if (found == strategies.end()) {
                refuse(p, fmt::format("'{}' is none of automatic, bulk, multi_row", shown(p)));
            }
            r.options_.write_strategy = found->second;
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
