#include "reader/reader_settings.hpp"

#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "reader/setting_names.hpp"

namespace kconnect::flight_reader {
namespace {

constexpr std::size_t kMaxPoolSize = 64;

sql::JdbcUrl url_of(const std::optional<std::string>& text) {
    if (!text || text->empty()) {
        throw ConfigException(
            "FLIGHT_DATABASE_URL is not set; it takes a JDBC URL such as "
            "jdbc:postgresql://host:5432/database");
    }
    try {
        return sql::parse_jdbc_url(*text);
    } catch (const ConfigException& error) {
        throw ConfigException(
            in_readers_names(fmt::format("FLIGHT_DATABASE_URL: {}", error.what()), {}));
    }
}

std::size_t pool_size_of(const std::string& text) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc() || end != text.data() + text.size() || size == 0 ||
        size > kMaxPoolSize) {
        throw ConfigException(fmt::format(
            "FLIGHT_POOL_SIZE is '{}'; it takes a number from 1 to {}", text, kMaxPoolSize));
    }
    return size;
}

void check_table(const ReaderSettings& settings) {
    const sql::Dialect& dialect = sql::find_dialect(settings.connection.url);
    try {
        dialect.parse_table_name(settings.table);
    } catch (const ConfigException& error) {
        throw ConfigException(fmt::format("FLIGHT_TABLE: {}", error.what()));
    }
}

}  // namespace

std::optional<std::string> process_environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

ReaderSettings read_settings(const Environment& environment) {
    ReaderSettings settings;
    settings.connection.url = url_of(environment("FLIGHT_DATABASE_URL"));
    settings.connection.user = environment("FLIGHT_DATABASE_USER");
    settings.connection.password = environment("FLIGHT_DATABASE_PASSWORD");
    settings.connection.application_name = "flight_reader";
    if (const auto table = environment("FLIGHT_TABLE"); table && !table->empty()) {
        settings.table = *table;
    }
    if (const auto size = environment("FLIGHT_POOL_SIZE"); size && !size->empty()) {
        settings.pool_size = pool_size_of(*size);
    }
    try {
        check_table(settings);
    } catch (const ConfigException& error) {
        throw ConfigException(in_readers_names(error.what(), settings.connection));
    }
    return settings;
}

}  // namespace kconnect::flight_reader
