#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/logging.hpp>

#include "client_errors.hpp"
#include "client_properties.hpp"
#include "offset_reset.hpp"
#include "rdkafka_handles.hpp"

namespace kconnect::kafka {

class RdKafkaConsumer;
class RdKafkaProducer;

/// What librdkafka's callbacks write to; lives as long as the client.
/// Threads: log lines and offset resets come from any, all else from the thread that polls.
class ClientEvents {
public:
    explicit ClientEvents(std::string_view logger);

    const Logger& logger() const noexcept { return logger_; }
    const std::string& log_context() const noexcept { return log_context_; }

    /// Remembers an error after which the client is of no use, unless there is one already.
    void fail(std::exception_ptr error);
    /// The first such error, once; null when there is none.
    std::exception_ptr take_failure();

    /// Remembers a reset until the polling thread takes it. Threads: any.
    void note(OffsetReset reset);
    std::vector<OffsetReset> take_resets();

    /// For rebalance and commit callbacks; borrowed, null once nobody wants to hear of them.
    RdKafkaConsumer* consumer = nullptr;
    RdKafkaProducer* producer = nullptr;  ///< For delivery reports; borrowed.

private:
    Logger logger_;
    std::string log_context_;  ///< Of the thread that made the client.
    std::exception_ptr failure_;
    std::atomic<bool> has_resets_ = false;  ///< Spares polls the lock.
    std::mutex resets_lock_;
    std::vector<OffsetReset> resets_;
};

/// A librdkafka client and what its callbacks need. The last owner destroys it, perhaps a batch
/// that a sink has kept.
class Client {
public:
    /// Applies `properties`, logs warnings and unused keys, and starts the client. `prepare` may
    /// set callbacks first. Throws ConfigException for a value that librdkafka refuses.
    static std::shared_ptr<Client> start(ClientKind kind,
                                         const TranslatedProperties& properties,
                                         std::string_view logger,
                                         void (*prepare)(rd_kafka_conf_t*) = nullptr);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    rd_kafka_t* get() const noexcept { return client_; }
    ClientEvents& events() noexcept { return events_; }
    /// Serves callbacks; waits up to `timeout` for the first.
    void serve(std::chrono::milliseconds timeout) noexcept;
    /// From now on nobody waits for the client's end: it did not close in time.
    void abandon() noexcept { abandoned_ = true; }

private:
    explicit Client(std::string_view logger) : events_(logger) {}

    ClientEvents events_;
    rd_kafka_t* client_ = nullptr;
    bool abandoned_ = false;
};

}  // namespace kconnect::kafka
