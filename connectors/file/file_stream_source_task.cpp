#include "file_stream_source_task.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/schema.hpp>

#include "file_stream_source_connector.hpp"
#include "java_text.hpp"

namespace kconnect::file {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.file.FileStreamSourceTask");
    return instance;
}

std::int64_t now_in_milliseconds() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t size_of(int descriptor) {
    struct ::stat status {};
    return ::fstat(descriptor, &status) == 0 ? status.st_size : 0;
}

/// A number of a stored offset; absent when there is none.
std::optional<std::int64_t> number_at(const Value& offset, std::string_view key) {
    const Value value = value_at(offset, key);
    if (value.is_null()) {
        return std::nullopt;
    }
    if (value.kind() != ValueKind::kInt64) {
        throw ConnectException("Offset position is the incorrect type");
    }
    return value.as_int64();
}

}  // namespace

FileStreamSourceTask::FileStreamSourceTask() = default;

FileStreamSourceTask::~FileStreamSourceTask() {
    FileStreamSourceTask::stop();
}

void FileStreamSourceTask::start(const ConfigMap& config) {
    const auto parsed = FileStreamSourceConnector::config_def().parse(config);
    file_ = parsed.optional_string(kFileKey);
    if (file_ && file_->empty()) {
        file_.reset();
    }
    topic_ = parsed.string(kTopicKey);
    batch_size_ =
        static_cast<std::size_t>(std::max<std::int64_t>(1, parsed.integer(kBatchSizeKey)));
    if (!file_) {
        descriptor_ = STDIN_FILENO;
        reader_.emplace(descriptor_);
    }
}

void FileStreamSourceTask::poll(SourceRecordBatch& batch) {
    if ((!is_open() && !open()) || !is_at_position()) {
        wait_for_more();
        return;
    }
    add_lines(batch);
    if (batch.records().empty()) {
        wait_for_more();
    }
}

/// False when the file does not exist yet.
bool FileStreamSourceTask::open() {
    descriptor_ = ::open(file_->c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
        if (errno == ENOENT) {
            logger().warn("Couldn't find file " + *file_ +
                          " for FileStreamSourceTask, sleeping to wait for it to be created");
            return false;
        }
        throw ConnectException("Cannot open file '" + *file_ + "': " + std::strerror(errno));
    }
    position_ = stored_position();
    waits_for_position_ = position_.bytes > 0;
    reader_.emplace(descriptor_);
    return true;
}

FileStreamSourceTask::Position FileStreamSourceTask::stored_position() {
    Arena arena;
    const Value partition = make_map(arena, {{kFilenameField, Value::of_string(*file_)}});
    const Value offset = context().offset_storage_reader().offset(partition, arena);
    const auto characters = number_at(offset, kPositionField);
    if (!characters) {
        return {};
    }
    return {*characters, number_at(offset, kBytesField).value_or(*characters)};
}

/// Goes to the stored position; false while the file is shorter.
bool FileStreamSourceTask::is_at_position() {
    if (!waits_for_position_) {
        return true;
    }
    if (size_of(descriptor_) < position_.bytes) {
        logger().warn("File " + *file_ + " is shorter than the " + std::to_string(position_.bytes) +
                      " bytes that were read from it; waiting for it to grow");
        return false;
    }
    ::lseek(descriptor_, position_.bytes, SEEK_SET);
    waits_for_position_ = false;
    return true;
}

void FileStreamSourceTask::add_lines(SourceRecordBatch& batch) {
    for (;;) {
        while (const auto line = reader_->next()) {
            add(*line, batch);
            if (batch.records().size() >= batch_size_) {
                return;
            }
        }
        try {
            if (!has_more() || !reader_->fill()) {
                return;
            }
        } catch (const std::system_error& error) {
            throw ConnectException("Cannot read file '" + file_.value_or("stdin") +
                                   "': " + error.code().message());
        }
    }
}

void FileStreamSourceTask::add(const Line& line, SourceRecordBatch& batch) {
    Arena& arena = batch.arena();
    const JavaText text = decode_java_text(line.text, arena);
    position_.bytes += static_cast<std::int64_t>(line.text.size() + line.end_bytes);
    position_.characters += text.characters + static_cast<std::int64_t>(line.end_bytes);
    SourceRecord record;
    record.topic = topic_;
    record.value_schema = batch.memory().keep(primitive_schema(SchemaType::kString));
    record.value = Value::of_string(text.utf8);
    record.timestamp = now_in_milliseconds();
    record.source_partition =
        make_map(arena, {{kFilenameField, file_ ? Value::of_string(*file_) : Value()}});
    record.source_offset = source_offset(arena);
    batch.add(record);
}

Value FileStreamSourceTask::source_offset(Arena& arena) const {
    if (!file_) {
        return make_map(arena, {{kPositionField, Value()}});
    }
    const Value position = Value::of_int64(position_.characters);
    if (position_.bytes == position_.characters) {
        return make_map(arena, {{kPositionField, position}});
    }
    return make_map(arena,
                    {{kPositionField, position}, {kBytesField, Value::of_int64(position_.bytes)}});
}

/// A read of standard input must not block.
bool FileStreamSourceTask::has_more() const {
    if (file_) {
        return true;
    }
    ::pollfd input{descriptor_, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
}

/// Waits for a second at most, and no longer than until the task is to stop or there is more.
void FileStreamSourceTask::wait_for_more() const {
    constexpr int kSlices = 20;
    constexpr std::chrono::milliseconds kSlice{50};
    const auto size = file_ && descriptor_ >= 0 ? size_of(descriptor_) : 0;
    for (int slice = 0; slice < kSlices && !context().stopping(); ++slice) {
        std::this_thread::sleep_for(kSlice);
        // At the end of standard input there is always "more": nothing.
        if (file_ ? descriptor_ >= 0 && size_of(descriptor_) != size : has_more()) {
            return;
        }
    }
}

void FileStreamSourceTask::stop() {
    if (file_ && descriptor_ >= 0) {
        ::close(descriptor_);
        descriptor_ = -1;
    }
    reader_.reset();
}

}  // namespace kconnect::file
