#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "reader/invocation.hpp"
#include "reader/log_line.hpp"
#include "reader/reader_settings.hpp"

namespace kconnect::flight_reader {

/// `GET /flightData`: turns API Gateway's proxy events (payload 1.0 and 2.0) and EventBridge's
/// scheduled ones into bounded queries, and their rows into answers.
/// Threads: any.
class FlightHandler {
public:
    /// Opens no connection yet. Throws ConfigException for settings that cannot work.
    /// `log` gets a JSON line for each retry and each answer 5XX.
    explicit FlightHandler(const ReaderSettings& settings, Log log = log_to_standard_error);
    ~FlightHandler();
    FlightHandler(const FlightHandler&) = delete;
    FlightHandler& operator=(const FlightHandler&) = delete;

    /// The answer as JSON: `{"statusCode", "headers", "body", "isBase64Encoded"}`. Whatever comes
    /// gets an answer: 4XX for the caller's faults, 5XX with the request's id for ours.
    /// Blocks, not beyond the invocation's deadline.
    std::string handle(std::string_view event, const Invocation& invocation);

    /// Opens a connection so that the first answer is faster; a failure is left to the first call.
    void warm_up() noexcept;

private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace kconnect::flight_reader
