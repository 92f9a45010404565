#pragma once

// Private to core/kafka: what librdkafka's error codes are in Java.

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

#include <librdkafka/rdkafka.h>

namespace kconnect::kafka {

/// The exception for an error code, with Java's class.
std::exception_ptr to_exception(rd_kafka_resp_err_t code, std::string_view what);

/// Likewise, with Java's text for what the broker said about a topic.
std::exception_ptr topic_exception(rd_kafka_resp_err_t code, std::string_view topic);

/// Likewise, for a record that was not delivered to a partition (-1: none was chosen) within
/// `delivery_timeout_ms`.
std::exception_ptr delivery_exception(rd_kafka_resp_err_t code,
                                      std::string_view topic,
                                      std::int32_t partition,
                                      std::string_view delivery_timeout_ms);

/// An error as librdkafka reports it for a connection, after explain().
struct ConnectionError {
    rd_kafka_resp_err_t code;
    std::string text;
};

/// Tells refused certificates from broken connections, and names Java's keys as the remedy.
ConnectionError explain(rd_kafka_resp_err_t code, std::string_view reason);

/// True for errors that Java's client throws to its user, not retries.
bool is_unrecoverable(rd_kafka_resp_err_t code, std::string_view reason) noexcept;

}  // namespace kconnect::kafka
