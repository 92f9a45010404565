#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/abort_signal.hpp>
#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/jdbc_url.hpp>
#include <kconnect/sql/row_writer.hpp>
#include <kconnect/sql/sql_error.hpp>
#include <kconnect/sql/table.hpp>

namespace kconnect::sql {

/// Rules of a configuration for what is created. In statements names are always quoted.
struct DialectRules {
    /// A new name is what the database would make of it without quotes: PostgreSQL's lower case.
    bool folds_names = false;
    /// MySQL's columns for texts are VARCHAR(256) and not TEXT.
    bool short_texts = false;
    /// MySQL's columns for texts and bytes that are no key are LONGTEXT and LONGBLOB; wins over
    /// short_texts.
    bool large_columns = false;
};

/// What is particular to one database: names, types, statements, sessions. Stateless.
/// Threads: any.
class Dialect {
public:
    virtual ~Dialect() = default;

    /// As `dialect.name` spells it, e.g. "PostgreSqlDatabaseDialect".
    virtual std::string_view name() const = 0;
    /// True when this dialect speaks to servers of `jdbc:<subprotocol>:`.
    virtual bool handles(std::string_view subprotocol) const = 0;
    /// The same dialect with these rules; lives for ever.
    virtual const Dialect& with(const DialectRules& /*rules*/) const { return *this; }

    /// Opens a session. Throws ConfigException for a setting that cannot work (unknown parameter
    /// value), SqlError for what the server or network says: it names host, port, database and
    /// user, never the password. Once `abort` is raised it gives up with an SqlError
    /// (connection_lost); only the look-up of a host name cannot be cut short.
    virtual std::unique_ptr<Connection> connect(const ConnectionSettings& settings,
                                                const AbortSignal& abort) const = 0;
    /// The same where nobody will want to give it up.
    std::unique_ptr<Connection> connect(const ConnectionSettings& settings) const;

    /// The identifier in quotes, quotes inside it doubled.
    virtual std::string quote(std::string_view identifier) const = 0;
    /// The table's name for statements, all known parts quoted.
    virtual std::string qualified(const TableId& table) const = 0;
    /// Stands for parameter `number`, counted from 1, in the text of Connection::select().
    virtual std::string placeholder(std::size_t /*number*/) const { return "?"; }
    /// Splits a configured table name at its dots; a quoted part may hold dots. Throws
    /// ConfigException.
    virtual TableId parse_table_name(std::string_view text) const = 0;

    /// The type of a column that is created for `schema`. Throws ConnectException
    /// "<name> (<TYPE>) type doesn't have a mapping to the SQL database column type".
    virtual std::string column_type(const Schema& schema, bool primary_key) const = 0;
    /// CREATE TABLE; columns in the order given, PRIMARY KEY in column order.
    virtual std::string create_table(const TableId& table,
                                     std::span<const ColumnDefinition> columns) const = 0;
    /// ALTER TABLE statements that add the columns.
    virtual std::vector<std::string> add_columns(
        const TableId& table, std::span<const ColumnDefinition> columns) const = 0;

    /// True when two values of `schema` are equal as keys in `target` exactly when they are the
    /// same value: only then may a plan fold changes of one key together. Collations that ignore
    /// case or padding, coerced types and the like answer false. The blanks that VARCHAR(n) cuts
    /// beyond Column::max_length() are for the caller to look for.
    virtual bool compares_exactly(const Schema& schema, const Column& target) const = 0;

    /// What about a cell of a refused row may have caused `error`, as the end of a sentence that
    /// begins with the column: "has 5 characters, 3 fit"; empty when nothing is to be seen.
    virtual std::string fault_of(const SqlError& /*error*/,
                                 const Value& /*cell*/,
                                 const Column& /*target*/) const {
        return {};
    }
};

/// The dialect named `dialect_name`, or, when that is empty, the one that handles the URL. Throws
/// ConfigException that lists the known ones.
const Dialect& find_dialect(const JdbcUrl& url, std::string_view dialect_name = {});

/// Adds a dialect to the built-in ones, or replaces the one of the same name; borrowed for ever.
/// Threads: any.
void register_dialect(const Dialect& dialect);

}  // namespace kconnect::sql
