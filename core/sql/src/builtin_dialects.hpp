#pragma once

#include <vector>

#include <kconnect/sql/dialect.hpp>

namespace kconnect::sql {

/// The dialects of this library, in the order in which they are asked. A new database is one
/// folder and one line in builtin_dialects.cpp.
std::vector<const Dialect*> builtin_dialects();

}  // namespace kconnect::sql
