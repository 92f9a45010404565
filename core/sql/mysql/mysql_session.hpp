#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <kconnect/sql/abort_signal.hpp>
#include <kconnect/sql/jdbc_url.hpp>

#include "mysql/mysql_handles.hpp"
#include "mysql/mysql_options.hpp"

namespace kconnect::sql::mysql {

/// A server that answered, and what it said of itself.
struct Session {
    SessionHandle handle;
    HostPort host;  ///< Where it is; the port is never 0.
    bool mariadb = false;
    bool bulk_binding = false;
    bool ignores_name_case = false;  ///< lower_case_table_names is not 0.
    std::size_t max_packet_bytes = 0;
    unsigned long thread_id = 0;
    std::string version;
};

/// Opens a session with the first host that answers and prepares it: TCP, utf8mb4, time zone
/// +00:00, strict mode as the Java drivers set it, the session variables asked for. Throws
/// SqlError that names host, port, database, user and the remedy, or that `abort` was raised,
/// ConfigException for a setting that cannot work.
Session open_session(const Options& options,
                     const std::vector<HostPort>& hosts,
                     const std::string& application_name,
                     const AbortSignal& abort);

/// Logs in and nothing else.
SessionHandle log_in(const Options& options,
                     const HostPort& host,
                     const std::string& application_name);

/// Runs a statement; what it answers is dropped. Throws SqlError.
void run(st_mysql* session, std::string_view sql);

}  // namespace kconnect::sql::mysql
