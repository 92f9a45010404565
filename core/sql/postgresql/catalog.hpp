#pragma once

#include <optional>

#include <kconnect/sql/table.hpp>

#include "postgresql/session.hpp"

namespace kconnect::sql::postgresql {

/// Fills an absent catalog by the session's database and an absent schema by current_schema();
/// cuts the name as the server does with names that are too long for it.
TableId resolve(Session& session, const TableId& name);

/// The table or view of exactly this name; needs no privilege on it.
std::optional<Table> describe(Session& session, const TableId& id);

/// What stands behind a column's collation when equal text may have different bytes.
inline constexpr std::string_view kNondeterministic = " (nondeterministic)";

}  // namespace kconnect::sql::postgresql
