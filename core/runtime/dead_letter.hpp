#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>
#include <kconnect/topic_partition.hpp>

#include "kafka/record_producer.hpp"
#include "task_status.hpp"

namespace kconnect::runtime {

/// A failed record on its way to the dead-letter topic, with a copy of all its parts.
struct DeadLetter {
    struct Header {
        std::string key;
        std::optional<std::string> value;
    };

    TopicPartition source;
    std::int64_t offset = 0;
    std::optional<std::int64_t> timestamp;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<Header> headers;
};

/// The record as it lies in Kafka: key, value, headers and timestamp. Behind its headers come, if
/// asked for, Connect's `__connect.errors.*`, and then `extra_headers`.
DeadLetter make_dead_letter(const ErrantRecord& record,
                            std::span<const RawHeader> extra_headers,
                            const TaskId& task,
                            bool context_headers);

/// Borrows all parts of `letter`; `headers` is filled and borrowed, too.
kafka::OutgoingRecord outgoing(const DeadLetter& letter,
                               const std::string& topic,
                               std::vector<RawHeader>& headers);

}  // namespace kconnect::runtime
