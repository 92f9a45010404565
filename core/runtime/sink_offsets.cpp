#include "sink_offsets.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kafka/sink_consumer.hpp"

namespace kconnect::runtime {

namespace {

OffsetMap restrict_to(const OffsetMap& offsets, std::span<const TopicPartition> partitions) {
    OffsetMap result;
    for (const TopicPartition& partition : partitions) {
        const auto found = offsets.find(partition);
        if (found != offsets.end()) {
            result.insert(*found);
        }
    }
    return result;
}

}  // namespace

void SinkOffsets::start_at(const TopicPartition& partition, std::int64_t offset) {
    current_.insert_or_assign(partition, offset);
    committed_.insert_or_assign(partition, offset);
}

void SinkOffsets::advance(const OffsetMap& end_offsets) {
    for (const auto& [partition, offset] : end_offsets) {
        current_.insert_or_assign(partition, offset);
    }
}

void SinkOffsets::set_committed(const OffsetMap& offsets) {
    for (const auto& [partition, offset] : offsets) {
        committed_.insert_or_assign(partition, offset);
    }
}

OffsetMap SinkOffsets::rewind(std::span<const TopicPartition> partitions) {
    OffsetMap offsets = restrict_to(committed_, partitions);
    advance(offsets);
    return offsets;
}

void SinkOffsets::remove(std::span<const TopicPartition> partitions) {
    for (const TopicPartition& partition : partitions) {
        current_.erase(partition);
        committed_.erase(partition);
    }
}

OffsetMap SinkOffsets::current(std::span<const TopicPartition> partitions) const {
    return restrict_to(current_, partitions);
}

std::vector<TopicPartition> SinkOffsets::partitions() const {
    std::vector<TopicPartition> result;
    for (const auto& entry : current_) {
        result.push_back(entry.first);
    }
    return result;
}

CommitPlan SinkOffsets::plan_commit(const OffsetMap& reported,
                                    std::span<const TopicPartition> partitions,
                                    std::span<const TopicPartition> assignment,
                                    const OffsetMap& limits) const {
    CommitPlan plan;
    const OffsetMap before = restrict_to(committed_, partitions);
    plan.offsets = before;
    for (const auto& [partition, offset] : reported) {
        const auto target = plan.offsets.find(partition);
        if (target == plan.offsets.end()) {
            const bool assigned =
                std::find(assignment.begin(), assignment.end(), partition) != assignment.end();
            if (!assigned) {
                plan.warnings.push_back(fmt::format(
                    "Ignoring invalid task provided offset {}/{} -- partition not assigned, "
                    "assignment={}",
                    kafka::to_string(partition),
                    offset,
                    kafka::to_string(assignment)));
            }
            continue;
        }
        const auto current = current_.find(partition);
        if (current != current_.end() && offset <= current->second) {
            const auto limit = limits.find(partition);
            target->second = limit == limits.end()
                                 ? offset
                                 : std::min(offset, std::max(limit->second, target->second));
        } else {
            plan.warnings.push_back(fmt::format(
                "Ignoring invalid task provided offset {}/{} -- not yet consumed, taskOffset={} "
                "currentOffset={}",
                kafka::to_string(partition),
                offset,
                offset,
                current != current_.end() ? current->second : -1));
        }
    }
    plan.changed = plan.offsets != before;
    return plan;
}

}  // namespace kconnect::runtime
