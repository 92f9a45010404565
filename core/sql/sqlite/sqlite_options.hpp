#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kconnect/sql/jdbc_url.hpp>

namespace kconnect::sql::sqlite {

/// What the parameters of a `jdbc:sqlite:` URL and further `connection.*` keys ask for.
struct Options {
    std::string file;  ///< A path, "file:" URI, ":memory:", or empty: a private temporary database.
    int busy_timeout_milliseconds = 5000;
    /// How a transaction begins (transaction_mode). IMMEDIATE takes the write lock at once and
    /// waits for it; DEFERRED may fail at its first write, without waiting.
    std::string transaction_mode = "IMMEDIATE";
    std::vector<std::pair<std::string, std::string>> pragmas;  ///< Run after opening.
    std::vector<std::string> unknown;
};

/// Reads them; the URL wins. Throws ConfigException for a value that cannot be.
Options parse_options(const ConnectionSettings& settings);

}  // namespace kconnect::sql::sqlite
