#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "gateway/gateway_config.hpp"
#include "http/http_message.hpp"
#include "http/request_threads.hpp"
#include "reader/invocation.hpp"

namespace kconnect::flight_gateway {

using flight_reader::Function;
using flight_reader::Invocation;

/// One call of a function.
struct FunctionCall {
    const Function* function;  ///< Borrowed until the call has ended.
    PayloadFormat payload;
    std::function<std::string()> event;  ///< Makes the event, on the call's thread.
    Invocation invocation;
};

/// What came of it.
struct FunctionResult {
    http::Response response;
    std::chrono::microseconds duration{};
    bool has_failed = false;
};

/// Calls functions on a bounded set of threads.
class FunctionCalls {
public:
    /// At most `threads` run and `queue` wait.
    FunctionCalls(std::size_t threads, std::size_t queue);

    /// Calls the function and gives the result to `done`, on the call's thread; one whose deadline
    /// has passed before its turn is not called, and `done` neither. False when too many wait.
    /// Threads: one at a time.
    bool start(FunctionCall call, std::function<void(FunctionResult)> done);

    /// Drops what has not begun and waits for the rest; false when some of it runs at `deadline`.
    bool stop(std::chrono::steady_clock::time_point deadline) { return threads_.stop(deadline); }

private:
    const std::size_t limit_;
    const std::shared_ptr<std::atomic<std::size_t>> pending_;
    http::RequestThreads threads_;
};

}  // namespace kconnect::flight_gateway
