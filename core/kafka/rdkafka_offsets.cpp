#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "kafka_exception.hpp"
#include "librdkafka_version.hpp"
#include "rdkafka_consumer.hpp"

// The part of RdKafkaConsumer that moves and commits positions.

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSeekPatience{5000};

/// librdkafka before 2.1 takes seek's time-out for microseconds.
int seek_timeout(milliseconds timeout) {
    constexpr int kVersionWithCorrectTimeout = 0x02010000;
    const auto count = static_cast<int>(timeout.count());
    return library_version() < kVersionWithCorrectTimeout ? count * 1000 : count;
}

/// Null when the commit succeeded for all partitions.
std::exception_ptr commit_error(rd_kafka_resp_err_t code,
                                const rd_kafka_topic_partition_list_t* list) {
    for (int index = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && list != nullptr && index < list->cnt;
         ++index) {
        code = list->elems[index].err;
    }
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        return nullptr;
    }
    return to_exception(code, fmt::format("Offset commit failed: {}", rd_kafka_err2str(code)));
}

void on_async_commit(rd_kafka_t* client,
                     rd_kafka_resp_err_t code,
                     rd_kafka_topic_partition_list_t* list,
                     void* id) noexcept {
    auto& events = *static_cast<ClientEvents*>(rd_kafka_opaque(client));
    if (events.consumer != nullptr) {
        events.consumer->handle_commit(reinterpret_cast<std::uintptr_t>(id),
                                       commit_error(code, list));
    }
}

/// How a synchronous commit ended; on the stack of commit_sync().
struct SyncCommit {
    bool done = false;
    std::exception_ptr error;
};

void on_sync_commit(rd_kafka_t* /*client*/,
                    rd_kafka_resp_err_t code,
                    rd_kafka_topic_partition_list_t* list,
                    void* commit) noexcept {
    auto& outcome = *static_cast<SyncCommit*>(commit);
    outcome.done = true;
    outcome.error = commit_error(code, list);
}

}  // namespace

std::vector<TopicPartition> RdKafkaConsumer::assignment() const {
    return {assignment_.begin(), assignment_.end()};
}

void RdKafkaConsumer::set_paused(std::span<const TopicPartition> partitions, bool paused) {
    const PartitionListHandle list = make_partition_list(partitions);
    // Partitions that are not assigned come back with an error each; there is nothing to do then.
    if (paused) {
        rd_kafka_pause_partitions(client_->get(), list.get());
    } else {
        rd_kafka_resume_partitions(client_->get(), list.get());
    }
}

/// Java's line, louder: what lies between is lost to the sink, or is read again. librdkafka resets
/// by itself meanwhile; the end moves, so that only the beginning can be named exactly.
void RdKafkaConsumer::report_resets() {
    constexpr int kPatienceMs = 2000;
    for (const OffsetReset& reset : client_->events().take_resets()) {
        std::int64_t low = 0;
        std::int64_t high = 0;
        const rd_kafka_resp_err_t code =
            rd_kafka_query_watermark_offsets(client_->get(),
                                             reset.partition.topic.c_str(),
                                             reset.partition.partition,
                                             &low,
                                             &high,
                                             kPatienceMs);
        std::string target = starts_at_earliest() ? "the beginning" : "the end";
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            target += fmt::format(", {}", starts_at_earliest() ? low : high);
        }
        client_->events().logger().warn(fmt::format(
            "Fetch position {} is out of range for partition {}, resetting offset to {} "
            "(auto.offset.reset={})",
            reset.wanted,
            to_string(reset.partition),
            target,
            offset_reset_));
    }
}

void RdKafkaConsumer::pause(std::span<const TopicPartition> partitions) {
    std::vector<TopicPartition> running;
    for (const TopicPartition& partition : partitions) {
        const bool starts = starting_ && starting_->contains(partition);
        if (paused_.insert(partition).second && !starts) {
            running.push_back(partition);
        }
    }
    if (!running.empty()) {
        set_paused(running, true);
    }
}

void RdKafkaConsumer::resume(std::span<const TopicPartition> partitions) {
    std::vector<TopicPartition> stopped;
    for (const TopicPartition& partition : partitions) {
        const bool starts = starting_ && starting_->contains(partition);
        if (paused_.erase(partition) != 0 && !starts) {
            stopped.push_back(partition);
        }
    }
    if (!stopped.empty()) {
        set_paused(stopped, false);
    }
}

void RdKafkaConsumer::seek(const TopicPartition& partition, std::int64_t offset) {
    if (starting_ && starting_->contains(partition)) {
        starting_->insert_or_assign(partition, offset);
        return;
    }
    if (!assignment_.contains(partition)) {
        throw KafkaException(
            "java.lang.IllegalStateException",
            fmt::format("No current assignment for partition {}", to_string(partition)));
    }
    if (filling_ != nullptr) {
        filling_->drop(partition);
    }
    // A partition assigned this very moment is not ready to be moved; that passes.
    const auto deadline = Clock::now() + kSeekPatience;
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__STATE;
    const QueueHandle pauses(rd_kafka_queue_new(client_->get()));
    while (code == RD_KAFKA_RESP_ERR__STATE && Clock::now() < deadline) {
        const PartitionListHandle list = make_partition_list(OffsetMap{{partition, offset}});
        const ErrorHandle error(
            rd_kafka_seek_partitions(client_->get(), list.get(), seek_timeout(kSeekPatience)));
        code = error != nullptr ? rd_kafka_error_code(error.get()) : list->elems[0].err;
        if (code == RD_KAFKA_RESP_ERR__STATE) {
            constexpr int kPauseMilliseconds = 5;
            rd_kafka_queue_poll_callback(pauses.get(), kPauseMilliseconds);
        }
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(to_exception(code,
                                            fmt::format("Cannot seek {} to offset {}: {}",
                                                        to_string(partition),
                                                        offset,
                                                        rd_kafka_err2str(code))));
    }
}

std::int64_t RdKafkaConsumer::position(const TopicPartition& partition) {
    if (starting_) {
        const auto found = starting_->find(partition);
        if (found != starting_->end()) {
            return found->second;
        }
    }
    const PartitionListHandle list = make_partition_list(std::span(&partition, 1));
    const rd_kafka_resp_err_t code = rd_kafka_position(client_->get(), list.get());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR || list->elems[0].offset < 0) {
        throw KafkaException("java.lang.IllegalStateException",
                             fmt::format("{} has no position yet", to_string(partition)));
    }
    return list->elems[0].offset;
}

OffsetMap RdKafkaConsumer::committed(std::span<const TopicPartition> partitions,
                                     milliseconds timeout) {
    const PartitionListHandle list = make_partition_list(partitions);
    const rd_kafka_resp_err_t code =
        rd_kafka_committed(client_->get(), list.get(), static_cast<int>(timeout.count()));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(to_exception(
            code,
            fmt::format(
                "Cannot read the offsets of group {}: {}", group_, rd_kafka_err2str(code))));
    }
    OffsetMap offsets;
    for (int index = 0; index < list->cnt; ++index) {
        const rd_kafka_topic_partition_t& entry = list->elems[index];
        if (entry.offset >= 0) {
            offsets.emplace(TopicPartition{entry.topic, entry.partition}, entry.offset);
        }
    }
    return offsets;
}

void RdKafkaConsumer::commit_async(const OffsetMap& offsets, CommitCallback done) {
    const PartitionListHandle list = make_partition_list(offsets);
    const std::uintptr_t id = ++last_commit_;
    commits_.emplace(id, std::move(done));
    // NOLINTNEXTLINE(performance-no-int-to-ptr): a number that librdkafka hands back
    void* const opaque = reinterpret_cast<void*>(id);
    const rd_kafka_resp_err_t code =
        rd_kafka_commit_queue(client_->get(), list.get(), queue_.get(), on_async_commit, opaque);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        handle_commit(id, commit_error(code, nullptr));
    }
}

void RdKafkaConsumer::handle_commit(std::uintptr_t id, std::exception_ptr error) noexcept {
    auto commit = commits_.extract(id);
    if (commit.empty()) {
        return;
    }
    try {
        commit.mapped()(std::move(error));
    } catch (...) {
        client_->events().fail(std::current_exception());
    }
}

void RdKafkaConsumer::commit_sync(const OffsetMap& offsets, milliseconds timeout) {
    const PartitionListHandle list = make_partition_list(offsets);
    SyncCommit outcome;
    // The queue is this call's own: once it is gone, no late answer can reach `outcome`.
    const QueueHandle answers(rd_kafka_queue_new(client_->get()));
    const rd_kafka_resp_err_t code =
        rd_kafka_commit_queue(client_->get(), list.get(), answers.get(), on_sync_commit, &outcome);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(commit_error(code, nullptr));
    }
    const auto deadline = Clock::now() + timeout;
    while (!outcome.done) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
        if (left <= milliseconds(0)) {
            throw KafkaException(
                "org.apache.kafka.common.errors.TimeoutException",
                fmt::format("Timeout of {}ms expired before successfully committing offsets {}",
                            timeout.count(),
                            to_string(offsets)));
        }
        rd_kafka_queue_poll_callback(answers.get(), static_cast<int>(left.count()));
    }
    if (outcome.error) {
        std::rethrow_exception(outcome.error);
    }
}

}  // namespace kconnect::kafka
