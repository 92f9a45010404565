#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>
#include <kconnect/record_batch.hpp>
#include <kconnect/topic_partition.hpp>

namespace kconnect::kafka {

/// Reads partitions from chosen offsets, outside of any consumer group: it joins none and commits
/// nothing. For tools that look at what a sink was given.
/// Threads: one at a time. Everything throws KafkaException when Kafka refuses for good, or does
/// not answer within default.api.timeout.ms.
class TopicReader {
public:
    virtual ~TopicReader();

    /// The names of all topics of the cluster, in order.
    virtual std::vector<std::string> topics() = 0;
    /// The partitions of a topic, in order. Throws for a topic that does not exist.
    virtual std::vector<TopicPartition> partitions(const std::string& topic) = 0;
    /// The first offsets that are still there.
    virtual OffsetMap first_offsets(std::span<const TopicPartition> partitions) = 0;
    /// The offsets that the next records will get; with isolation.level=read_committed those of
    /// the first records that nobody may see yet.
    virtual OffsetMap end_offsets(std::span<const TopicPartition> partitions) = 0;

    /// From now on poll() gives the records of these partitions, from these offsets on.
    virtual void start(const OffsetMap& offsets) = 0;
    /// An empty batch of the kind that poll() fills. It may outlive the reader.
    virtual std::unique_ptr<RecordBatch> make_batch() = 0;
    /// Fills `batch` (empty, from make_batch()) with the next records, at most max.poll.records;
    /// waits up to `timeout` for the first.
    virtual void poll(RecordBatch& batch, std::chrono::milliseconds timeout) = 0;
    /// True when no record before `ends`, of end_offsets(), is left to read.
    virtual bool has_reached(const OffsetMap& ends) const = 0;
};

/// A reader over librdkafka. `config` is what sink_consumer_config() gives; its group is left out.
/// Throws ConfigException for a key that cannot be translated.
std::unique_ptr<TopicReader> make_topic_reader(const ConfigMap& config);

}  // namespace kconnect::kafka
