#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>
#include <kconnect/sql/jdbc_url.hpp>
#include <kconnect/sql/table.hpp>
#include <kconnect/sql/wall_clock.hpp>

namespace kconnect::sql {
class Dialect;
}  // namespace kconnect::sql

namespace kconnect::jdbc {

/// `insert.mode`.
enum class InsertMode { kInsert, kUpsert, kUpdate };

/// `pk.mode`: where the primary key's columns come from.
enum class PrimaryKeyMode { kNone, kKafka, kRecordKey, kRecordValue };

/// Everything a task needs to know, parsed once. All vocabularies (SinkFace) end here, and nothing
/// past parsing asks which it was.
struct JdbcSinkConfig {
    std::string connector_name;
    sql::ConnectionSettings connection;
    std::string dialect_name;
    int connection_attempts = 3;
    std::chrono::milliseconds connection_backoff{10000};
    InsertMode insert_mode = InsertMode::kInsert;
    PrimaryKeyMode primary_key_mode = PrimaryKeyMode::kNone;
    std::vector<std::string> primary_key_fields;
    std::vector<std::string> fields_whitelist;
    bool delete_enabled = false;
    std::string table_name_format = "${topic}";
    bool normalize_table_names = false;  ///< Aiven: '_' for all but letters, digits and '_'.
    /// Aiven: tables by topic; when not empty, the only source of tables' names.
    std::map<std::string, std::string, std::less<>> table_names;
    std::vector<sql::TableKind> table_types{sql::TableKind::kTable};
    bool quote_identifiers = true;
    bool short_texts = false;          ///< Aiven: MySQL's columns for texts are VARCHAR(256).
    bool counts_inserts = false;       ///< Aiven: an insert that makes no row is an error.
    bool large_mysql_columns = false;  ///< LONGTEXT and LONGBLOB, but for keys; ours.
    std::string string_value_column = "record_value";
    bool auto_create = false;
    bool auto_evolve = false;
    bool replace_null_with_default = true;
    sql::WallClock clock;  ///< db.timezone, date.timezone, date.calendar.system.
    std::vector<std::string> timestamp_fields;
    /// timestamp.precision.mode, of timestamp_fields.
    sql::TimestampUnit timestamp_unit = sql::TimestampUnit::kMicroseconds;
    /// Rows of one statement, at most; without batch.size as many as a unit and the dialect allow.
    std::size_t batch_size = std::numeric_limits<std::size_t>::max();
    int max_retries = 10;
    std::chrono::milliseconds retry_backoff{3000};
    bool trim_sensitive_log = false;  ///< Leave values out of error messages.
};

/// The keys of io.confluent.connect.jdbc.JdbcSinkConnector with its types, defaults and texts.
const ConfigDef& jdbc_sink_config_def();

/// True for the words of pk.mode that mean record_key.
bool has_record_keys(std::string_view mode);

/// Parses the configuration of a connector or task. Throws ConfigException for what is wrong.
JdbcSinkConfig parse_jdbc_sink_config(const ConfigMap& config);

/// The dialect of the configuration, with its rules for names and types. Throws ConfigException.
const sql::Dialect& dialect_of(const JdbcSinkConfig& config);

/// "upsert", "RECORD_KEY": the words that messages and files use.
std::string_view name_of(InsertMode mode) noexcept;
std::string_view name_of(PrimaryKeyMode mode) noexcept;

}  // namespace kconnect::jdbc
