#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <kconnect/source_task.hpp>

#include "line_reader.hpp"

namespace kconnect::file {

inline constexpr std::string_view kFileKey = "file";
inline constexpr std::string_view kTopicKey = "topic";
inline constexpr std::string_view kBatchSizeKey = "batch.size";

inline constexpr std::string_view kFilenameField = "filename";
inline constexpr std::string_view kPositionField = "position";
inline constexpr std::string_view kBytesField = "bytes";

/// Reads the lines of one file from where it stopped, and then those that are appended. Mirrors
/// Kafka's FileStreamSourceTask.
class FileStreamSourceTask : public SourceTask {
public:
    FileStreamSourceTask();
    ~FileStreamSourceTask() override;

    void start(const ConfigMap& config) override;
    /// Waits up to a second when there is no complete line. Throws ConnectException when the file
    /// cannot be read.
    void poll(SourceRecordBatch& batch) override;
    void stop() override;

private:
    struct Position {
        std::int64_t characters = 0;  ///< What Java stores as `position`.
        std::int64_t bytes = 0;
    };

    bool is_open() const noexcept { return reader_.has_value(); }
    bool open();
    Position stored_position();
    bool is_at_position();
    void add_lines(SourceRecordBatch& batch);
    void add(const Line& line, SourceRecordBatch& batch);
    Value source_offset(Arena& arena) const;
    void wait_for_more() const;
    bool has_more() const;

    std::optional<std::string> file_;  ///< Absent: standard input, which has no positions.
    std::string topic_;
    std::size_t batch_size_ = 0;
    int descriptor_ = -1;
    std::optional<LineReader> reader_;
    Position position_;
    bool waits_for_position_ = false;  ///< The descriptor does not stand at `position_` yet.
};

}  // namespace kconnect::file
