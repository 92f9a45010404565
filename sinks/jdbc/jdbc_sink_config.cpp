#include "jdbc_sink_config.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

namespace kconnect::jdbc {

namespace {

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                    : character;
    });
    return text;
}

/// The words have passed their validators, in lower or upper case.
InsertMode insert_mode(const std::string& word) {
    const std::string lower = lower_case(word);
    if (lower == "update") {
        return InsertMode::kUpdate;
    }
    return lower == "upsert" ? InsertMode::kUpsert : InsertMode::kInsert;
}

PrimaryKeyMode primary_key_mode(const std::string& word) {
    const std::string lower = lower_case(word);
    if (lower == "kafka") {
        return PrimaryKeyMode::kKafka;
    }
    if (lower == "record_key") {
        return PrimaryKeyMode::kRecordKey;
    }
    return lower == "record_value" ? PrimaryKeyMode::kRecordValue : PrimaryKeyMode::kNone;
}

std::vector<sql::TableKind> table_types(const std::vector<std::string>& words) {
    std::vector<sql::TableKind> kinds;
    for (const std::string& word : words) {
        const std::string lower = lower_case(word);
        if (lower == "view") {
            kinds.push_back(sql::TableKind::kView);
        } else if (lower == "partitioned table") {
            kinds.push_back(sql::TableKind::kPartitionedTable);
        } else {
            kinds.push_back(sql::TableKind::kTable);
        }
    }
    return kinds;
}

/// Not checked before a connection is tried, as in Java, whose QuoteMethod.get() says this.
bool quotes_identifiers(const std::string& word) {
    const std::string lower = lower_case(word);
    if (lower != "always" && lower != "never") {
        throw ConnectException("No matching QuoteMethod found for '" + word + "'");
    }
    return lower == "always";
}

/// Every other connection.* key is the driver's.
std::map<std::string, std::string> driver_properties(const ConfigMap& config) {
    static const std::set<std::string, std::less<>> ours{
        "url", "user", "password", "attempts", "backoff.ms"};
    std::map<std::string, std::string> properties;
    for (const auto& [key, value] : with_prefix(config, "connection.")) {
        if (!ours.contains(key)) {
            properties.emplace(key, value);
        }
    }
    return properties;
}

/// The words have passed their validators. UTC is no zone: nothing is looked up for it.
sql::WallClock wall_clock(const ParsedConfig& parsed) {
    const std::string& zone = parsed.string("db.timezone");
    sql::WallClock clock;
    clock.zone = zone == "UTC" ? nullptr : sql::find_time_zone(zone);
    clock.date_zone = lower_case(parsed.string("date.timezone")) == "utc" ? nullptr : clock.zone;
    clock.calendar = lower_case(parsed.string("date.calendar.system")) == "legacy"
                         ? sql::CalendarSystem::kLegacy
                         : sql::CalendarSystem::kProlepticGregorian;
    return clock;
}

std::vector<std::string> without_empty(std::vector<std::string> names) {
    std::erase(names, std::string());
    return names;
}

}  // namespace

JdbcSinkConfig parse_jdbc_sink_config(const ConfigMap& config) {
    const ParsedConfig parsed = jdbc_sink_config_def().parse(config);
    if (parsed.boolean("delete.enabled") && !has_record_keys(parsed.string("pk.mode"))) {
        throw ConfigException(
            "Primary key mode must be 'record_key' when delete support is enabled");
    }

    JdbcSinkConfig result;
    result.connector_name = std::string(find(config, "name").value_or(""));
    result.connection.url = sql::parse_jdbc_url(parsed.string("connection.url"));
    result.connection.user = parsed.optional_string("connection.user");
    result.connection.password = parsed.optional_string("connection.password");
    result.connection.properties = driver_properties(config);
    result.connection.application_name = "kconnect " + result.connector_name;
    result.dialect_name = parsed.string("dialect.name");
    result.connection_attempts = static_cast<int>(parsed.integer("connection.attempts"));
    result.connection_backoff = std::chrono::milliseconds(parsed.integer("connection.backoff.ms"));
    result.insert_mode = insert_mode(parsed.string("insert.mode"));
    result.primary_key_mode = primary_key_mode(parsed.string("pk.mode"));
    result.primary_key_fields = without_empty(parsed.list("pk.fields"));
    result.fields_whitelist = without_empty(parsed.list("fields.whitelist"));
    result.delete_enabled = parsed.boolean("delete.enabled");
    result.table_name_format = parsed.string("table.name.format");
    result.table_types = table_types(parsed.list("table.types"));
    result.quote_identifiers = quotes_identifiers(parsed.string("quote.sql.identifiers"));
    result.string_value_column = parsed.string("string.output.value.column.name");
    result.auto_create = parsed.boolean("auto.create");
    result.auto_evolve = parsed.boolean("auto.evolve");
    result.replace_null_with_default = parsed.boolean("replace.null.with.default");
    result.clock = wall_clock(parsed);
    result.timestamp_fields = without_empty(parsed.list("timestamp.fields.list"));
    result.timestamp_unit = lower_case(parsed.string("timestamp.precision.mode")) == "microseconds"
                                ? sql::TimestampUnit::kMicroseconds
                                : sql::TimestampUnit::kNanoseconds;
    if (find(config, "batch.size").has_value()) {
        result.batch_size =
            static_cast<std::size_t>(std::max<std::int64_t>(1, parsed.integer("batch.size")));
    }
    result.max_retries = static_cast<int>(parsed.integer("max.retries"));
    result.retry_backoff = std::chrono::milliseconds(parsed.integer("retry.backoff.ms"));
    result.large_mysql_columns = parsed.boolean("kconnect.mysql.large.columns");
    result.trim_sensitive_log = parsed.boolean("trim.sensitive.log");
    return result;
}

const sql::Dialect& dialect_of(const JdbcSinkConfig& config) {
    return sql::find_dialect(config.connection.url, config.dialect_name)
        .with({.folds_names = !config.quote_identifiers,
               .short_texts = config.short_texts,
               .large_columns = config.large_mysql_columns});
}

std::string_view name_of(InsertMode mode) noexcept {
    switch (mode) {
        case InsertMode::kInsert:
            return "INSERT";
        case InsertMode::kUpsert:
            return "UPSERT";
        case InsertMode::kUpdate:
            return "UPDATE";
    }
    return "INSERT";
}

std::string_view name_of(PrimaryKeyMode mode) noexcept {
    switch (mode) {
        case PrimaryKeyMode::kNone:
            return "NONE";
        case PrimaryKeyMode::kKafka:
            return "KAFKA";
        case PrimaryKeyMode::kRecordKey:
            return "RECORD_KEY";
        case PrimaryKeyMode::kRecordValue:
            return "RECORD_VALUE";
    }
    return "NONE";
}

}  // namespace kconnect::jdbc
