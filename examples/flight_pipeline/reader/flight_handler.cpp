#include "reader/flight_handler.hpp"

#include <exception>
#include <utility>

#include <kconnect/errors.hpp>

#include "reader/content_coding.hpp"
#include "reader/entity_tag.hpp"
#include "reader/flight_query.hpp"
#include "reader/flight_table.hpp"
#include "reader/gateway_answer.hpp"
#include "reader/gateway_event.hpp"
#include "reader/request_error.hpp"
#include "reader/setting_names.hpp"
#include "text/header_list.hpp"

namespace kconnect::flight_reader {
namespace {

/// What is left for the answer when the database is given up.
constexpr std::chrono::milliseconds kTimeForTheAnswer{100};
/// Smaller bodies only grow.
constexpr std::size_t kLeastBytesToCompress = 512;
constexpr std::chrono::milliseconds kWarmUp{2000};

std::int64_t epoch_millis() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

void check_route(const GatewayRequest& request) {
    if (request.path != "/flightData") {
        throw RequestError(
            404, "not_found", "There is nothing at " + shown(request.path) + "; see /flightData");
    }
    if (request.method != "GET" && request.method != "HEAD") {
        throw RequestError(405,
                           "method_not_allowed",
                           "Method " + shown(request.method) + " is not allowed; use GET or HEAD");
    }
}

GatewayAnswer page_answer(const GatewayRequest& request, const FlightPage& page) {
    GatewayAnswer answer;
    answer.body = page.json(epoch_millis());
    const bool compress = answer.body.size() >= kLeastBytesToCompress &&
                          accepts_gzip(request.header("accept-encoding"));
    const std::string tag = entity_tag(page.identity, compress ? "gzip" : "");
    answer.headers = {{"etag", tag},
                      {"cache-control", "no-cache"},
                      {"vary", "accept-encoding"},
                      {"x-content-type-options", "nosniff"}};
    if (flight_text::has_entity_tag(request.header("if-none-match").value_or(""), tag)) {
        answer.status = 304;
        answer.body.clear();
        return answer;
    }
    answer.headers["content-type"] = "application/json";
    if (compress) {
        answer.headers["content-encoding"] = "gzip";
    }
    if (request.method == "HEAD") {
        answer.body.clear();
    } else if (compress) {
        answer.body = gzip(answer.body);
        answer.is_binary = true;
    }
    return answer;
}

}  // namespace

class FlightHandler::Parts {
public:
    Parts(const ReaderSettings& settings, Log log)
        : connection_(settings.connection), table_(settings), log_(std::move(log)) {}

    GatewayAnswer answer(std::string_view event, const Invocation& invocation);
    void warm_up() noexcept;

private:
    GatewayAnswer answer_request(const GatewayRequest& request, const Invocation& invocation);
    GatewayAnswer failure(const RequestError& error, const Invocation& invocation) const;
    GatewayAnswer internal_failure(const std::exception& error, const Invocation& invocation) const;

    /// An error in the words of whoever set up the reader.
    std::string readable(const std::string& error) const {
        return in_readers_names(error, connection_);
    }

    const sql::ConnectionSettings connection_;
    FlightTable table_;
    Log log_;
};

GatewayAnswer FlightHandler::Parts::answer_request(const GatewayRequest& request,
                                                   const Invocation& invocation) {
    check_route(request);
    const FlightQuery query = parse_flight_query(request.parameters);
    const auto deadline = invocation.deadline - kTimeForTheAnswer;
    if (std::chrono::steady_clock::now() >= deadline) {
        throw RequestError(504, "timeout", "There is no time left to ask the database");
    }
    const FlightPage page =
        table_.read(query, deadline, [this, &invocation](const std::string& error) {
            log_(log_line("WARN",
                          {{"request_id", invocation.request_id}, {"error", readable(error)}}));
        });
    return page_answer(request, page);
}

GatewayAnswer FlightHandler::Parts::failure(const RequestError& error,
                                            const Invocation& invocation) const {
    GatewayAnswer answer =
        error_answer(error.status(), error.code(), error.what(), invocation.request_id);
    if (error.status() == 405) {
        answer.headers["allow"] = "GET, HEAD";
    }
    if (error.status() >= 500) {
        answer.headers.emplace("retry-after", "1");
        log_(log_line("ERROR",
                      {{"request_id", invocation.request_id},
                       {"status", std::to_string(error.status())},
                       {"error", error.what()}}));
    }
    return answer;
}

GatewayAnswer FlightHandler::Parts::internal_failure(const std::exception& error,
                                                     const Invocation& invocation) const {
    log_(log_line("ERROR",
                  {{"request_id", invocation.request_id},
                   {"status", "500"},
                   {"error", readable(error.what())}}));
    return error_answer(500,
                        "internal",
                        "The flights cannot be read; whoever runs this finds the reason in the log "
                        "by the request's id",
                        invocation.request_id);
}

GatewayAnswer FlightHandler::Parts::answer(std::string_view event, const Invocation& invocation) {
    GatewayAnswer answer;
    bool is_head = false;
    try {
        const GatewayRequest request = read_event(event);
        is_head = request.method == "HEAD";
        answer = answer_request(request, invocation);
    } catch (const RequestError& error) {
        answer = failure(error, invocation);
    } catch (const std::exception& error) {
        answer = internal_failure(error, invocation);
    }
    if (is_head) {
        answer.body.clear();
    }
    return answer;
}

void FlightHandler::Parts::warm_up() noexcept {
    try {
        table_.warm_up(std::chrono::steady_clock::now() + kWarmUp);
    } catch (const std::exception& error) {
        log_(log_line("WARN", {{"error", readable(error.what())}}));
    }
}

FlightHandler::FlightHandler(const ReaderSettings& settings, Log log)
    : parts_(std::make_unique<Parts>(settings, std::move(log))) {
}

FlightHandler::~FlightHandler() = default;

std::string FlightHandler::handle(std::string_view event, const Invocation& invocation) {
    return parts_->answer(event, invocation).json();
}

void FlightHandler::warm_up() noexcept {
    parts_->warm_up();
}

}  // namespace kconnect::flight_reader
