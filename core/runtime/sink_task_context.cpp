#include "sink_task_context.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace kconnect::runtime {

WorkerSinkTaskContext::WorkerSinkTaskContext(std::function<ConfigMap()> configs,
                                             kafka::SinkConsumer& consumer,
                                             ErrantRecordReporter* reporter)
    : configs_(std::move(configs)), consumer_(consumer), reporter_(reporter) {
}

std::vector<TopicPartition> WorkerSinkTaskContext::assignment() const {
    return consumer_.assignment();
}

void WorkerSinkTaskContext::offset(const OffsetMap& offsets) {
    for (const auto& [partition, offset] : offsets) {
        offsets_.insert_or_assign(partition, offset);
    }
}

void WorkerSinkTaskContext::timeout(std::chrono::milliseconds backoff) {
    timeout_ = backoff;
}

void WorkerSinkTaskContext::check_assigned(std::span<const TopicPartition> partitions,
                                           const char* verb) const {
    const std::vector<TopicPartition> assigned = consumer_.assignment();
    for (const TopicPartition& partition : partitions) {
        if (std::find(assigned.begin(), assigned.end(), partition) == assigned.end()) {
            throw IllegalWorkerStateException(
                fmt::format(
                    "SinkTasks may not {} partitions that are not currently assigned to them.",
                    verb),
                std::make_exception_ptr(ConnectException(fmt::format(
                    "No current assignment for partition {}", kafka::to_string(partition)))));
        }
    }
}

void WorkerSinkTaskContext::pause(std::span<const TopicPartition> partitions) {
    check_assigned(partitions, "pause");
    paused_.insert(partitions.begin(), partitions.end());
    if (!held_) {
        consumer_.pause(partitions);
    }
}

void WorkerSinkTaskContext::resume(std::span<const TopicPartition> partitions) {
    check_assigned(partitions, "resume");
    for (const TopicPartition& partition : partitions) {
        paused_.erase(partition);
    }
    if (!held_) {
        consumer_.resume(partitions);
    }
}

void WorkerSinkTaskContext::wake() {
    consumer_.wake();
}

OffsetMap WorkerSinkTaskContext::take_offsets() {
    return std::exchange(offsets_, {});
}

std::optional<std::chrono::milliseconds> WorkerSinkTaskContext::take_timeout() {
    const auto backoff = std::exchange(timeout_, std::nullopt);
    return backoff && backoff->count() > 0 ? backoff : std::nullopt;
}

void WorkerSinkTaskContext::keep_paused_only_of(std::span<const TopicPartition> assignment) {
    std::erase_if(paused_, [assignment](const TopicPartition& partition) {
        return std::find(assignment.begin(), assignment.end(), partition) == assignment.end();
    });
}

}  // namespace kconnect::runtime
