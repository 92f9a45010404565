#include "postgresql/catalog.hpp"

#include <charconv>

#include <fmt/format.h>

namespace kconnect::sql::postgresql {

namespace {

/// What is different once anything has changed that describe() reads: each change of a column makes
/// a new version of its row, under a higher transaction number, and columns never lose their rows.
constexpr std::string_view kVersion = R"(pg_catalog.concat_ws('.',
    c.oid, c.relkind, c.relrowsecurity, c.relhasrules,
    (SELECT pg_catalog.sum(a.xmin::pg_catalog.text::pg_catalog.int8)
     FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0),
    (SELECT pg_catalog.string_agg(pg_catalog.concat(x.indexrelid, '@', x.xmin), ','
                                  ORDER BY x.indexrelid)
     FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid AND x.indisunique)))";

/// Relations that rows can be written to; a foreign table counts as a table.
constexpr std::string_view kFindTable = R"(
SELECT c.oid, c.relkind,
       c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND NOT c.relhasrules
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                       WHERE a.attrelid = c.oid AND a.attidentity = 'a'),
       pg_catalog.current_setting('max_identifier_length'),
       {}
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE pg_catalog.current_database() = $1::text AND n.nspname = $2::text AND c.relname = $3::text
  AND c.relkind IN ('r', 'p', 'v', 'f'))";

/// The type of a domain is its base type, with the modifier of the innermost domain.
constexpr const char* kColumns = R"(
WITH RECURSIVE base(attnum, type, modifier, has_default, not_null) AS (
    SELECT a.attnum, a.atttypid, a.atttypmod,
           a.atthasdef OR a.attidentity <> '', a.attnotnull
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
    SELECT b.attnum, t.typbasetype, t.typtypmod,
           b.has_default OR t.typdefault IS NOT NULL, b.not_null OR t.typnotnull
    FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type
    WHERE t.typtype = 'd'
)
SELECT a.attname, pg_catalog.format_type(b.type, b.modifier), b.type,
       COALESCE(l.collname, ''), COALESCE(l.collisdeterministic, true),
       NOT b.not_null, b.has_default,
       EXISTS (SELECT FROM pg_catalog.pg_index x
               WHERE x.indrelid = a.attrelid AND x.indisprimary AND a.attnum = ANY (x.indkey))
FROM base b
JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
JOIN pg_catalog.pg_attribute a ON a.attrelid = $1::oid AND a.attnum = b.attnum
LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
ORDER BY a.attnum)";

/// Of those that are deferrable ON CONFLICT can name none. An index that is not valid yet refuses
/// rows already.
constexpr const char* kUniqueIndexes = R"(
SELECT i.relname, x.indisprimary, COALESCE(a.attname, ''), x.indimmediate AND x.indisvalid,
       x.indpred IS NOT NULL AND k.position = x.indnkeyatts
FROM pg_catalog.pg_index x
JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
CROSS JOIN LATERAL pg_catalog.unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
LEFT JOIN pg_catalog.pg_attribute a
  ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND a.attnum <> 0
WHERE x.indrelid = $1::oid AND x.indisunique AND k.position <= x.indnkeyatts
ORDER BY x.indisprimary DESC, i.relname, k.position)";

std::size_t number_of(std::string_view digits) {
    std::size_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

TableKind kind_of(std::string_view relkind) {
    if (relkind == "v") {
        return TableKind::kView;
    }
    return relkind == "p" ? TableKind::kPartitionedTable : TableKind::kTable;
}

Column column_of(const Result& result, std::size_t row) {
    Column column;
    column.name = result.text(row, 0);
    column.type = result.text(row, 1);
    const std::string_view code = result.text(row, 2);
    std::from_chars(code.data(), code.data() + code.size(), column.type_code);
    column.collation = result.text(row, 3);
    if (!result.is_true(row, 4)) {
        column.collation += kNondeterministic;
    }
    column.nullable = result.is_true(row, 5);
    column.has_default = result.is_true(row, 6);
    column.primary_key = result.is_true(row, 7);
    return column;
}

std::vector<UniqueIndex> unique_indexes_of(const Result& result) {
    std::vector<UniqueIndex> indexes;
    for (std::size_t row = 0; row < result.rows(); ++row) {
        if (indexes.empty() || indexes.back().name != result.text(row, 0)) {
            indexes.push_back({std::string(result.text(row, 0)),
                               {},
                               result.is_true(row, 1),
                               result.is_true(row, 3)});
        }
        indexes.back().columns.emplace_back(result.text(row, 2));
        if (result.is_true(row, 4)) {
            indexes.back().columns.emplace_back();  // the condition
        }
    }
    return indexes;
}

}  // namespace

TableId resolve(Session& session, const TableId& name) {
    // For this statement only: a pooler hands the server's session on to others.
    Parameters path;
    std::string_view set_path = "''";
    if (!session.search_path().empty()) {
        path.add_text(session.search_path());
        set_path = "pg_catalog.set_config('search_path', $1::text, true)";
    }
    const std::string sql = fmt::format(
        "SELECT {}, pg_catalog.current_database(), pg_catalog.current_schema(), "
        "pg_catalog.current_setting('max_identifier_length')",
        set_path);
    const Result result = session.run(sql.c_str(), path);
    const std::size_t longest = number_of(result.text(0, 3));
    TableId resolved = name;
    if (resolved.catalog.empty()) {
        resolved.catalog = result.text(0, 1);
    }
    if (resolved.schema.empty()) {
        resolved.schema = result.text(0, 2);
    }
    resolved.name = cut_name(name.name, longest);
    return resolved;
}

std::optional<Table> describe(Session& session, const TableId& id) {
    Parameters names;
    names.add_text(id.catalog);
    names.add_text(id.schema);
    names.add_text(id.name);
    const Result found = session.run(fmt::format(kFindTable, kVersion).c_str(), names);
    if (found.rows() == 0) {
        return std::nullopt;
    }
    Table table;
    table.id = id;
    table.kind = kind_of(found.text(0, 1));
    table.accepts_copy = found.is_true(0, 2);
    table.max_name_bytes = number_of(found.text(0, 3));
    // Read first: what changes meanwhile makes the description stale, not the version wrong.
    table.version = found.text(0, 4);
    const std::string relation(found.text(0, 0));
    Parameters parameters;
    parameters.add_text(relation);
    const Result columns = session.run(kColumns, parameters);
    for (std::size_t row = 0; row < columns.rows(); ++row) {
        table.columns.push_back(column_of(columns, row));
    }
    table.unique_indexes = unique_indexes_of(session.run(kUniqueIndexes, parameters));
    return table;
}

bool is_current(Session& session, const Table& table) {
    Parameters names;
    names.add_text(table.id.schema);
    names.add_text(table.id.name);
    const Result found = session.run(
        fmt::format("SELECT {} FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid "
                    "= c.relnamespace WHERE n.nspname = $1::text AND c.relname = $2::text",
                    kVersion)
            .c_str(),
        names);
    return found.rows() == 1 && found.text(0, 0) == table.version;
}

std::string check_of_versions(Session& session, std::span<const Table* const> tables) {
    std::string cases;
    for (const Table* table : tables) {
        cases += fmt::format(
            " WHEN (SELECT {} FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
            "c.relnamespace WHERE n.nspname = {} AND c.relname = {}) IS DISTINCT FROM '{}' "
            "THEN {}",
            kVersion,
            session.literal(table->id.schema),
            session.literal(table->id.name),
            table->version,
            session.literal(fmt::format("{}{}", kStaleMark, table->id.name)));
    }
    return fmt::format("SELECT (CASE{} ELSE '0' END)::pg_catalog.int4", cases);
}

}  // namespace kconnect::sql::postgresql
