#include "postgresql/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "src/parameter_log.hpp"
#include "src/url_text.hpp"

namespace kconnect::sql::postgresql {

namespace {

/// pgjdbc's name and libpq's for parameters that mean the same.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSameMeaning{{
    {"gssEncMode", "gssencmode"},
    {"channelBinding", "channel_binding"},
    {"kerberosServerName", "krbsrvname"},
    {"service", "service"},
    {"options", "options"},
}};

constexpr std::array<std::string_view, 20> kReadElsewhere{
    "user",           "password",         "ssl",           "sslmode",          "sslfactory",
    "sslfactoryarg",  "sslrootcert",      "sslcert",       "sslkey",           "sslpassword",
    "connectTimeout", "loginTimeout",     "socketTimeout", "tcpKeepAlive",     "ApplicationName",
    "currentSchema",  "targetServerType", "stringtype",    "loadBalanceHosts", "sslNegotiation"};

/// Java classes that would have to be loaded, and what cannot be done here: passing over these in
/// silence could open a connection that is not the one that was asked for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kRefused{{
    {"socketFactory",
     "kconnect loads no classes of Java; connect by TCP, for a cloud's proxy to "
     "the address where that listens"},
    {"authenticationPluginClassName",
     "kconnect loads no classes of Java; set connection.password, which a configuration provider "
     "may give"},
    {"sslpasswordcallback", "kconnect loads no classes of Java; use sslpassword"},
    {"sslhostnameverifier",
     "kconnect loads no classes of Java; remove it, or use "
     "sslmode=verify-ca to leave the host's name unchecked"},
    {"localSocketAddress", "the address to connect from is the system's choice; remove it"},
    {"requireAuth", "the client library does not have it; remove it"},
}};

/// These change how pgjdbc works inside, not what arrives in the database.
constexpr std::array<std::string_view, 55> kTunesJavaOnly{"adaptiveFetch",
                                                          "adaptiveFetchMaximum",
                                                          "adaptiveFetchMinimum",
                                                          "allowEncodingChanges",
                                                          "assumeMinServerVersion",
                                                          "autosave",
                                                          "binaryTransfer",
                                                          "binaryTransferDisable",
                                                          "binaryTransferEnable",
                                                          "cancelSignalTimeout",
                                                          "cleanupSavepoints",
                                                          "databaseMetadataCacheFields",
                                                          "databaseMetadataCacheFieldsMiB",
                                                          "defaultRowFetchSize",
                                                          "disableColumnSanitiser",
                                                          "escapeSyntaxCallMode",
                                                          "groupStartupParameters",
                                                          "gsslib",
                                                          "gssResponseTimeout",
                                                          "gssUseDefaultCreds",
                                                          "hideUnprivilegedObjects",
                                                          "hostRecheckSeconds",
                                                          "jaasApplicationName",
                                                          "jaasLogin",
                                                          "loggerFile",
                                                          "loggerLevel",
                                                          "logServerErrorDetail",
                                                          "logUnclosedConnections",
                                                          "maxResultBuffer",
                                                          "maxSendBufferSize",
                                                          "pemKeyAlgorithm",
                                                          "PGDBNAME",
                                                          "PGHOST",
                                                          "PGPORT",
                                                          "preferQueryMode",
                                                          "preparedStatementCacheQueries",
                                                          "preparedStatementCacheSizeMiB",
                                                          "prepareThreshold",
                                                          "protocolVersion",
                                                          "queryTimeout",
                                                          "quoteReturningIdentifiers",
                                                          "readOnly",
                                                          "readOnlyMode",
                                                          "receiveBufferSize",
                                                          "replication",
                                                          "reWriteBatchedInserts",
                                                          "scramMaxIterations",
                                                          "sendBufferSize",
                                                          "socketFactoryArg",
                                                          "sslResponseTimeout",
                                                          "sspiServiceClass",
                                                          "tcpNoDelay",
                                                          "unknownLength",
                                                          "useSpnego",
                                                          "xmlFactoryFactory"};

template <typename Container>
bool contains(const Container& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Reads the parameters of one configuration.
class ParameterReader {
public:
    explicit ParameterReader(const ConnectionSettings& settings)
        : settings_(settings), parameters_(settings.properties) {
        for (const auto& [name, value] : settings.url.parameters) {
            parameters_.insert_or_assign(name, value);
        }
    }

    SessionSettings read() {
        result_.hosts = settings_.url.hosts;
        if (result_.hosts.empty()) {
            result_.hosts.push_back({"localhost", 0});
        }
        read_identity();
        read_security();
        read_timeouts();
        result_.search_path = text("currentSchema").value_or("");
        result_.wanted_servers = wanted_servers();
        result_.any_host_first = flag("loadBalanceHosts", false);
        result_.untyped_strings =
            choice("stringtype", {"varchar", "unspecified"}, "varchar") == "unspecified";
        for (const auto& [theirs, ours] : kSameMeaning) {
            if (const auto value = text(theirs)) {
                add(ours, *value);
            }
        }
        report_the_rest();
        return std::move(result_);
    }

private:
    void read_identity() {
        const auto user = settings_.user ? settings_.user : settings_.url.user;
        const auto password = settings_.password ? settings_.password : settings_.url.password;
        result_.user = user.value_or("");
        result_.database = settings_.url.database.empty() ? result_.user : settings_.url.database;
        add("user", result_.user);
        add("password", password.value_or(""));
        add("dbname", result_.database);
        add("client_encoding", "UTF8");
        add("application_name", text("ApplicationName").value_or(settings_.application_name));
    }

    void read_security() {
        refuse_classes();
        const std::string factory = text("sslfactory").value_or("");
        const char* standard = "prefer";
        if (flag("ssl", false)) {
            standard = factory.ends_with("NonValidatingFactory") ? "require" : "verify-full";
        }
        const std::string mode =
            choice("sslmode",
                   {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"},
                   standard);
        choice("sslNegotiation", {"postgres"}, "postgres");
        add("sslmode", mode);
        if (mode == "disable") {
            return;
        }
        if (mode.starts_with("verify-")) {
            read_trust(factory);
        } else {
            // libpq would verify with the certificates that it finds; pgjdbc does only when asked.
            add("sslrootcert", "/dev/null/none");
        }
        read_client_identity();
    }

    void read_trust(std::string_view factory) {
        if (factory.ends_with("DefaultJavaSSLFactory")) {
            add("sslrootcert", TlsFiles::system_certificates("sslrootcert"));
        } else if (const auto single = text("sslfactoryarg");
                   single && factory.ends_with("SingleCertValidatingFactory")) {
            add("sslrootcert", result_.tls_files.certificates("sslfactoryarg", *single));
        } else if (const auto file = text("sslrootcert")) {
            add("sslrootcert", result_.tls_files.certificates("sslrootcert", *file));
        }
    }

    /// Keys are read here, as pgjdbc does: DER and PKCS#12, and files that others may read.
    void read_client_identity() {
        const auto password = text("sslpassword");
        const auto key = text("sslkey");
        if (key && is_pkcs12_store(*key)) {
            const auto identity = result_.tls_files.identity_of_store("sslkey", *key, password);
            add("sslcert", identity.certificates);
            add("sslkey", identity.key);
            return;
        }
        if (const auto certificate = text("sslcert")) {
            add("sslcert", result_.tls_files.certificates("sslcert", *certificate));
        }
        if (key) {
            add("sslkey", result_.tls_files.key("sslkey", *key, password));
        }
    }

    void refuse_classes() const {
        for (const auto& [name, remedy] : kRefused) {
            if (const auto value = text(name); value && !value->empty()) {
                fail(name, *value, remedy);
            }
        }
        constexpr std::array<std::string_view, 4> kFactories{
            "org.postgresql.ssl.NonValidatingFactory",
            "org.postgresql.ssl.DefaultJavaSSLFactory",
            "org.postgresql.ssl.SingleCertValidatingFactory",
            "org.postgresql.ssl.LibPQFactory"};
        const std::string factory = text("sslfactory").value_or("");
        if (!factory.empty() && factory != "org.postgresql.ssl.jdbc4.LibPQFactory" &&
            !contains(kFactories, factory)) {
            fail("sslfactory",
                 factory,
                 fmt::format("kconnect loads no classes of Java; it knows {}",
                             fmt::join(kFactories, ", ")));
        }
    }

    void read_timeouts() {
        const auto login = seconds("loginTimeout").value_or(std::chrono::seconds(0));
        result_.connect_timeout = seconds("connectTimeout").value_or(result_.connect_timeout);
        if (login.count() > 0) {
            result_.connect_timeout = result_.connect_timeout.count() == 0
                                          ? login
                                          : std::min(login, result_.connect_timeout);
        }
        result_.socket_timeout = seconds("socketTimeout").value_or(std::chrono::seconds(0));
        add("keepalives", flag("tcpKeepAlive", true) ? "1" : "0");
    }

    std::vector<std::string> wanted_servers() const {
        const std::string wanted = choice("targetServerType",
                                          {"any",
                                           "primary",
                                           "master",
                                           "secondary",
                                           "slave",
                                           "preferPrimary",
                                           "preferSecondary",
                                           "preferSlave"},
                                          "any");
        static const std::map<std::string, std::vector<std::string>> meaning{
            {"any", {"any"}},
            {"primary", {"primary"}},
            {"master", {"primary"}},
            {"secondary", {"standby"}},
            {"slave", {"standby"}},
            {"preferPrimary", {"primary", "any"}},
            {"preferSecondary", {"standby", "any"}},
            {"preferSlave", {"standby", "any"}}};
        return meaning.at(wanted);
    }

    std::optional<std::string> text(std::string_view name) const {
        const auto found = parameters_.find(std::string(name));
        return found == parameters_.end() ? std::nullopt : std::optional(found->second);
    }

    bool flag(std::string_view name, bool standard) const {
        const std::string value = text(name).value_or(standard ? "true" : "false");
        if (value.empty() || value == "true" || value == "TRUE") {
            return true;
        }
        if (value == "false" || value == "FALSE") {
            return false;
        }
        fail(name, value, "true or false is expected");
    }

    std::optional<std::chrono::seconds> seconds(std::string_view name) const {
        const auto value = text(name);
        if (!value) {
            return std::nullopt;
        }
        int number = 0;
        const char* end = value->data() + value->size();
        const auto parsed = std::from_chars(value->data(), end, number);
        if (parsed.ec != std::errc{} || parsed.ptr != end || number < 0) {
            fail(name, *value, "a number of seconds is expected, 0 for no bound");
        }
        return std::chrono::seconds(number);
    }

    std::string choice(std::string_view name,
                       std::initializer_list<std::string_view> choices,
                       std::string_view standard) const {
        std::string value = text(name).value_or(std::string(standard));
        if (!contains(choices, value)) {
            fail(name, value, fmt::format("use one of {}", fmt::join(choices, ", ")));
        }
        return value;
    }

    void add(std::string_view keyword, const std::string& value) {
        if (!value.empty()) {
            result_.keywords.emplace_back(keyword, value);
        }
    }

    void report_the_rest() const {
        for (const auto& [name, value] : parameters_) {
            const std::string& parameter = name;
            const bool is_read =
                contains(kReadElsewhere, parameter) ||
                std::any_of(kSameMeaning.begin(), kSameMeaning.end(), [&](const auto& pair) {
                    return pair.first == parameter;
                });
            if (is_read) {
                continue;
            }
            if (contains(kTunesJavaOnly, name)) {
                log_tuning_parameter("postgresql", name);
            } else {
                log_unknown_parameter("postgresql", settings_.url, name);
            }
        }
    }

    [[noreturn]] static void fail(std::string_view name,
                                  std::string_view value,
                                  std::string_view expected) {
        throw ConfigException(fmt::format("Parameter '{}' of connection.url is '{}': {}",
                                          name,
                                          without_nested_secrets(value),
                                          expected));
    }

    const ConnectionSettings& settings_;
    std::map<std::string, std::string> parameters_;
    SessionSettings result_;
};

}  // namespace

SessionSettings session_settings(const ConnectionSettings& settings) {
    return ParameterReader(settings).read();
}

}  // namespace kconnect::sql::postgresql
