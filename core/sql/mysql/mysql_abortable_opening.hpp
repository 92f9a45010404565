#pragma once

#include <kconnect/sql/abort_signal.hpp>

#include "mysql/mysql_handles.hpp"

namespace kconnect::sql::mysql {

/// While it lives, waits of the client library on this thread end once the signal is raised, in
/// sessions made by let_waits_be_aborted(). One at a time for each thread.
class AbortableOpening {
public:
    explicit AbortableOpening(const AbortSignal& abort) noexcept;
    ~AbortableOpening();
    AbortableOpening(const AbortableOpening&) = delete;
    AbortableOpening& operator=(const AbortableOpening&) = delete;
};

/// Makes the library's waits for the session's server ours. Before it connects.
void let_waits_be_aborted(st_mysql* session);

}  // namespace kconnect::sql::mysql
