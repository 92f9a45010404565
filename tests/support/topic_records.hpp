#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kconnect::test {

/// A record with all that a producer gives it; what is absent is null.
struct TopicRecord {
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
    std::optional<std::int64_t> timestamp;  ///< Milliseconds since 1970; absent: when it is sent.
};

/// Sends records to partition 0 of a topic, in order, and waits until Kafka has them. Throws
/// std::runtime_error.
void send_records(const std::string& bootstrap_servers,
                  const std::string& topic,
                  const std::vector<TopicRecord>& records);

/// All records that a topic holds now, by partition and offset; none when there is no such topic.
/// Throws std::runtime_error.
std::vector<TopicRecord> read_topic(const std::string& bootstrap_servers, const std::string& topic);

}  // namespace kconnect::test
