#include "jdbc_sink_config.hpp"
#include "jdbc_sink_validators.hpp"

namespace kconnect::jdbc {

namespace {

constexpr const char* kDefaultCredentials =
    "io.confluent.connect.jdbc.util.DefaultJdbcCredentialsProvider";

std::string text_of(const ConfigMap& config, std::string_view key) {
    return std::string(find(config, key).value_or(""));
}

/// Classes of Java cannot be loaded; the standard one takes user and password from their keys.
Validator credentials_provider() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                const auto* name = std::get_if<std::string>(&value);
                if (name != nullptr && *name == kDefaultCredentials) {
                    return std::nullopt;
                }
                return "Class " + (name == nullptr ? std::string("null") : *name) +
                       " could not be found; kconnect loads no classes of Java: leave the key out "
                       "and set connection.user and connection.password, whose values a "
                       "configuration provider may give";
            },
            "Any class implementing: interface "
            "io.confluent.connect.jdbc.util.JdbcCredentialsProvider"};
}

std::vector<std::string> recommended_key_modes(const ConfigMap& config) {
    if (text_of(config, "delete.enabled") == "true") {
        return {"record_key"};
    }
    return {"none", "kafka", "record_key", "record_value"};
}

std::vector<std::string> recommended_deletes(const ConfigMap& config) {
    if (has_record_keys(text_of(config, "pk.mode"))) {
        return {"true", "false"};
    }
    return {"false"};
}

void add_connection_keys(ConfigDef& def) {
    KeyGroup keys(def, "Connection");
    keys.add({.name = "connection.url",
              .type = ConfigType::kString,
              .importance = Importance::kHigh,
              .doc = "JDBC URL of the database: jdbc:postgresql://host:5432/db, "
                     "jdbc:mysql://host:3306/db, jdbc:mariadb://host/db or jdbc:sqlite:file.",
              .width = Width::kLong,
              .display_name = "JDBC URL"});
    keys.add({.name = "connection.user",
              .default_value = nullptr,
              .importance = Importance::kHigh,
              .doc = "User name; wins over the one in the URL.",
              .width = Width::kMedium,
              .display_name = "JDBC User"});
    keys.add({.name = "connection.password",
              .type = ConfigType::kPassword,
              .default_value = nullptr,
              .importance = Importance::kHigh,
              .doc = "Password; wins over the one in the URL.",
              .width = Width::kMedium,
              .display_name = "JDBC Password"});
    keys.add({.name = "jdbc.credentials.provider.class",
              .type = ConfigType::kClass,
              .default_value = kDefaultCredentials,
              .validator = credentials_provider(),
              .importance = Importance::kLow,
              .doc = "Only the standard one: user and password are those of connection.user and "
                     "connection.password.",
              .width = Width::kLong,
              .display_name = "JDBC Credentials Provider Class"});
    keys.add({.name = "dialect.name",
              .default_value = "",
              .validator = enumerator(dialect_names()),
              .importance = Importance::kLow,
              .doc = "Name of the dialect; by default the one that fits connection.url.",
              .width = Width::kLong,
              .display_name = "Database Dialect",
              .recommended_values = always_recommend(dialect_names())});
    keys.add({.name = "connection.attempts",
              .type = ConfigType::kInt,
              .default_value = "3",
              .validator = at_least(1),
              .importance = Importance::kLow,
              .doc = "Attempts to open a connection before the task fails.",
              .width = Width::kShort,
              .display_name = "JDBC connection attempts"});
    keys.add({.name = "connection.backoff.ms",
              .type = ConfigType::kLong,
              .default_value = "10000",
              .importance = Importance::kLow,
              .doc = "Wait between attempts to open a connection, in milliseconds.",
              .width = Width::kShort,
              .display_name = "JDBC connection backoff in milliseconds"});
}

void add_write_keys(ConfigDef& def) {
    KeyGroup keys(def, "Writes");
    keys.add({.name = "insert.mode",
              .default_value = "insert",
              .validator = lower_or_upper({"insert", "upsert", "update"}),
              .importance = Importance::kHigh,
              .doc =
                  "insert: every record is a new row. upsert: a record replaces the columns that "
                  "it has in the row with its key, or makes a new row.",
              .width = Width::kMedium,
              .display_name = "Insert Mode"});
    keys.add({.name = "batch.size",
              .type = ConfigType::kInt,
              .default_value = "3000",
              .validator = at_least(0),
              .importance = Importance::kMedium,
              .doc =
                  "Rows of one statement, at most. Without this key a statement takes as many as "
                  "there are, which is faster; the result is the same.",
              .width = Width::kShort,
              .display_name = "Batch Size"});
    keys.add({.name = "delete.enabled",
              .type = ConfigType::kBoolean,
              .default_value = "false",
              .importance = Importance::kMedium,
              .doc = "Treat records without value as deletes. Needs pk.mode=record_key.",
              .width = Width::kShort,
              .display_name = "Enable deletes",
              .recommended_values = recommended_deletes});
    keys.add(
        {.name = "table.types",
         .type = ConfigType::kList,
         .default_value = "TABLE",
         .validator = each_lower_or_upper("table.types", {"table", "partitioned table", "view"}),
         .importance = Importance::kLow,
         .doc = "Kinds of tables that may be written: TABLE, PARTITIONED TABLE, VIEW.",
         .width = Width::kMedium,
         .display_name = "Table Types"});
    keys.add({.name = "replace.null.with.default",
              .type = ConfigType::kBoolean,
              .default_value = "true",
              .importance = Importance::kLow,
              .doc = "Write a field's default where its value is null.",
              .width = Width::kMedium,
              .display_name = "Replace null value with default value"});
}

void add_mapping_keys(ConfigDef& def) {
    KeyGroup keys(def, "Data Mapping");
    keys.add({.name = "table.name.format",
              .default_value = "${topic}",
              .validator = non_empty_string(),
              .importance = Importance::kMedium,
              .doc = "Name of the table; ${topic} stands for the record's topic. May be qualified "
                     "with schema or database.",
              .width = Width::kLong,
              .display_name = "Table Name Format"});
    keys.add({.name = "pk.mode",
              .default_value = "none",
              .validator = lower_or_upper({"none", "kafka", "record_key", "record_value"}),
              .importance = Importance::kHigh,
              .doc = "Where the primary key comes from: none, record_key (a primitive or fields of "
                     "a struct) or record_value (fields of the value).",
              .width = Width::kMedium,
              .display_name = "Primary Key Mode",
              .recommended_values = recommended_key_modes});
    keys.add({.name = "pk.fields",
              .type = ConfigType::kList,
              .default_value = "",
              .importance = Importance::kMedium,
              .doc = "Primary key columns; empty: all fields of the key or value. Exactly one name "
                     "for a primitive key.",
              .width = Width::kLong,
              .display_name = "Primary Key Fields"});
    keys.add({.name = "fields.whitelist",
              .type = ConfigType::kList,
              .default_value = "",
              .importance = Importance::kMedium,
              .doc = "Value fields that are written; empty: all.",
              .width = Width::kLong,
              .display_name = "Fields Whitelist"});
    keys.add({.name = "db.timezone",
              .default_value = "UTC",
              .validator = time_zone("Any valid JDK time zone",
                                     "Invalid time zone. See the list of valid time zones at "
                                     "https://docs.oracle.com/javase/8/docs/api/java/time/"
                                     "ZoneId.html#shortIds"),
              .importance = Importance::kMedium,
              .doc = "Time zone in which dates and times are written.",
              .width = Width::kMedium,
              .display_name = "DB Time Zone"});
    keys.add({.name = "date.timezone",
              .default_value = "DB_TIMEZONE",
              .validator = lower_or_upper({"DB_TIMEZONE", "utc"}),
              .importance = Importance::kLow,
              .doc = "Time zone for DATE columns: that of db.timezone, or UTC.",
              .width = Width::kMedium,
              .display_name = "Time Zone used for Date",
              .recommended_values = always_recommend({"db_timezone", "utc"})});
    keys.add({.name = "timestamp.fields.list",
              .type = ConfigType::kList,
              .default_value = "",
              .importance = Importance::kMedium,
              .doc = "INT64 and STRING fields that hold timestamps.",
              .width = Width::kMedium,
              .display_name = "Timestamp Fields Whitelist"});
    keys.add({.name = "timestamp.precision.mode",
              .default_value = "MICROSECONDS",
              .validator = lower_or_upper({"microseconds", "nanoseconds"}),
              .importance = Importance::kLow,
              .doc = "Unit of the fields in timestamp.fields.list.",
              .width = Width::kMedium,
              .display_name = "Sink Timestamp Precision mode",
              .recommended_values = always_recommend({"microseconds", "nanoseconds"})});
    keys.add({.name = "date.calendar.system",
              .default_value = "LEGACY",
              .validator = one_of({"LEGACY", "PROLEPTIC_GREGORIAN"}),
              .importance = Importance::kLow,
              .doc = "Calendar for dates before 1582-10-15.",
              .width = Width::kMedium,
              .display_name = "Date Calendar System"});
    keys.add({.name = "string.output.value.column.name",
              .default_value = "record_value",
              .validator = non_empty_string(),
              .importance = Importance::kLow,
              .doc = "Column for values that are strings and not structs.",
              .width = Width::kMedium,
              .display_name = "String Value Column Name"});
}

void add_ddl_keys(ConfigDef& def) {
    KeyGroup keys(def, "DDL Support");
    keys.add({.name = "auto.create",
              .type = ConfigType::kBoolean,
              .default_value = "false",
              .importance = Importance::kMedium,
              .doc = "Create a table that is missing, from the record's schema.",
              .width = Width::kShort,
              .display_name = "Auto-Create"});
    keys.add({.name = "auto.evolve",
              .type = ConfigType::kBoolean,
              .default_value = "false",
              .importance = Importance::kMedium,
              .doc = "Add columns that are missing.",
              .width = Width::kShort,
              .display_name = "Auto-Evolve"});
    keys.add({.name = "quote.sql.identifiers",
              .default_value = "ALWAYS",
              .importance = Importance::kMedium,
              .doc = "When to quote names of tables and columns: always or never.",
              .width = Width::kMedium,
              .display_name = "Quote Identifiers",
              .recommended_values = always_recommend({"always", "never"})});
}

void add_dml_keys(ConfigDef& def) {
    KeyGroup keys(def, "DML Support");
    keys.add({.name = "mssql.use.merge.holdlock",
              .type = ConfigType::kBoolean,
              .default_value = "true",
              .importance = Importance::kLow,
              .doc = "Only for SQL Server, which kconnect does not write to; without effect.",
              .width = Width::kMedium,
              .display_name = "SQL Server - Use HOLDLOCK in MERGE"});
}

void add_retry_keys(ConfigDef& def) {
    KeyGroup keys(def, "Retries");
    keys.add({.name = "max.retries",
              .type = ConfigType::kInt,
              .default_value = "10",
              .validator = at_least(0),
              .importance = Importance::kMedium,
              .doc = "Times that a write is tried again after a transient error before the task "
                     "fails.",
              .width = Width::kShort,
              .display_name = "Maximum Retries"});
    keys.add({.name = "retry.backoff.ms",
              .type = ConfigType::kInt,
              .default_value = "3000",
              .validator = at_least(0),
              .importance = Importance::kMedium,
              .doc = "Wait before a write is tried again, in milliseconds.",
              .width = Width::kShort,
              .display_name = "Retry Backoff (millis)"});
    def.add({.name = "trim.sensitive.log",
             .type = ConfigType::kBoolean,
             .default_value = "false",
             .importance = Importance::kLow,
             .doc = "Leave values out of error messages.",
             .internal = true});
}

/// What no sink of Java has; everything is off by default.
void add_own_keys(ConfigDef& def) {
    KeyGroup keys(def, "kconnect");
    keys.add({.name = "kconnect.mysql.large.columns",
              .type = ConfigType::kBoolean,
              .default_value = "false",
              .importance = Importance::kLow,
              .doc = "MySQL and MariaDB: create LONGTEXT and LONGBLOB columns for strings and "
                     "bytes that are no key, instead of TEXT (64 KiB) and VARBINARY(1024).",
              .width = Width::kShort,
              .display_name = "MySQL Large Columns"});
}

}  // namespace

bool has_record_keys(std::string_view mode) {
    return mode == "record_key" || mode == "RECORD_KEY";
}

const ConfigDef& jdbc_sink_config_def() {
    static const ConfigDef def = [] {
        ConfigDef keys;
        add_connection_keys(keys);
        add_write_keys(keys);
        add_mapping_keys(keys);
        add_ddl_keys(keys);
        add_dml_keys(keys);
        add_retry_keys(keys);
        add_own_keys(keys);
        return keys;
    }();
    return def;
}

}  // namespace kconnect::jdbc
