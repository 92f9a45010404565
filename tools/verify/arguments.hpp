#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kconnect::verify {

/// What the command line asks for.
struct Arguments {
    std::string worker_file;
    std::string sink_file;
    std::string topic;        ///< Of --topic; empty: all topics of the connector.
    std::string report_file;  ///< Of --report; empty: none.
    std::chrono::milliseconds settle{10000};
    std::chrono::seconds timeout{60};  ///< The longest silence of the database; 0: no bound.
    std::size_t listed_rows = 20;      ///< Rows that the text names; the report names all it has.
    bool repairs = false;
    bool repairs_extra = false;
    bool quiet = false;
    bool shows_help = false;
};

/// The command line is wrong; what() says how, in one line.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Reads the arguments behind the program's name. Throws UsageError.
Arguments parse_arguments(std::span<const char* const> words);

/// What --help prints.
std::string_view usage_text();

}  // namespace kconnect::verify
