#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/connector.hpp>
#include <kconnect/sink_task.hpp>

namespace kconnect::file {

/// Appends each record's value as one line of text to a file, or to standard output.
class FileStreamSinkConnector : public SinkConnector {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void start(ConnectorContext& context, const ConfigMap& config) override;
    std::vector<ConfigMap> task_configs(int max_tasks) override;

    std::unique_ptr<SinkTask> create_task() const override;
    std::string_view task_class() const override;
    /// All that it has are the offsets of its group.
    bool alter_offsets(
        const ConfigMap& config,
        const std::map<TopicPartition, std::optional<std::int64_t>>& offsets) override;

private:
    ConfigMap config_;
};

/// Writes the lines of one task. A line is the value as Java's `toString()` prints it; `null` for
/// a tombstone. Lines are handed to the system with each put().
class FileStreamSinkTask : public SinkTask {
public:
    void start(const ConfigMap& config) override;
    void put(const RecordBatch& batch) override;
    /// Throws ConnectException when the lines cannot be written; they come again.
    void flush(const OffsetMap& current) override;
    void stop() override;

private:
    std::string file_name_;  ///< "standard output" when there is no file.
    std::ofstream file_;
    std::ostream* output_ = nullptr;  ///< file_ or std::cout.
    int write_error_ = 0;             ///< Why lines could not be written, until flush() says so.
};

}  // namespace kconnect::file
