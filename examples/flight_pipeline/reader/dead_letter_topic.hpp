#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "reader/dead_letter_file.hpp"

struct rd_kafka_conf_s;

namespace kconnect::flight_reader {

/// Where a topic for failed runs is.
struct DeadLetterTopicOptions {
    std::string topic;
    std::string servers;                          ///< HOST:PORT,HOST:PORT
    std::optional<std::filesystem::path> config;  ///< Lines of librdkafka's properties.
};

/// A Kafka topic for failed runs: the key is the run's id, the value its JSON line. No connection
/// is opened before a run is sent. Threads: one.
class DeadLetterTopic {
public:
    /// Throws std::runtime_error for a file that cannot be read and for properties that librdkafka
    /// does not take; their values are not in it.
    explicit DeadLetterTopic(DeadLetterTopicOptions options);
    ~DeadLetterTopic();
    DeadLetterTopic(const DeadLetterTopic&) = delete;
    DeadLetterTopic& operator=(const DeadLetterTopic&) = delete;

    /// Returns when all replicas in sync have the run. Throws std::runtime_error that names topic
    /// and servers when that takes longer than `time`, or cannot be.
    void send(const FailedRun& run, std::chrono::milliseconds time) const;

private:
    struct Free {
        void operator()(rd_kafka_conf_s* properties) const noexcept;
    };

    DeadLetterTopicOptions options_;
    std::unique_ptr<rd_kafka_conf_s, Free> properties_;
};

}  // namespace kconnect::flight_reader
