#include "file_stream_sink.hpp"

#include <cerrno>
#include <cstring>
#include <iostream>

#include <kconnect/errors.hpp>

namespace kconnect::file {
namespace {

constexpr std::string_view kFileKey = "file";

}  // namespace

const ConfigDef& FileStreamSinkConnector::config_def() {
    static const ConfigDef def{
        {.name = std::string(kFileKey),
         .type = ConfigType::kString,
         .default_value = nullptr,
         .importance = Importance::kHigh,
         .doc = "File to append to; created when it does not exist. Standard output when absent."},
    };
    return def;
}

void FileStreamSinkConnector::start(ConnectorContext& /*context*/, const ConfigMap& config) {
    config_ = config;
}

std::vector<ConfigMap> FileStreamSinkConnector::task_configs(int max_tasks) {
    return std::vector<ConfigMap>(static_cast<std::size_t>(max_tasks), config_);
}

std::unique_ptr<SinkTask> FileStreamSinkConnector::create_task() const {
    return std::make_unique<FileStreamSinkTask>();
}

std::string_view FileStreamSinkConnector::task_class() const {
    return "org.apache.kafka.connect.file.FileStreamSinkTask";
}

void FileStreamSinkTask::start(const ConfigMap& config) {
    const auto parsed = FileStreamSinkConnector::config_def().parse(config);
    const auto file_name = parsed.optional_string(kFileKey);
    if (!file_name || file_name->empty()) {
        file_name_ = "standard output";
        output_ = &std::cout;
        return;
    }
    file_name_ = *file_name;
    errno = 0;
    file_.open(file_name_, std::ios::app | std::ios::binary);
    if (!file_) {
        throw ConnectException("Couldn't find or create file '" + file_name_ +
                               "' for FileStreamSinkTask: " + std::strerror(errno));
    }
    output_ = &file_;
}

void FileStreamSinkTask::put(const RecordBatch& batch) {
    for (const SinkRecord& record : batch) {
        *output_ << to_string(record.value_schema, record.value) << '\n';
    }
    // As in Java, readers of the file see the lines at once; a failure is told by flush().
    errno = 0;
    if (!output_->flush() && write_error_ == 0) {
        write_error_ = errno;
    }
}

bool FileStreamSinkConnector::alter_offsets(
    const ConfigMap& /*config*/,
    const std::map<TopicPartition, std::optional<std::int64_t>>& /*offsets*/) {
    return true;
}

void FileStreamSinkTask::flush(const OffsetMap& /*current*/) {
    errno = 0;
    if (!output_->flush()) {
        const std::string reason = std::strerror(write_error_ != 0 ? write_error_ : errno);
        write_error_ = 0;
        output_->clear();  // So that the records that come again have a chance.
        throw ConnectException("Cannot write to " + file_name_ + ": " + reason);
    }
}

void FileStreamSinkTask::stop() {
    if (file_.is_open()) {
        file_.close();
    }
}

}  // namespace kconnect::file
