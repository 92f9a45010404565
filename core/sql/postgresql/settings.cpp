#include "postgresql/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

namespace kconnect::sql::postgresql {

namespace {

/// pgjdbc's name and libpq's for parameters that mean the same.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSameMeaning{{
    {"sslrootcert", "sslrootcert"},
    {"sslcert", "sslcert"},
    {"sslkey", "sslkey"},
    {"sslpassword", "sslpassword"},
    {"gssEncMode", "gssencmode"},
    {"channelBinding", "channel_binding"},
    {"kerberosServerName", "krbsrvname"},
    {"options", "options"},
}};

constexpr std::array<std::string_view, 11> kReadElsewhere{"user",
                                                          "password",
                                                          "ssl",
                                                          "sslmode",
                                                          "sslfactory",
                                                          "connectTimeout",
                                                          "loginTimeout",
                                                          "socketTimeout",
                                                          "tcpKeepAlive",
                                                          "ApplicationName",
                                                          "currentSchema"};
constexpr std::array<std::string_view, 2> kAlsoReadElsewhere{"targetServerType", "stringtype"};

/// These change how pgjdbc works inside, not what arrives in the database.
constexpr std::array<std::string_view, 42> kTunesJavaOnly{"adaptiveFetch",
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
                                                          "gssResponseTimeout",
                                                          "gsslib",
                                                          "hideUnprivilegedObjects",
                                                          "hostRecheckSeconds",
                                                          "jaasApplicationName",
                                                          "jaasLogin",
                                                          "loadBalanceHosts",
                                                          "logServerErrorDetail",
                                                          "logUnclosedConnections",
                                                          "loggerFile",
                                                          "loggerLevel",
                                                          "maxResultBuffer",
                                                          "maxSendBufferSize",
                                                          "preferQueryMode",
                                                          "prepareThreshold",
                                                          "preparedStatementCacheQueries",
                                                          "preparedStatementCacheSizeMiB",
                                                          "quoteReturningIdentifiers",
                                                          "reWriteBatchedInserts",
                                                          "receiveBufferSize",
                                                          "sendBufferSize",
                                                          "sslResponseTimeout",
                                                          "tcpNoDelay",
                                                          "unknownLength",
                                                          "xmlFactoryFactory"};

template <typename Container>
bool contains(const Container& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void log_once(LogLevel level, const std::string& parameter, std::string_view what) {
    static std::mutex mutex;
    static std::set<std::string> logged;
    const std::lock_guard lock(mutex);
    if (logged.insert(parameter).second) {
        Logger("kconnect.sql.postgresql")
            .log(level, fmt::format("Parameter '{}' of connection.url {}", parameter, what));
    }
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
        const bool asks_for_ssl = flag("ssl", false);
        const bool trusts_anybody =
            text("sslfactory").value_or("").ends_with("NonValidatingFactory");
        const char* standard = "prefer";
        if (asks_for_ssl) {
            standard = trusts_anybody ? "require" : "verify-full";
        }
        add("sslmode",
            choice("sslmode",
                   {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"},
                   standard));
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
        static const std::map<std::string, std::vector<std::string>> kMeaning{
            {"any", {"any"}},
            {"primary", {"primary"}},
            {"master", {"primary"}},
            {"secondary", {"standby"}},
            {"slave", {"standby"}},
            {"preferPrimary", {"primary", "any"}},
            {"preferSecondary", {"standby", "any"}},
            {"preferSlave", {"standby", "any"}}};
        return kMeaning.at(wanted);
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
                contains(kReadElsewhere, parameter) || contains(kAlsoReadElsewhere, parameter) ||
                std::any_of(kSameMeaning.begin(), kSameMeaning.end(), [&](const auto& pair) {
                    return pair.first == parameter;
                });
            if (is_read) {
                continue;
            }
            if (contains(kTunesJavaOnly, name)) {
                log_once(
                    LogLevel::kInfo, name, "only tunes the Java driver and has no effect here");
            } else {
                log_once(LogLevel::kWarn, name, "is not known and has no effect");
            }
        }
    }

    [[noreturn]] static void fail(std::string_view name,
                                  std::string_view value,
                                  std::string_view expected) {
        throw ConfigException(
            fmt::format("Parameter '{}' of connection.url is '{}': {}", name, value, expected));
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
