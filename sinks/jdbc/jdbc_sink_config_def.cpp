#include <algorithm>

#include "jdbc_sink_config.hpp"

namespace kconnect::jdbc {

namespace {

/// Words that are accepted in all-lower or all-upper case only, as Confluent's EnumValidator does.
Validator lower_or_upper(const std::vector<std::string>& words) {
    std::string description = "[";
    for (const std::string& word : words) {
        description.append(description.size() > 1 ? ", " : "").append(word);
    }
    description += "]";
    std::vector<std::string> accepted = words;
    for (std::string word : words) {
        std::ranges::transform(word, word.begin(), [](char character) {
            return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A')
                                                        : character;
        });
        accepted.push_back(std::move(word));
    }
    return {[accepted](const ConfigValue& value) -> std::optional<std::string> {
                const auto* text = std::get_if<std::string>(&value);
                if (text != nullptr && std::ranges::find(accepted, *text) != accepted.end()) {
                    return std::nullopt;
                }
                return "Invalid enumerator";
            },
            description};
}

const std::vector<std::string>& dialect_names() {
    static const std::vector<std::string> names{"",
                                                "Db2DatabaseDialect",
                                                "DerbyDatabaseDialect",
                                                "GenericDatabaseDialect",
                                                "MySqlDatabaseDialect",
                                                "OracleDatabaseDialect",
                                                "PostgreSqlDatabaseDialect",
                                                "SapHanaDatabaseDialect",
                                                "SqlServerDatabaseDialect",
                                                "SqliteDatabaseDialect",
                                                "SybaseDatabaseDialect",
                                                "VerticaDatabaseDialect"};
    return names;
}

void add_connection_keys(ConfigDef& def) {
    const std::string group = "Connection";
    def.add({.name = "connection.url",
             .type = ConfigType::kString,
             .validator = non_empty_string(),
             .importance = Importance::kHigh,
             .doc = "JDBC URL of the database: jdbc:postgresql://host:5432/db, "
                    "jdbc:mysql://host:3306/db, jdbc:mariadb://host/db or jdbc:sqlite:file.",
             .group = group,
             .width = Width::kLong,
             .display_name = "JDBC URL"});
    def.add({.name = "connection.user",
             .default_value = nullptr,
             .importance = Importance::kHigh,
             .doc = "User name; wins over the one in the URL.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "JDBC User"});
    def.add({.name = "connection.password",
             .type = ConfigType::kPassword,
             .default_value = nullptr,
             .importance = Importance::kHigh,
             .doc = "Password; wins over the one in the URL.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "JDBC Password"});
    def.add({.name = "dialect.name",
             .default_value = "",
             .validator = lower_or_upper(dialect_names()),
             .importance = Importance::kLow,
             .doc = "Name of the dialect; by default the one that fits connection.url.",
             .group = group,
             .width = Width::kLong,
             .display_name = "Database Dialect"});
    def.add({.name = "connection.attempts",
             .type = ConfigType::kInt,
             .default_value = "3",
             .validator = at_least(1),
             .importance = Importance::kLow,
             .doc = "Attempts to open a connection before the task fails.",
             .group = group,
             .width = Width::kShort,
             .display_name = "JDBC connection attempts"});
    def.add({.name = "connection.backoff.ms",
             .type = ConfigType::kLong,
             .default_value = "10000",
             .importance = Importance::kLow,
             .doc = "Wait between attempts to open a connection, in milliseconds.",
             .group = group,
             .width = Width::kShort,
             .display_name = "JDBC connection backoff in milliseconds"});
}

void add_write_keys(ConfigDef& def) {
    const std::string group = "Writes";
    def.add({.name = "insert.mode",
             .default_value = "insert",
             .validator = lower_or_upper({"insert", "upsert", "update"}),
             .importance = Importance::kHigh,
             .doc = "insert: every record is a new row. upsert: a record replaces the columns that "
                    "it has in the row with its key, or makes a new row.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "Insert Mode"});
    def.add({.name = "batch.size",
             .type = ConfigType::kInt,
             .default_value = "3000",
             .validator = at_least(0),
             .importance = Importance::kMedium,
             .doc = "Rows of one statement, at most. Without this key a statement takes as many as "
                    "there are, which is faster; the result is the same.",
             .group = group,
             .width = Width::kShort,
             .display_name = "Batch Size"});
    def.add({.name = "delete.enabled",
             .type = ConfigType::kBoolean,
             .default_value = "false",
             .importance = Importance::kMedium,
             .doc = "Treat records without value as deletes. Needs pk.mode=record_key.",
             .group = group,
             .width = Width::kShort,
             .display_name = "Enable deletes"});
}

void add_mapping_keys(ConfigDef& def) {
    const std::string group = "Data Mapping";
    def.add({.name = "table.name.format",
             .default_value = "${topic}",
             .validator = non_empty_string(),
             .importance = Importance::kMedium,
             .doc = "Name of the table; ${topic} stands for the record's topic. May be qualified "
                    "with schema or database.",
             .group = group,
             .width = Width::kLong,
             .display_name = "Table Name Format"});
    def.add({.name = "pk.mode",
             .default_value = "none",
             .validator = lower_or_upper({"none", "kafka", "record_key", "record_value"}),
             .importance = Importance::kHigh,
             .doc = "Where the primary key comes from: none, record_key (a primitive or fields of "
                    "a struct) or record_value (fields of the value).",
             .group = group,
             .width = Width::kMedium,
             .display_name = "Primary Key Mode"});
    def.add({.name = "pk.fields",
             .type = ConfigType::kList,
             .default_value = "",
             .importance = Importance::kMedium,
             .doc = "Primary key columns; empty: all fields of the key or value. Exactly one name "
                    "for a primitive key.",
             .group = group,
             .width = Width::kLong,
             .display_name = "Primary Key Fields"});
    def.add({.name = "fields.whitelist",
             .type = ConfigType::kList,
             .default_value = "",
             .importance = Importance::kMedium,
             .doc = "Value fields that are written; empty: all.",
             .group = group,
             .width = Width::kLong,
             .display_name = "Fields Whitelist"});
    def.add({.name = "string.output.value.column.name",
             .default_value = "record_value",
             .validator = non_empty_string(),
             .importance = Importance::kLow,
             .doc = "Column for values that are strings and not structs.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "String value column name"});
    def.add({.name = "db.timezone",
             .default_value = "UTC",
             .importance = Importance::kMedium,
             .doc = "Time zone in which dates and times are written.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "DB Time Zone"});
    def.add({.name = "date.timezone",
             .default_value = "db_timezone",
             .validator = lower_or_upper({"db_timezone", "utc"}),
             .importance = Importance::kMedium,
             .doc = "Time zone for DATE columns: that of db.timezone, or UTC.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "Date Time Zone"});
    def.add({.name = "date.calendar.system",
             .default_value = "legacy",
             .validator = lower_or_upper({"legacy", "proleptic_gregorian"}),
             .importance = Importance::kLow,
             .doc = "Calendar for dates before 1582-10-15.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "Date Calendar System"});
    def.add({.name = "timestamp.fields.list",
             .type = ConfigType::kList,
             .default_value = "",
             .importance = Importance::kMedium,
             .doc = "INT64 and STRING fields that hold timestamps.",
             .group = group,
             .width = Width::kLong,
             .display_name = "Timestamp fields"});
    def.add({.name = "timestamp.precision.mode",
             .default_value = "microseconds",
             .validator = lower_or_upper({"microseconds", "nanoseconds"}),
             .importance = Importance::kMedium,
             .doc = "Unit of the fields in timestamp.fields.list.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "Timestamp precision"});
    def.add({.name = "replace.null.with.default",
             .type = ConfigType::kBoolean,
             .default_value = "true",
             .importance = Importance::kLow,
             .doc = "Write a field's default where its value is null.",
             .group = group,
             .width = Width::kShort,
             .display_name = "Replace null with default"});
    def.add({.name = "table.types",
             .type = ConfigType::kList,
             .default_value = "TABLE",
             .importance = Importance::kLow,
             .doc = "Kinds of tables that may be written: TABLE, PARTITIONED TABLE, VIEW.",
             .group = group,
             .width = Width::kMedium,
             .display_name = "Table Types"});
}

void add_ddl_and_retry_keys(ConfigDef& def) {
    const std::string ddl = "DDL Support";
    def.add({.name = "auto.create",
             .type = ConfigType::kBoolean,
             .default_value = "false",
             .importance = Importance::kMedium,
             .doc = "Create a table that is missing, from the record's schema.",
             .group = ddl,
             .width = Width::kShort,
             .display_name = "Auto-Create"});
    def.add({.name = "auto.evolve",
             .type = ConfigType::kBoolean,
             .default_value = "false",
             .importance = Importance::kMedium,
             .doc = "Add columns that are missing.",
             .group = ddl,
             .width = Width::kShort,
             .display_name = "Auto-Evolve"});
    def.add({.name = "quote.sql.identifiers",
             .default_value = "always",
             .importance = Importance::kMedium,
             .doc = "When to quote names of tables and columns: always or never.",
             .group = ddl,
             .width = Width::kMedium,
             .display_name = "Quote Identifiers"});
    const std::string retries = "Retries";
    def.add({.name = "max.retries",
             .type = ConfigType::kInt,
             .default_value = "10",
             .validator = at_least(0),
             .importance = Importance::kMedium,
             .doc = "Times that a write is tried again after a transient error before the task "
                    "fails.",
             .group = retries,
             .width = Width::kShort,
             .display_name = "Maximum Retries"});
    def.add({.name = "retry.backoff.ms",
             .type = ConfigType::kInt,
             .default_value = "3000",
             .validator = at_least(0),
             .importance = Importance::kMedium,
             .doc = "Wait before a write is tried again, in milliseconds.",
             .group = retries,
             .width = Width::kShort,
             .display_name = "Retry Backoff (millis)"});
    def.add({.name = "trim.sensitive.log",
             .type = ConfigType::kBoolean,
             .default_value = "false",
             .importance = Importance::kLow,
             .doc = "Leave values out of error messages.",
             .group = retries,
             .internal = true});
}

}  // namespace

const ConfigDef& jdbc_sink_config_def() {
    static const ConfigDef def = [] {
        ConfigDef keys;
        add_connection_keys(keys);
        add_write_keys(keys);
        add_mapping_keys(keys);
        add_ddl_and_retry_keys(keys);
        return keys;
    }();
    return def;
}

}  // namespace kconnect::jdbc
