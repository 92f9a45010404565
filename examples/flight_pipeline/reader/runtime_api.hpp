#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "reader/invocation.hpp"

namespace kconnect::flight_reader {

/// The Lambda Runtime API gave another answer than it should, or none.
class RuntimeApiError : public std::runtime_error {
public:
    /// `status` is HTTP's, 0 when there was no answer.
    RuntimeApiError(const std::string& message, long status);
    ~RuntimeApiError() override;

    long status() const noexcept { return status_; }

private:
    long status_;
};

/// The event that the function is to answer next.
struct NextInvocation {
    std::string event;
    Invocation invocation;
    std::string trace_id;  ///< For X-Ray; empty when there is none.
};

/// AWS Lambda's Runtime API, version 2018-06-01, over libcurl. Never asks a proxy.
/// Threads: one. Every call throws RuntimeApiError.
class RuntimeApi {
public:
    /// `address` is host:port, as AWS_LAMBDA_RUNTIME_API has it.
    explicit RuntimeApi(const std::string& address);
    ~RuntimeApi();
    RuntimeApi(const RuntimeApi&) = delete;
    RuntimeApi& operator=(const RuntimeApi&) = delete;

    /// Waits for the next event, for as long as it takes: Lambda may freeze the process meanwhile.
    NextInvocation next();
    void respond(const std::string& request_id, std::string_view answer);
    /// `type` is Category.Reason.
    void report_error(const std::string& request_id,
                      const std::string& type,
                      const std::string& message);
    void report_init_error(const std::string& type, const std::string& message);

private:
    class Http;
    void post(const std::string& path, std::string_view body, const std::string& error_type);

    std::unique_ptr<Http> http_;
};

}  // namespace kconnect::flight_reader
