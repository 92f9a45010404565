#include <algorithm>

#include <kconnect/record_batch.hpp>

namespace kconnect {

std::string_view name_of(Stage stage) noexcept {
    switch (stage) {
        case Stage::kTaskPoll:
            return "TASK_POLL";
        case Stage::kTaskPut:
            return "TASK_PUT";
        case Stage::kTransformation:
            return "TRANSFORMATION";
        case Stage::kKeyConverter:
            return "KEY_CONVERTER";
        case Stage::kValueConverter:
            return "VALUE_CONVERTER";
        case Stage::kHeaderConverter:
            return "HEADER_CONVERTER";
        case Stage::kKafkaProduce:
            return "KAFKA_PRODUCE";
        case Stage::kKafkaConsume:
            return "KAFKA_CONSUME";
    }
    return "UNKNOWN";
}

BatchMemory::BatchMemory() = default;
BatchMemory::~BatchMemory() = default;

const Schema* BatchMemory::keep_another(const SchemaPtr& schema) {
    if (schema == nullptr) {
        return nullptr;
    }
    // A batch sees few schemas; looking at the latest ones keeps alternation from growing the list.
    constexpr std::size_t kLookBack = 16;
    const std::size_t first = schemas_.size() > kLookBack ? schemas_.size() - kLookBack : 0;
    const auto begin = schemas_.begin() + static_cast<std::ptrdiff_t>(first);
    if (std::find(begin, schemas_.end(), schema) == schemas_.end()) {
        schemas_.push_back(schema);
    }
    return schema.get();
}

void BatchMemory::clear() noexcept {
    arena_.clear();
    schemas_.clear();
}

RecordBatch::RecordBatch() = default;
RecordBatch::~RecordBatch() = default;

void RecordBatch::add_raw(const RawRecord& record) {
    raw_records_.push_back(record);
    raw_bytes_ += record.key.value_or(std::string_view{}).size() +
                  record.value.value_or(std::string_view{}).size();
}

void RecordBatch::set_end_offsets() {
    end_offsets_.clear();
    auto entry = end_offsets_.end();
    for (const RawRecord& record : raw_records_) {
        const auto is_its = [&record](const OffsetMap::value_type& candidate) {
            return candidate.first.partition == record.partition &&
                   candidate.first.topic == record.topic;
        };
        // Records come in runs of one partition; a look at the known ones allocates nothing.
        if (entry == end_offsets_.end() || !is_its(*entry)) {
            entry = std::find_if(end_offsets_.begin(), end_offsets_.end(), is_its);
        }
        if (entry == end_offsets_.end()) {
            TopicPartition partition{std::string(record.topic), record.partition};
            entry = end_offsets_.try_emplace(std::move(partition), 0).first;
        }
        entry->second = record.offset + 1;
    }
}

void RecordBatch::remove_partition(const TopicPartition& partition) {
    const auto from_partition = [&partition](const RawRecord* record) {
        return record->partition == partition.partition && record->topic == partition.topic;
    };
    std::erase_if(records_,
                  [&](const SinkRecord& record) { return from_partition(record.original); });
    std::erase_if(errant_records_,
                  [&](const ErrantRecord& record) { return from_partition(record.original); });
    end_offsets_.erase(partition);
}

void RecordBatch::clear() noexcept {
    records_.clear();
    errant_records_.clear();
    raw_records_.clear();
    end_offsets_.clear();
    raw_bytes_ = 0;
    memory_.clear();
}

}  // namespace kconnect
