#pragma once

#include <iosfwd>

#include "config/secret_mask.hpp"
#include "verify/arguments.hpp"
#include "verify/progress.hpp"
#include "verify/report.hpp"

namespace kconnect::verify {

/// Exit codes of the program.
enum class ExitCode : int { kEqual = 0, kDifferent = 1, kConfiguration = 2, kUnreachable = 3 };

/// Reads the files, compares all tables and repairs what is to be repaired. Throws ConfigException
/// or another ConnectException for what is wrong with files or server.
Report verify(const Arguments& arguments, SecretMask& secrets, Progress& progress);

/// What an error means for the program's end.
ExitCode exit_code_of(const std::exception_ptr& error);

}  // namespace kconnect::verify
