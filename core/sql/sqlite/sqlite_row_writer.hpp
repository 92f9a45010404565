#pragma once

#include <atomic>
#include <memory>

#include <kconnect/sql/row_writer.hpp>

#include "sqlite/sqlite_handles.hpp"

namespace kconnect::sql::sqlite {

/// Writes rows one by one with one prepared statement: there is no round trip to save, so larger
/// statements win nothing. The database must outlive the writer.
/// `given_up` likewise: once true, nothing is written any more.
std::unique_ptr<RowWriter> make_row_writer(sqlite3* database,
                                           const std::atomic<bool>& given_up,
                                           const WriteShape& shape);

}  // namespace kconnect::sql::sqlite
