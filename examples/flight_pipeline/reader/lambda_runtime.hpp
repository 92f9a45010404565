#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "reader/invocation.hpp"
#include "reader/log_line.hpp"

namespace kconnect::flight_reader {

/// Lambda takes no larger answer.
inline constexpr std::size_t kMaxAnswerBytes = 6UL * 1024 * 1024;

/// Makes the function; what it throws ends the start.
using FunctionFactory = std::function<Function()>;

/// Runs a function as an AWS Lambda custom runtime: makes it, then answers one event after the
/// other until the Runtime API cannot be spoken to any more. Returns the process's exit code,
/// which is never 0: Lambda ends a runtime by a signal. `address` is AWS_LAMBDA_RUNTIME_API's.
int run_lambda(const std::string& address, const FunctionFactory& make_function, const Log& log);

}  // namespace kconnect::flight_reader
