#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <kconnect/sql/table.hpp>

#include "postgresql/session.hpp"

namespace kconnect::sql::postgresql {

/// Fills an absent catalog by the session's database and an absent schema by current_schema();
/// cuts the name as the server does with names that are too long for it.
TableId resolve(Session& session, const TableId& name);

/// The table or view of exactly this name; needs no privilege on it.
std::optional<Table> describe(Session& session, const TableId& id);

/// True when the table is still as describe() found it.
bool is_current(Session& session, const Table& table);

/// A query that fails, with kStaleMark in its message, when one of the tables is not as describe()
/// found it: what follows it in the same message to the server is not run then.
std::string check_of_versions(Session& session, std::span<const Table* const> tables);
inline constexpr std::string_view kStaleMark = "kconnect: a changed table, ";

/// What stands behind a column's collation when equal text may have different bytes.
inline constexpr std::string_view kNondeterministic = " (nondeterministic)";

}  // namespace kconnect::sql::postgresql
