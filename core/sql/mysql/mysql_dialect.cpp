#include "mysql/mysql_dialect.hpp"

#include <algorithm>
#include <array>
#include <random>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/value_text.hpp>

#include "mysql/mysql_connection.hpp"
#include "mysql/mysql_options.hpp"
#include "src/dialect_variants.hpp"
#include "src/parameter_log.hpp"

namespace kconnect::sql {
namespace {

/// A text key: 'a', 'A' and 'a ' are three keys. The server picks its own collation for that from
/// comments that only it executes (MariaDB skips MySQL's of version 8), so the dialect needs no
/// session to write CREATE TABLE. MySQL 5.7 has no such collation and takes its default.
constexpr std::string_view kTextKeyType =
    "VARCHAR(256) CHARACTER SET utf8mb4 /*M!100202 COLLATE utf8mb4_nopad_bin */ "
    "/*!80017 COLLATE utf8mb4_0900_bin */";

std::string bytes_type(const Schema& schema, bool is_large) {
    if (schema.logical_type() == LogicalType::kDecimal) {
        // A negative scale is a syntax error; the values are whole numbers.
        return fmt::format("DECIMAL(65,{})", std::max(schema.decimal_scale(), 0));
    }
    return is_large ? "LONGBLOB" : "VARBINARY(1024)";  // InnoDB's keys have 3072 bytes
}

void report(const mysql::Options& options, const JdbcUrl& url) {
    for (const std::string& parameter : options.without_effect) {
        log_tuning_parameter("mysql", parameter);
    }
    for (const std::string& parameter : options.unknown) {
        log_unknown_parameter("mysql", url, parameter);
    }
}

/// The hosts in the order in which they are tried. A sink writes: of a replication's hosts only the
/// first, its source, is for it.
std::vector<HostPort> hosts_of(const JdbcUrl& url) {
    std::vector<HostPort> hosts = url.hosts;
    if (url.mode == "replication" && hosts.size() > 1) {
        hosts.resize(1);
    } else if (url.mode.starts_with("load")) {
        std::shuffle(hosts.begin(), hosts.end(), std::random_device());
    }
    return hosts;
}

/// Whole numbers are the same numbers in a signed column at least as wide; a narrower one may
/// clamp them where the server is not strict.
bool holds_integer(SchemaType type, std::string_view column_type) {
    constexpr std::array<std::string_view, 4> kWidths{"tinyint", "smallint", "int", "bigint"};
    if (column_type.find("unsigned") != std::string_view::npos) {
        return false;
    }
    const std::string_view base = column_type.substr(0, column_type.find('('));
    const auto width = std::find(kWidths.begin(), kWidths.end(), base);
    const auto needed = type == SchemaType::kBoolean ? 0 : static_cast<std::ptrdiff_t>(type);
    return width != kWidths.end() && width - kWidths.begin() >= needed;
}

/// VARBINARY and BLOB compare bytes; BINARY(n) fills up with zeros.
bool holds_bytes(std::string_view column_type) {
    return column_type.starts_with("varbinary") ||
           column_type.substr(0, column_type.find('(')).ends_with("blob");
}

/// CHAR(n) drops trailing blanks whatever its collation.
bool holds_text(const Column& target) {
    const std::string_view base = std::string_view(target.type).substr(0, target.type.find('('));
    const bool exact_collation =
        target.collation == "utf8mb4_nopad_bin" || target.collation == "utf8mb4_0900_bin";
    return (exact_collation && (base == "varchar" || base.ends_with("text"))) ||
           holds_bytes(target.type);
}

bool holds_logical(LogicalType type, std::string_view column_type) {
    switch (type) {
        case LogicalType::kDate:
            return column_type == "date";
        case LogicalType::kTime:
            return column_type == "time(3)" || column_type == "time(6)";
        case LogicalType::kTimestamp:
            return column_type == "datetime(3)" || column_type == "datetime(6)";
        default:
            return false;
    }
}

}  // namespace

const Dialect& MySqlDialect::with(const DialectRules& rules) const {
    return variant_of<MySqlDialect>(rules);
}

std::unique_ptr<Connection> MySqlDialect::connect(const ConnectionSettings& settings,
                                                  const AbortSignal& abort) const {
    const mysql::Options options = mysql::parse_options(settings);
    report(options, settings.url);
    mysql::Session session =
        mysql::open_session(options, hosts_of(settings.url), settings.application_name, abort);
    return std::make_unique<mysql::MySqlConnection>(std::move(session), options.write_strategy);
}

TableId MySqlDialect::parse_table_name(std::string_view text) const {
    std::vector<std::string> parts = split_table_name(text, quote_character());
    if (parts.size() > 2) {
        throw ConfigException(fmt::format(
            "Table name '{}' has {} parts: MySQL knows database.table; put a part that holds dots "
            "into backticks",
            text,
            parts.size()));
    }
    if (parts.size() == 1) {
        return {{}, {}, std::move(parts[0])};
    }
    return {std::move(parts[0]), {}, std::move(parts[1])};
}

std::string MySqlDialect::text_type() const {
    if (rules().large_columns) {
        return "LONGTEXT";
    }
    return rules().short_texts ? "VARCHAR(256)" : "TEXT";
}

std::string MySqlDialect::mapped_type(const Schema& schema, bool primary_key) const {
    switch (schema.type()) {
        case SchemaType::kInt8:
        case SchemaType::kBoolean:
            return "TINYINT";
        case SchemaType::kInt16:
            return "SMALLINT";
        case SchemaType::kInt32:
            if (schema.logical_type() == LogicalType::kDate) {
                return "DATE";
            }
            return schema.logical_type() == LogicalType::kTime ? "TIME(3)" : "INT";
        case SchemaType::kInt64:
            return schema.logical_type() == LogicalType::kTimestamp ? "DATETIME(3)" : "BIGINT";
        case SchemaType::kFloat32:
            return "FLOAT";
        case SchemaType::kFloat64:
            return "DOUBLE";
        case SchemaType::kString:
            if (primary_key) {
                return std::string(kTextKeyType);
            }
            return text_type();
        case SchemaType::kBytes:
            return bytes_type(schema, rules().large_columns && !primary_key);
        case SchemaType::kArray:
        case SchemaType::kMap:
        case SchemaType::kStruct:
            return {};
    }
    return {};
}

std::string MySqlDialect::literal(const Schema& schema,
                                  const Value& value,
                                  const WallClock& clock) const {
    std::string text = StandardDialect::literal(schema, value, clock);
    // MySQL 8 gives TEXT and BLOB a default only as an expression; MariaDB takes both forms.
    const bool is_large = rules().large_columns && value.kind() == ValueKind::kBytes &&
                          schema.logical_type() == LogicalType::kNone;
    return is_large || value.kind() == ValueKind::kString ? '(' + text + ')' : text;
}

std::string MySqlDialect::string_literal(std::string_view text) const {
    // What a backslash means depends on the session's sql_mode; hexadecimal digits do not.
    // (MariaDB stores a default `_utf8mb4 x'...'` as text that it cannot read again.)
    if (text.find('\\') != std::string_view::npos) {
        std::string digits = "CONVERT(UNHEX('";
        append_hex(digits, std::as_bytes(std::span(text)));
        return digits + "') USING utf8mb4)";
    }
    return StandardDialect::string_literal(text);
}

bool MySqlDialect::compares_exactly(const Schema& schema, const Column& target) const {
    if (schema.logical_type() != LogicalType::kNone) {
        return holds_logical(schema.logical_type(), target.type);
    }
    switch (schema.type()) {
        case SchemaType::kInt8:
        case SchemaType::kInt16:
        case SchemaType::kInt32:
        case SchemaType::kInt64:
        case SchemaType::kBoolean:
            return holds_integer(schema.type(), target.type);
        case SchemaType::kString:
            return holds_text(target);
        case SchemaType::kBytes:
            return holds_bytes(target.type);
        default:
            return false;
    }
}

}  // namespace kconnect::sql
