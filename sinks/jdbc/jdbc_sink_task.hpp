#pragma once

#include <memory>
#include <optional>
#include <span>

#include <kconnect/sink_task.hpp>

#include "jdbc_sink_config.hpp"
#include "unit_writer.hpp"

namespace kconnect::jdbc {

/// Writes records to the tables of one database. put() plans; the UnitWriter's thread writes;
/// pre_commit() tells how far the tables are durable.
class JdbcSinkTask final : public SinkTask {
public:
    /// `parse` reads the configuration's vocabulary.
    explicit JdbcSinkTask(
        JdbcSinkConfig (*parse)(const ConfigMap& config) = parse_jdbc_sink_config);
    ~JdbcSinkTask() override;

    void start(const ConfigMap& config) override;
    void put(const RecordBatch& batch) override;
    OffsetMap pre_commit(const OffsetMap& current, std::chrono::milliseconds wait) override;
    void close(std::span<const TopicPartition> partitions) override;
    void stop() override;

private:
    bool is_taken(const RecordBatch& batch);
    void remember_first_offsets(const RecordBatch& batch);
    void rewind_remaining(std::span<const TopicPartition> closed);

    JdbcSinkConfig (*parse_)(const ConfigMap& config);
    std::optional<JdbcSinkConfig> config_;
    std::unique_ptr<UnitWriter> writer_;
    OffsetMap first_offsets_;  ///< First offset put of each partition since it was assigned.
};

}  // namespace kconnect::jdbc
