#pragma once

#include <string_view>

#include <kconnect/sql/abort_signal.hpp>
#include <kconnect/sql/jdbc_url.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {

/// Waits until `socket` is ready for `events` of poll(2) or, where there is one, `abort` is raised.
/// Positive then, 0 after `timeout_milliseconds` (-1: no bound), -1 with errno for a failure;
/// interrupted waits go on, with the whole time-out.
int wait_for_socket(int socket,
                    short events,
                    int timeout_milliseconds,
                    const AbortSignal* abort) noexcept;

/// The error for a connection whose opening was aborted.
SqlError given_up_before_answer(std::string_view database, const HostPort& host);

}  // namespace kconnect::sql
