#include <algorithm>
#include <cstring>
#include <iterator>
#include <thread>

#include <fmt/format.h>

#include "kafka_exception.hpp"
#include "rdkafka_consumer.hpp"

// The part of RdKafkaConsumer that follows the group's rebalances.

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;

milliseconds left_until(std::chrono::steady_clock::time_point deadline) {
    const auto left = deadline - std::chrono::steady_clock::now();
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(left));
}

[[noreturn]] void throw_no_position(const char* reason,
                                    milliseconds timeout,
                                    const char* topic,
                                    int partition) {
    throw KafkaException(
        "org.apache.kafka.common.errors.TimeoutException",
        fmt::format("Timeout of {}ms expired before the position for partition {}-{} could be "
                    "determined: {}",
                    timeout.count(),
                    topic,
                    partition,
                    reason));
}

/// True for what passes by itself: leaders and coordinators move, requests time out.
bool is_passing(rd_kafka_resp_err_t code) {
    switch (code) {
        case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
        case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
        case RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE:
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        case RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE:
        case RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH:
        case RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH:
        case RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR:
        case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
        case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
        case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
        case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
        case RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT:
        case RD_KAFKA_RESP_ERR__TRANSPORT:
        case RD_KAFKA_RESP_ERR__TIMED_OUT:
        case RD_KAFKA_RESP_ERR__WAIT_COORD:
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            return true;
        default:
            return false;
    }
}

/// Repeats `ask(list, milliseconds left)` until each partition has its answer. Throws when one has
/// an error that does not pass, or `timeout` is over.
template <typename Ask>
void ask_until_answered(rd_kafka_topic_partition_list_t& list,
                        std::chrono::steady_clock::time_point deadline,
                        milliseconds timeout,
                        Ask ask) {
    constexpr milliseconds kRetryBackoff{100};  // Java's retry.backoff.ms.
    while (true) {
        const rd_kafka_resp_err_t code = ask(list, static_cast<int>(left_until(deadline).count()));
        rd_kafka_topic_partition_t* const end = list.elems + list.cnt;
        const rd_kafka_topic_partition_t* failed =
            std::find_if(list.elems, end, [code](const auto& entry) {
                return code != RD_KAFKA_RESP_ERR_NO_ERROR ||
                       entry.err != RD_KAFKA_RESP_ERR_NO_ERROR;
            });
        if (failed == end) {
            return;
        }
        const rd_kafka_resp_err_t problem = code != RD_KAFKA_RESP_ERR_NO_ERROR ? code : failed->err;
        if (!is_passing(problem) || left_until(deadline) <= kRetryBackoff) {
            throw_no_position(rd_kafka_err2str(problem), timeout, failed->topic, failed->partition);
        }
        std::this_thread::sleep_for(kRetryBackoff);
    }
}

}  // namespace

void RdKafkaConsumer::handle_rebalance(rd_kafka_resp_err_t event,
                                       rd_kafka_topic_partition_list_t& list) noexcept {
    try {
        if (event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
            handle_assigned(list);
        } else {
            handle_removed(list);
        }
    } catch (...) {
        starting_.reset();
        client_->events().fail(std::current_exception());
        // The group waits for an answer, whatever happens to this task.
        if (event != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS || !is_cooperative()) {
            rd_kafka_assign(client_->get(), nullptr);
        }
        wake();
    }
}

bool RdKafkaConsumer::is_cooperative() const {
    const char* protocol = rd_kafka_rebalance_protocol(client_->get());
    return protocol != nullptr && std::strcmp(protocol, "COOPERATIVE") == 0;
}

void RdKafkaConsumer::apply_assignment(const rd_kafka_topic_partition_list_t* list, bool assign) {
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::string reason;
    if (is_cooperative()) {
        const ErrorHandle error(assign ? rd_kafka_incremental_assign(client_->get(), list)
                                       : rd_kafka_incremental_unassign(client_->get(), list));
        code = error == nullptr ? code : rd_kafka_error_code(error.get());
        reason = error == nullptr ? "" : rd_kafka_error_string(error.get());
    } else {
        code = rd_kafka_assign(client_->get(), assign ? list : nullptr);
        reason = rd_kafka_err2str(code);
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(
            to_exception(code, fmt::format("Cannot change the assignment: {}", reason)));
    }
}

/// The listener hears of the partitions before librdkafka fetches from them: so a seek in it is
/// just another start offset, which works on every version and loses no fetch.
void RdKafkaConsumer::handle_assigned(rd_kafka_topic_partition_list_t& list) {
    const std::vector<TopicPartition> added = to_partitions(list);
    if (list.cnt > 0) {
        find_start_offsets(list);
    }
    starting_.emplace();
    for (int index = 0; index < list.cnt; ++index) {
        starting_->emplace(added[static_cast<std::size_t>(index)], list.elems[index].offset);
    }
    assignment_.insert(added.begin(), added.end());
    listener_->on_partitions_assigned(added);
    for (int index = 0; index < list.cnt; ++index) {
        list.elems[index].offset = starting_->at(added[static_cast<std::size_t>(index)]);
    }
    starting_.reset();
    apply_assignment(&list, true);
    std::vector<TopicPartition> paused;
    std::copy_if(added.begin(), added.end(), std::back_inserter(paused), [this](const auto& one) {
        return paused_.contains(one);
    });
    if (!paused.empty()) {
        set_paused(paused, true);
    }
}

void RdKafkaConsumer::handle_removed(rd_kafka_topic_partition_list_t& list) {
    const std::vector<TopicPartition> removed = to_partitions(list);
    for (const TopicPartition& partition : removed) {
        if (filling_ != nullptr) {
            filling_->drop(partition);
        }
    }
    if (rd_kafka_assignment_lost(client_->get()) != 0) {
        listener_->on_partitions_lost(removed);
    } else {
        listener_->on_partitions_revoked(removed);
    }
    // librdkafka remembers a pause beyond the assignment, Java does not.
    std::vector<TopicPartition> paused;
    for (const TopicPartition& partition : removed) {
        if (paused_.contains(partition)) {
            paused.push_back(partition);
        }
        assignment_.erase(partition);
    }
    if (!paused.empty()) {
        resume(paused);
    }
    apply_assignment(&list, false);
}

/// Fills in committed offsets, and where the reset policy leads for partitions without one.
void RdKafkaConsumer::find_start_offsets(rd_kafka_topic_partition_list_t& list) {
    const milliseconds timeout = settings_.default_api_timeout;
    const auto deadline = Clock::now() + timeout;
    ask_until_answered(list, deadline, timeout, [this](auto& partitions, int left_ms) {
        return rd_kafka_committed(client_->get(), &partitions, left_ms);
    });
    const PartitionListHandle without(rd_kafka_topic_partition_list_new(list.cnt));
    for (int index = 0; index < list.cnt; ++index) {
        const rd_kafka_topic_partition_t& entry = list.elems[index];
        if (entry.offset < 0) {
            rd_kafka_topic_partition_list_add(without.get(), entry.topic, entry.partition);
        }
    }
    if (without->cnt == 0) {
        return;
    }
    reset_offsets(*without, deadline);
    for (int index = 0; index < without->cnt; ++index) {
        const rd_kafka_topic_partition_t& entry = without->elems[index];
        rd_kafka_topic_partition_list_set_offset(&list, entry.topic, entry.partition, entry.offset);
    }
}

bool RdKafkaConsumer::starts_at_earliest() const {
    return offset_reset_ == "earliest" || offset_reset_ == "smallest" ||
           offset_reset_ == "beginning";
}

void RdKafkaConsumer::reset_offsets(rd_kafka_topic_partition_list_t& list,
                                    Clock::time_point deadline) {
    if (offset_reset_ == "error") {
        throw KafkaException("org.apache.kafka.clients.consumer.NoOffsetForPartitionException",
                             fmt::format("Undefined offset with no reset policy for partitions: {}",
                                         to_string(to_partitions(list))));
    }
    const bool earliest = starts_at_earliest();
    // ListOffsets takes -2 and -1 in place of a time: the first and the last offset.
    ask_until_answered(
        list, deadline, settings_.default_api_timeout, [&](auto& partitions, int left_ms) {
            for (int index = 0; index < partitions.cnt; ++index) {
                partitions.elems[index].offset =
                    earliest ? RD_KAFKA_OFFSET_BEGINNING : RD_KAFKA_OFFSET_END;
            }
            return rd_kafka_offsets_for_times(client_->get(), &partitions, left_ms);
        });
    for (int index = 0; index < list.cnt; ++index) {
        if (list.elems[index].offset < 0) {
            throw_no_position("the broker knows no offset",
                              settings_.default_api_timeout,
                              list.elems[index].topic,
                              list.elems[index].partition);
        }
    }
}

}  // namespace kconnect::kafka
