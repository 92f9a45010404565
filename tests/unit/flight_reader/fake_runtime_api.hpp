#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kconnect::flight_reader::testing {

/// An event that the fake gives out.
struct FakeEvent {
    std::string request_id;
    std::string body;
    std::string deadline_millis;  ///< As the header has it.
    std::string trace_id = "";
};

/// What the runtime sent back: "response", "error" or "init".
struct Report {
    std::string kind;
    std::string request_id;
    std::string body;
    std::string error_type;
};

/// Lambda's Runtime API as strict as can be: whatever the documentation does not allow is noted as
/// a breach. When all events are answered it waits, or closes the connection when told to.
class FakeRuntimeApi {
public:
    FakeRuntimeApi();
    ~FakeRuntimeApi();
    FakeRuntimeApi(const FakeRuntimeApi&) = delete;
    FakeRuntimeApi& operator=(const FakeRuntimeApi&) = delete;

    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    void add(FakeEvent event);
    /// The next call whose path ends so is answered with this status; its effect is noted anyway.
    void answer_once(const std::string& path_end, int status);
    /// Closes the connection instead of waiting for further events.
    void end_after_last_event() { ends_ = true; }

    std::vector<Report> reports() const;
    std::vector<std::string> breaches() const;
    int connections() const { return connections_; }

private:
    struct Request {
        std::string method;
        std::string path;
        std::map<std::string, std::string> headers;
        std::string body;
    };

    void run();
    void serve(int client);
    bool read_request(int client, std::string& buffer, Request& request);
    /// The whole answer; empty to close the connection.
    std::string answer(const Request& request);
    std::string next_event(const Request& request);
    std::string take_report(const Request& request, const std::string& rest);
    std::string take_error(const Request& request, Report report);
    std::string breach(const std::string& text, int status);

    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> ends_{false};
    std::atomic<bool> is_over_{false};
    std::atomic<int> client_{-1};
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<FakeEvent> events_;
    std::string pending_id_;  ///< Given out and not answered.
    bool has_started_ = false;
    std::map<std::string, int> statuses_;
    std::vector<Report> reports_;
    std::vector<std::string> breaches_;
    std::thread thread_;
};

}  // namespace kconnect::flight_reader::testing
