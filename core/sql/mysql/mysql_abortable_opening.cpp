#include "mysql/mysql_abortable_opening.hpp"

#include <cerrno>

#include <mysql.h>
#include <poll.h>

#include "src/socket_wait.hpp"

namespace kconnect::sql::mysql {
namespace {

/// What this thread opens a session under; the library hands no context to its wait function.
// NOLINTNEXTLINE(readability-identifier-naming): a variable, though at namespace scope
thread_local const AbortSignal* opening = nullptr;

/// The library's contract: positive when ready, 0 after the time-out, -1 for a failure; a time-out
/// of 0 or less is none.
int wait_for_server(my_socket socket, my_bool is_read, int timeout_milliseconds) {
    const int ready = wait_for_socket(socket,
                                      is_read != 0 ? POLLIN : POLLOUT,
                                      timeout_milliseconds > 0 ? timeout_milliseconds : -1,
                                      opening);
    if (opening != nullptr && opening->is_raised()) {
        errno = ECANCELED;
        return -1;
    }
    if (ready == 0) {
        errno = ETIMEDOUT;
    }
    return ready;
}

}  // namespace

AbortableOpening::AbortableOpening(const AbortSignal& abort) noexcept {
    opening = &abort;
}

AbortableOpening::~AbortableOpening() {
    opening = nullptr;
}

void let_waits_be_aborted(st_mysql* session) {
    mysql_optionsv(session, MARIADB_OPT_IO_WAIT, reinterpret_cast<void*>(&wait_for_server));
}

}  // namespace kconnect::sql::mysql
