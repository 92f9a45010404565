#include "gateway/json_access_log.hpp"

#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <kconnect/errors.hpp>

#include "text/iso_time.hpp"

namespace kconnect::flight_gateway {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostWaiting = 4UL * 1024 * 1024;

double in_milliseconds(std::chrono::microseconds duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

int open_target(const std::string& target) {
    if (target == "stdout") {
        return ::dup(STDOUT_FILENO);
    }
    constexpr mode_t kMode = 0640;
    const int file = ::open(target.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
    if (file < 0) {
        throw ConfigException(fmt::format("access_log: {} cannot be written: {}; name another file",
                                          target,
                                          std::generic_category().message(errno)));
    }
    return file;
}

}  // namespace

std::string access_line(const AccessRecord& record) {
    Json line = {{"time", flight_text::iso_time(record.time)},
                 {"requestId", record.request_id},
                 {"client", record.client},
                 {"method", record.method},
                 {"path", record.path},
                 {"status", record.status},
                 {"bytes", record.bytes},
                 {"durationMs", in_milliseconds(record.duration)},
                 {"integrationMs", nullptr}};
    if (record.integration) {
        line["integrationMs"] = in_milliseconds(*record.integration);
    }
    return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class JsonAccessLog::Writer {
public:
    explicit Writer(int file) : file_(file), thread_([this] { run(); }) {}
    ~Writer() {
        {
            const std::lock_guard lock(mutex_);
            is_ending_ = true;
        }
        changed_.notify_all();
        thread_.join();
        ::close(file_);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void add(const std::string& line) {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() + line.size() > kMostWaiting) {
                ++dropped_;
                return;
            }
            if (dropped_ > 0) {
                waiting_ += fmt::format("{{\"dropped\":{}}}\n", dropped_);
                dropped_ = 0;
            }
            waiting_ += line + "\n";
        }
        changed_.notify_all();
    }

    /// Takes the place of the present file, for this writer only.
    void replace_file(int file) {
        ::dup3(file, file_, O_CLOEXEC);
        ::close(file);
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
            if (waiting_.empty()) {
                return;
            }
            std::string text;
            text.swap(waiting_);
            lock.unlock();
            write_all(text);
            lock.lock();
        }
    }

    void write_all(std::string_view text) const {
        while (!text.empty()) {
            const auto written = ::write(file_, text.data(), text.size());
            if (written < 0 && errno != EINTR) {
                return;  // The disk is full or the reader has gone: requests go on.
            }
            text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
        }
    }

    const int file_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;
    std::uint64_t dropped_ = 0;
    bool is_ending_ = false;
    std::thread thread_;  ///< Last: it uses the rest.
};

JsonAccessLog::JsonAccessLog(const std::string& target) : target_(target) {
    if (target != "off") {
        writer_ = std::make_unique<Writer>(open_target(target));
    }
}

JsonAccessLog::~JsonAccessLog() = default;

void JsonAccessLog::reopen() {
    if (writer_ != nullptr && target_ != "stdout") {
        writer_->replace_file(open_target(target_));
    }
}

void JsonAccessLog::write(const AccessRecord& record) {
    if (writer_ != nullptr) {
        writer_->add(access_line(record));
    }
}

}  // namespace kconnect::flight_gateway
