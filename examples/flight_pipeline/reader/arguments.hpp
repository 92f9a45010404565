#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "reader/run_command.hpp"

namespace kconnect::flight_reader {

/// A command line that makes no sense; what it says is one line.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    ~UsageError() override;
};

enum class Command { kHelp, kLambda, kRun };

struct Arguments {
    Command command = Command::kHelp;
    RunOptions run;
};

/// `program` is argv[0]: as `bootstrap` the program is a Lambda runtime. Throws UsageError.
Arguments parse_arguments(std::string_view program, std::span<const char* const> arguments);

/// What --help prints.
std::string_view usage();

}  // namespace kconnect::flight_reader
