#include "unit/flight_reader/fake_runtime_api.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <unistd.h>

namespace kconnect::flight_reader::testing {
namespace {

constexpr std::string_view kPrefix = "/2018-06-01/runtime/";

std::string http(int status, const std::string& headers = "", const std::string& body = "") {
    return fmt::format(
        "HTTP/1.1 {} X\r\n{}Content-Length: {}\r\n\r\n{}", status, headers, body.size(), body);
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return text;
}

}  // namespace

FakeRuntimeApi::FakeRuntimeApi() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
        throw std::runtime_error("no server on 127.0.0.1 can be set up");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

FakeRuntimeApi::~FakeRuntimeApi() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    ::shutdown(listener_, SHUT_RDWR);
    ::shutdown(client_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

void FakeRuntimeApi::add(FakeEvent event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
}

void FakeRuntimeApi::answer_once(const std::string& path_end, int status) {
    const std::lock_guard lock(mutex_);
    statuses_[path_end] = status;
}

std::vector<Report> FakeRuntimeApi::reports() const {
    const std::lock_guard lock(mutex_);
    return reports_;
}

std::vector<std::string> FakeRuntimeApi::breaches() const {
    const std::lock_guard lock(mutex_);
    return breaches_;
}

void FakeRuntimeApi::run() {
    while (!is_over_) {
        const int client = ::accept(listener_, nullptr, nullptr);
        if (client < 0) {
            return;
        }
        ++connections_;
        client_ = client;
        serve(client);
        client_ = -1;
        ::close(client);
    }
}

void FakeRuntimeApi::serve(int client) {
    std::string buffer;
    Request request;
    while (!is_over_ && read_request(client, buffer, request)) {
        const std::string text = answer(request);
        if (text.empty() || ::send(client, text.data(), text.size(), MSG_NOSIGNAL) !=
                                static_cast<ssize_t>(text.size())) {
            return;
        }
    }
}

bool FakeRuntimeApi::read_request(int client, std::string& buffer, Request& request) {
    request = {};
    std::array<char, 65536> chunk{};
    const auto read_more = [&] {
        const ssize_t size = ::recv(client, chunk.data(), chunk.size(), 0);
        buffer.append(chunk.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        return size > 0;
    };
    while (buffer.find("\r\n\r\n") == std::string::npos) {
        if (!read_more()) {
            return false;
        }
    }
    const std::size_t head_size = buffer.find("\r\n\r\n") + 4;
    std::size_t line = buffer.find("\r\n");
    const std::string first = buffer.substr(0, line);
    request.method = first.substr(0, first.find(' '));
    request.path = first.substr(request.method.size() + 1);
    request.path.resize(request.path.find(' '));
    while (line + 4 < head_size) {
        const std::size_t end = buffer.find("\r\n", line + 2);
        const std::string text = buffer.substr(line + 2, end - line - 2);
        const std::size_t colon = text.find(':');
        request.headers[lower_case(text.substr(0, colon))] =
            text.substr(std::min(text.size(), colon + 2));
        line = end;
    }
    const auto length = request.headers.find("content-length");
    const std::size_t size = length == request.headers.end() ? 0 : std::stoul(length->second);
    while (buffer.size() < head_size + size) {
        if (!read_more()) {
            return false;
        }
    }
    request.body = buffer.substr(head_size, size);
    buffer.erase(0, head_size + size);
    return true;
}

std::string FakeRuntimeApi::breach(const std::string& text, int status) {
    breaches_.push_back(text);
    return http(status, "", R"({"errorType":"Breach"})");
}

std::string FakeRuntimeApi::answer(const Request& request) {
    std::unique_lock lock(mutex_);
    if (request.headers.count("expect") != 0) {
        return breach("Expect header", 417);
    }
    if (!request.path.starts_with(kPrefix)) {
        return breach("path " + request.path, 404);
    }
    const std::string path = request.path.substr(kPrefix.size());
    for (const auto& [end, status] : statuses_) {
        if (path.ends_with(end)) {
            const int chosen = status;
            reports_.push_back({fmt::format("{} to {}", chosen, path), "", "", ""});
            statuses_.erase(end);
            if (chosen == 400) {
                pending_id_.clear();  // the invocation is over, as after a timeout
            }
            return http(chosen);
        }
    }
    if (path == "invocation/next") {
        has_started_ = true;
        changed_.wait(lock, [this] { return !events_.empty() || ends_ || is_over_; });
        return next_event(request);
    }
    return take_report(request, path);
}

std::string FakeRuntimeApi::next_event(const Request& request) {
    if (request.method != "GET" || !request.body.empty()) {
        return breach("invocation/next is a GET without a body", 405);
    }
    if (!pending_id_.empty()) {
        breaches_.push_back("next before an answer to " + pending_id_);
    }
    if (events_.empty()) {
        return {};
    }
    const FakeEvent event = events_.front();
    events_.pop_front();
    pending_id_ = event.request_id;
    std::string headers = fmt::format(
        "lambda-Runtime-Aws-Request-Id: {}\r\n"
        "Lambda-Runtime-Deadline-Ms: {}\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:x\r\n",
        event.request_id,
        event.deadline_millis);
    if (!event.trace_id.empty()) {
        headers += "Lambda-Runtime-Trace-Id: " + event.trace_id + "\r\n";
    }
    return http(200, headers, event.body);
}

std::string FakeRuntimeApi::take_report(const Request& request, const std::string& path) {
    if (request.method != "POST" || request.headers.count("content-length") == 0) {
        return breach(request.method + ' ' + path, 405);
    }
    if (path == "init/error") {
        if (has_started_) {
            return breach("init/error after the first next", 403);
        }
        return take_error(request, {"init", "", request.body, ""});
    }
    for (const std::string kind : {"response", "error"}) {
        if (path == fmt::format("invocation/{}/{}", pending_id_, kind) && !pending_id_.empty()) {
            Report report{kind, pending_id_, request.body, ""};
            if (kind == "error") {
                return take_error(request, std::move(report));
            }
            pending_id_.clear();
            reports_.push_back(std::move(report));
            return http(202, "", R"({"status":"OK"})");
        }
    }
    return breach("path or request id of " + path, 400);
}

std::string FakeRuntimeApi::take_error(const Request& request, Report report) {
    const auto type = request.headers.find("lambda-runtime-function-error-type");
    if (type == request.headers.end() || type->second.find('.') == std::string::npos) {
        return breach("error without Lambda-Runtime-Function-Error-Type Category.Reason", 400);
    }
    const auto body = nlohmann::json::parse(request.body, nullptr, false);
    if (!body.is_object() || !body.contains("errorMessage") || !body.contains("errorType")) {
        return breach("error body " + request.body, 400);
    }
    report.error_type = type->second;
    pending_id_.clear();
    reports_.push_back(std::move(report));
    return http(202, "", R"({"status":"OK"})");
}

}  // namespace kconnect::flight_reader::testing
