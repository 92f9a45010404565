#include "file_stream_source_connector.hpp"

#include <string>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/maps.hpp>

#include "file_stream_source_task.hpp"

namespace kconnect::file {
namespace {

bool has_key(const Value& map, std::string_view key) {
    for (const MapEntry& entry : map.as_map()) {
        if (entry.key.kind() == ValueKind::kString && entry.key.as_string() == key) {
            return true;
        }
    }
    return false;
}

void check_offset(const Value& partition, const Value& offset) {
    if (offset.is_null()) {
        return;  // Garbage may always be cleaned up.
    }
    if (!has_key(offset, kPositionField)) {
        throw ConnectException(
            "Offset objects should either be null or contain the key 'position'");
    }
    const Value position = value_at(offset, kPositionField);
    if (position.kind() != ValueKind::kInt64) {
        throw ConnectException(
            "The value for the 'position' key in the offset is expected to be a Long value");
    }
    if (position.as_int64() < 0) {
        throw ConnectException(
            "The value for the 'position' key in the offset should be a non-negative value");
    }
    if (partition.is_null()) {
        throw ConnectException("Partition objects cannot be null");
    }
    if (!has_key(partition, kFilenameField)) {
        throw ConnectException("Partition objects should contain the key 'filename'");
    }
}

}  // namespace

const ConfigDef& FileStreamSourceConnector::config_def() {
    static const ConfigDef def{
        {.name = std::string(kFileKey),
         .type = ConfigType::kString,
         .default_value = nullptr,
         .importance = Importance::kHigh,
         .doc = "Source filename. If not specified, the standard input will be used"},
        {.name = std::string(kTopicKey),
         .type = ConfigType::kString,
         .validator = non_empty_string(),
         .importance = Importance::kHigh,
         .doc = "The topic to publish data to"},
        {.name = std::string(kBatchSizeKey),
         .type = ConfigType::kInt,
         .default_value = "2000",
         .importance = Importance::kLow,
         .doc = "The maximum number of records the source task can read from the file each time it "
                "is polled"},
    };
    return def;
}

void FileStreamSourceConnector::start(ConnectorContext& /*context*/, const ConfigMap& config) {
    config_ = config;
    const auto file = config_def().parse(config).optional_string(kFileKey);
    Logger("kconnect.file.FileStreamSourceConnector")
        .info("Starting file source connector reading from " +
              (file && !file->empty() ? *file : "standard input"));
}

std::vector<ConfigMap> FileStreamSourceConnector::task_configs(int /*max_tasks*/) {
    return {config_};
}

std::unique_ptr<SourceTask> FileStreamSourceConnector::create_task() const {
    return std::make_unique<FileStreamSourceTask>();
}

std::string_view FileStreamSourceConnector::task_class() const {
    return "org.apache.kafka.connect.file.FileStreamSourceTask";
}

bool FileStreamSourceConnector::alter_offsets(const ConfigMap& config,
                                              std::span<const SourceOffset> offsets) {
    const auto file = config_def().parse(config).optional_string(kFileKey);
    if (!file || file->empty()) {
        throw ConnectException(
            "Offsets cannot be modified if the 'file' configuration is unspecified. This is "
            "because "
            "stdin is used for input and offsets are not tracked.");
    }
    for (const auto& [partition, offset] : offsets) {
        check_offset(partition, offset);
    }
    // Whether a position is one of the file is the task's to find out.
    return true;
}

}  // namespace kconnect::file
