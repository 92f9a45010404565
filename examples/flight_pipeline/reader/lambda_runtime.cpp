#include "reader/lambda_runtime.hpp"

#include <cstdlib>
#include <exception>
#include <optional>

#include <fmt/format.h>

#include "reader/gateway_answer.hpp"
#include "reader/runtime_api.hpp"

namespace kconnect::flight_reader {
namespace {

/// The session is over: the next call would only fail again.
bool is_fatal(const RuntimeApiError& error) {
    return error.status() == 0 || error.status() >= 500;
}

/// For X-Ray's library, as Lambda's documentation asks for it.
void set_trace_id(const std::string& trace_id) {
    constexpr const char* kVariable = "_X_AMZN_TRACE_ID";
    if (trace_id.empty()) {
        ::unsetenv(kVariable);
    } else {
        ::setenv(kVariable, trace_id.c_str(), 1);
    }
}

std::string too_large(std::size_t bytes, const std::string& request_id) {
    return error_answer(500,
                        "answer_too_large",
                        fmt::format("The answer has {} bytes, Lambda takes {}; ask for fewer rows "
                                    "with limit",
                                    bytes,
                                    kMaxAnswerBytes),
                        request_id)
        .json();
}

class LambdaRuntime {
public:
    LambdaRuntime(const std::string& address, const Log& log) : api_(address), log_(log) {}

    std::optional<Function> start(const FunctionFactory& make_function) {
        try {
            return make_function();
        } catch (const std::exception& error) {
            log_(log_line("FATAL", {{"error", error.what()}}));
            api_.report_init_error("Runtime.ConfigInvalid", error.what());
            return std::nullopt;
        }
    }

    [[noreturn]] void run(const Function& function) {
        while (true) {
            const NextInvocation next = api_.next();
            set_trace_id(next.trace_id);
            try {
                answer(function, next);
            } catch (const RuntimeApiError& error) {
                log_(log_line(
                    "ERROR",
                    {{"request_id", next.invocation.request_id}, {"error", error.what()}}));
                if (is_fatal(error)) {
                    throw;
                }
            }
        }
    }

private:
    void answer(const Function& function, const NextInvocation& next) {
        const std::string& id = next.invocation.request_id;
        std::string answer;
        try {
            answer = function(next.event, next.invocation);
        } catch (const std::exception& error) {
            log_(log_line("ERROR", {{"request_id", id}, {"error", error.what()}}));
            // The caller may be a stranger: the reason stays in the log.
            api_.report_error(id, "Runtime.FunctionFailed", "The function failed; see its log");
            return;
        }
        if (answer.size() > kMaxAnswerBytes) {
            answer = too_large(answer.size(), id);
        }
        send(id, answer);
    }

    void send(const std::string& id, const std::string& answer) {
        try {
            api_.respond(id, answer);
        } catch (const RuntimeApiError& error) {
            if (error.status() != 413) {
                throw;
            }
            log_(log_line("ERROR", {{"request_id", id}, {"error", error.what()}}));
            api_.report_error(id,
                              "Function.ResponseSizeTooLarge",
                              fmt::format("The answer has {} bytes", answer.size()));
        }
    }

    RuntimeApi api_;
    const Log& log_;
};

}  // namespace

int run_lambda(const std::string& address, const FunctionFactory& make_function, const Log& log) {
    try {
        LambdaRuntime runtime(address, log);
        const std::optional<Function> function = runtime.start(make_function);
        if (function) {
            runtime.run(*function);
        }
    } catch (const std::exception& error) {
        log(log_line("FATAL", {{"error", error.what()}}));
    }
    return 1;
}

}  // namespace kconnect::flight_reader
