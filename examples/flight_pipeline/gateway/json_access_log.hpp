#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace kconnect::flight_gateway {

/// One request, as the access log has it.
struct AccessRecord {
    std::chrono::sys_time<std::chrono::milliseconds> time{};
    std::string request_id{};
    std::string client{};
    std::string method{};
    std::string path{};  ///< Without the query, which may hold what nobody should log.
    int status = 0;      ///< 0: hung up before an answer.
    std::size_t bytes = 0;
    std::chrono::microseconds duration{};
    std::optional<std::chrono::microseconds> integration{};  ///< Of the function, if it was called.
};

/// The line of a record: one JSON object.
std::string access_line(const AccessRecord& record);

/// Writes lines on a thread of its own, so that a slow disk or reader holds up no request; when too
/// many wait, lines are dropped and the next one that is written tells how many. Threads: any.
class JsonAccessLog {
public:
    /// `target` is "stdout", "off" or a file to append to. Throws ConfigException when it cannot be
    /// opened.
    explicit JsonAccessLog(const std::string& target);
    /// Writes what waits.
    ~JsonAccessLog();
    JsonAccessLog(const JsonAccessLog&) = delete;
    JsonAccessLog& operator=(const JsonAccessLog&) = delete;

    void write(const AccessRecord& record);

    /// Opens the file anew, by its name: that is another one after it was renamed. Throws
    /// ConfigException and goes on with the old one when it cannot be opened.
    void reopen();

private:
    class Writer;
    const std::string target_;
    std::unique_ptr<Writer> writer_;  ///< Null: off.
};

}  // namespace kconnect::flight_gateway
