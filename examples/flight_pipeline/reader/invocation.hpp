#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace kconnect::flight_reader {

/// One call of the function, as whoever runs it knows it.
struct Invocation {
    std::string request_id;
    /// When the answer is worth nothing any more.
    std::chrono::steady_clock::time_point deadline;
};

/// A Lambda function: takes an event as JSON, gives its answer as JSON.
using Function = std::function<std::string(std::string_view event, const Invocation& invocation)>;

}  // namespace kconnect::flight_reader
