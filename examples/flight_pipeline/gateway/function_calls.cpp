#include "gateway/function_calls.hpp"

#include <exception>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "gateway/proxy_answer.hpp"

namespace kconnect::flight_gateway {
namespace {

using std::chrono::steady_clock;

const Logger& logger() {
    static const Logger instance("kconnect.gateway.FunctionCalls");
    return instance;
}

/// As API Gateway answers for a function that failed; what went wrong is for the log only.
FunctionResult failure(const Invocation& invocation, const std::string& what) {
    logger().error(fmt::format("Request {}: the function failed: {}", invocation.request_id, what));
    return {.response = gateway_answer(502, "Internal server error"), .has_failed = true};
}

FunctionResult run(const FunctionCall& call) {
    const auto begin = steady_clock::now();
    FunctionResult result;
    try {
        const auto answer = (*call.function)(call.event(), call.invocation);
        result.response = http_answer(answer, call.payload);
    } catch (...) {
        result = failure(call.invocation, describe(std::current_exception()));
    }
    result.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
    return result;
}

}  // namespace

FunctionCalls::FunctionCalls(std::size_t threads, std::size_t queue)
    : limit_(threads + queue),
      pending_(std::make_shared<std::atomic<std::size_t>>(0)),
      threads_(threads) {
}

bool FunctionCalls::start(FunctionCall call, std::function<void(FunctionResult)> done) {
    if (pending_->load() >= limit_) {
        return false;
    }
    ++*pending_;
    threads_.run([pending = pending_, call = std::move(call), done = std::move(done)] {
        std::optional<FunctionResult> result;
        if (steady_clock::now() < call.invocation.deadline) {
            result = run(call);
        }
        --*pending;  // Before the answer: its client may ask again at once.
        if (result) {
            done(*std::move(result));
        }
    });
    return true;
}

}  // namespace kconnect::flight_gateway
