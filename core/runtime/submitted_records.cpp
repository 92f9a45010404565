#include "submitted_records.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace kconnect::runtime {
namespace {

/// An id holds the partition's place and the record's number in it.
constexpr unsigned kNumberBits = 40;
constexpr std::uint64_t kNumberMask = (std::uint64_t{1} << kNumberBits) - 1;
/// More source partitions than this are forgotten while nothing of them is under way.
constexpr std::size_t kRememberedPartitions = 1024;

std::size_t mixed(std::size_t seed, std::size_t value) {
    return seed * 31 + value;
}

std::size_t hash_of(const Value& value) {
    const auto kind = static_cast<std::size_t>(value.kind());
    switch (value.kind()) {
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            return mixed(kind, static_cast<std::size_t>(value.to_integer()));
        case ValueKind::kBoolean:
            return mixed(kind, value.as_boolean() ? 1 : 0);
        case ValueKind::kString:
            return mixed(kind, std::hash<std::string_view>()(value.as_string()));
        case ValueKind::kMap: {
            // As in Java, maps are equal in any order of their entries.
            std::size_t sum = kind;
            for (const auto& [key, content] : value.as_map()) {
                sum += mixed(hash_of(key), hash_of(content));
            }
            return sum;
        }
        default:
            return kind;
    }
}

bool same_partition(const Value& left, const Value& right) {
    if (left.kind() != ValueKind::kMap || right.kind() != ValueKind::kMap) {
        return left == right;
    }
    const auto entries = left.as_map();
    const auto others = right.as_map();
    return entries.size() == others.size() &&
           std::ranges::all_of(entries, [&others](const MapEntry& entry) {
               return std::ranges::any_of(others, [&entry](const MapEntry& other) {
                   return entry.key == other.key && entry.value == other.value;
               });
           });
}

}  // namespace

/// A source partition: its records under way in a ring, and the offset that may be stored.
struct SubmittedRecords::Partition {
    Arena memory;  ///< Of `value`.
    Value value;
    std::vector<Entry> ring;  ///< Its size is a power of two.
    std::uint64_t first = 0;  ///< Number of the oldest record under way.
    std::uint64_t next = 0;   ///< Number of the next record to come.
    Arena offset_memory;      ///< Of `offset`.
    Value offset;
    bool has_offset = false;
    bool has_moved = false;  ///< Is in moved_.
    bool is_known = false;   ///< Is in by_hash_.

    bool is_empty() const noexcept { return first == next; }
    Entry& at(std::uint64_t number) { return ring[number & (ring.size() - 1)]; }
    void add(const Entry& entry) {
        if (next - first == ring.size()) {
            grow();
        }
        at(next++) = entry;
    }
    void grow() {
        std::vector<Entry> larger(std::max<std::size_t>(64, ring.size() * 2));
        for (auto number = first; number != next; ++number) {
            larger[number & (larger.size() - 1)] = at(number);
        }
        ring.swap(larger);
    }
};

SubmittedRecords::SubmittedRecords(SourceBatches& batches) : batches_(batches) {
}

SubmittedRecords::~SubmittedRecords() = default;

SubmittedRecords::Id SubmittedRecords::submit(SourceBatch& batch, std::size_t index) {
    const auto place = partition_of(batch.content.records()[index].source_partition);
    Partition& partition = *partitions_[place];
    const auto number = partition.next;
    partition.add({&batch, static_cast<std::uint32_t>(index), false});
    SourceBatches::hold(batch);
    ++unacknowledged_;
    return (std::uint64_t{place} << kNumberBits) | (number & kNumberMask);
}

void SubmittedRecords::drop(Id id) {
    Partition& partition = *partitions_[id >> kNumberBits];
    --partition.next;
    --unacknowledged_;
    batches_.release(*partition.at(partition.next).batch);
}

const SourceRecord& SubmittedRecords::record(Id id) const {
    const Entry& entry = partitions_[id >> kNumberBits]->at(id & kNumberMask);
    return entry.batch->content.records()[entry.index];
}

void SubmittedRecords::acknowledge(Id id) {
    const auto place = static_cast<std::uint32_t>(id >> kNumberBits);
    Partition& partition = *partitions_[place];
    Entry& entry = partition.at(id & kNumberMask);
    if (entry.acknowledged) {
        return;
    }
    entry.acknowledged = true;
    --unacknowledged_;
    if (!partition.has_moved && (id & kNumberMask) == (partition.first & kNumberMask)) {
        partition.has_moved = true;
        moved_.push_back(place);
    }
}

void SubmittedRecords::collect() {
    for (const auto place : moved_) {
        Partition& partition = *partitions_[place];
        partition.has_moved = false;
        Value offset;
        std::uint64_t end = partition.first;
        while (end != partition.next && partition.at(end).acknowledged) {
            const Entry& entry = partition.at(end++);
            offset = entry.batch->content.records()[entry.index].source_offset;
        }
        // The copy comes before the batches go.
        partition.offset_memory.clear();
        partition.offset = copy_value(offset, partition.offset_memory);
        partition.has_offset = true;
        while (partition.first != end) {
            pop_front(partition);
        }
    }
    moved_.clear();
}

void SubmittedRecords::pop_front(Partition& partition) {
    batches_.release(*partition.at(partition.first).batch);
    ++partition.first;
    ++committable_records_;
}

std::span<const SourceOffset> SubmittedRecords::committable() {
    committable_.clear();
    for (const auto& [hash, place] : by_hash_) {
        const Partition& partition = *partitions_[place];
        if (partition.has_offset) {
            committable_.push_back({partition.value, partition.offset});
        }
    }
    return committable_;
}

void SubmittedRecords::committed() {
    for (const auto& partition : partitions_) {
        partition->has_offset = false;
    }
    committable_records_ = 0;
    if (by_hash_.size() > kRememberedPartitions) {
        forget_idle_partitions();
    }
}

void SubmittedRecords::forget_idle_partitions() {
    for (auto entry = by_hash_.begin(); entry != by_hash_.end();) {
        if (partitions_[entry->second]->is_empty()) {
            partitions_[entry->second]->is_known = false;
            unused_.push_back(entry->second);
            entry = by_hash_.erase(entry);
        } else {
            ++entry;
        }
    }
}

std::uint32_t SubmittedRecords::partition_of(const Value& value) {
    if (last_ < partitions_.size() && partitions_[last_]->is_known &&
        partitions_[last_]->value == value) {
        return last_;
    }
    const auto hash = hash_of(value);
    const auto [begin, end] = by_hash_.equal_range(hash);
    const auto found = std::find_if(begin, end, [&](const auto& entry) {
        return same_partition(partitions_[entry.second]->value, value);
    });
    last_ = found == end ? new_partition(hash, value) : found->second;
    return last_;
}

std::uint32_t SubmittedRecords::new_partition(std::size_t hash, const Value& value) {
    std::uint32_t place = 0;
    if (unused_.empty()) {
        place = static_cast<std::uint32_t>(partitions_.size());
        partitions_.push_back(std::make_unique<Partition>());
    } else {
        place = unused_.back();
        unused_.pop_back();
    }
    Partition& partition = *partitions_[place];
    partition.memory.clear();
    partition.value = copy_value(value, partition.memory);
    partition.is_known = true;
    by_hash_.emplace(hash, place);
    return place;
}

}  // namespace kconnect::runtime
