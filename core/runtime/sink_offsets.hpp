#pragma once

#include <span>
#include <string>
#include <vector>

#include <kconnect/topic_partition.hpp>

namespace kconnect::runtime {

/// What of a task's pre_commit answer is to be committed.
struct CommitPlan {
    OffsetMap offsets;                  ///< Last committed ones, moved to what the task reported.
    bool changed = false;               ///< False: the group has all of it already.
    std::vector<std::string> warnings;  ///< One line for each offset that was ignored.
};

/// Positions of a sink task's partitions. Threads: one at a time.
class SinkOffsets {
public:
    /// A partition starts, or is rewound, here.
    void start_at(const TopicPartition& partition, std::int64_t offset);
    /// A batch that ends here was put.
    void advance(const OffsetMap& end_offsets);
    /// These are in the group now.
    void set_committed(const OffsetMap& offsets);
    /// Back to the committed offsets; returns where that is.
    OffsetMap rewind(std::span<const TopicPartition> partitions);
    void remove(std::span<const TopicPartition> partitions);

    const OffsetMap& current() const noexcept { return current_; }
    /// Positions behind the last put of these partitions.
    OffsetMap current(std::span<const TopicPartition> partitions) const;
    std::vector<TopicPartition> partitions() const;

    /// Filters what the task reported for `partitions`: beyond the current position or unknown
    /// offsets are ignored, and nothing moves beyond `limits`.
    CommitPlan plan_commit(const OffsetMap& reported,
                           std::span<const TopicPartition> partitions,
                           std::span<const TopicPartition> assignment,
                           const OffsetMap& limits) const;

private:
    OffsetMap current_;
    OffsetMap committed_;
};

}  // namespace kconnect::runtime
