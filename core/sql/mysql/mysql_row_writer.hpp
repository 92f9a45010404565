#pragma once

#include <cstddef>
#include <memory>

#include <kconnect/sql/row_writer.hpp>

#include "mysql/mysql_handles.hpp"
#include "mysql/mysql_lifeline.hpp"
#include "mysql/mysql_statements.hpp"

namespace kconnect::sql::mysql {

/// What a writer must know of its session. Outlives the writer.
struct WriterSession {
    st_mysql* handle = nullptr;
    const Lifeline* lifeline = nullptr;
    std::size_t max_packet_bytes = 0;  ///< The server's max_allowed_packet.
    bool bulk = false;                 ///< Array binding, MariaDB's alone, is to be used.
    NewRow new_row = NewRow::kValuesFunction;
};

/// Writes rows by array binding (one statement of one row, executed for all rows in one round
/// trip) or by prepared statements of several rows. Both apply the rows in their order, so that
/// equal keys within one write are no special case.
std::unique_ptr<RowWriter> make_row_writer(const WriterSession& session, const WriteShape& shape);

}  // namespace kconnect::sql::mysql
