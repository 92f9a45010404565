#include "src/parameter_log.hpp"

#include <mutex>
#include <set>
#include <string>

#include <fmt/format.h>

#include <kconnect/logging.hpp>

#include "src/url_text.hpp"

namespace kconnect::sql {

namespace {

void log_once(LogLevel level,
              std::string_view database,
              std::string_view parameter,
              std::string_view what) {
    static std::mutex mutex;
    static std::set<std::string> logged;
    const std::string logger = fmt::format("kconnect.sql.{}", database);
    const std::lock_guard lock(mutex);
    if (logged.insert(fmt::format("{} {}", database, parameter)).second) {
        Logger(logger).log(
            level,
            fmt::format(
                "Parameter '{}' of connection.url {}", without_nested_secrets(parameter), what));
    }
}

}  // namespace

void log_tuning_parameter(std::string_view database, std::string_view parameter) {
    log_once(
        LogLevel::kInfo, database, parameter, "only tunes the Java driver and has no effect here");
}

void log_unknown_parameter(std::string_view database,
                           const JdbcUrl& url,
                           const std::string& parameter) {
    constexpr std::string_view kUnknown = "is not known and has no effect";
    if (url.rests_of_secrets.contains(parameter)) {
        log_once(
            LogLevel::kWarn,
            database,
            url.shown_name(parameter),
            fmt::format("{}; it follows a password: write '&' in a password as %26", kUnknown));
        return;
    }
    log_once(LogLevel::kWarn, database, parameter, kUnknown);
}

}  // namespace kconnect::sql
