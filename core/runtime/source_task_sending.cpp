#include <fmt/format.h>

#include "kafka/kafka_exception.hpp"
#include "worker_source_task.hpp"

namespace kconnect::runtime {
namespace {

/// Java's producer reports these through the callback although it knows them at once.
bool is_reported_later(const kafka::KafkaException& error) {
    return error.java_class().ends_with("RecordTooLargeException") ||
           error.java_class().ends_with("InvalidTopicException") ||
           error.java_class().ends_with("TopicAuthorizationException");
}

}  // namespace

/// Sends what is left of the batch; false when the rest has to be tried again later.
bool WorkerSourceTask::send_batch() {
    const auto count = batch_->content.records().size();
    while (sent_ < count) {
        if (!send(sent_)) {
            return false;
        }
        ++sent_;
    }
    finish_batch();
    return true;
}

void WorkerSourceTask::finish_batch() {
    batches_.release(*batch_);
    batch_ = nullptr;
}

/// Converts and sends one record; false when the producer has no room for it.
bool WorkerSourceTask::send(std::size_t index) {
    const SourceRecord& record = batch_->content.records()[index];
    const auto converted = pipeline_.convert(record);
    if (converted.is_interrupted) {
        return false;
    }
    if (!converted.record) {
        counts_.records_skipped.fetch_add(1, std::memory_order_relaxed);
        commit_record(record, nullptr);
        return true;
    }
    throw_producer_error();
    return try_to_send(*converted.record, submitted_.submit(*batch_, index));
}

bool WorkerSourceTask::try_to_send(const kafka::OutgoingRecord& record, SubmittedRecords::Id id) {
    try {
        if (topics_ != nullptr) {
            topics_->ensure(record.topic);
        }
        producer_->send(record, id);
    } catch (const RetriableException& error) {
        submitted_.drop(id);
        if (!stopping() && !should_pause()) {
            log().warn(
                fmt::format("{} Failed to send record to topic '{}' and partition '{}'. "
                            "Backing off before retrying: {}",
                            name(),
                            record.topic,
                            record.partition ? std::to_string(*record.partition) : "null",
                            error.what()));
        }
        return false;
    } catch (const kafka::KafkaException& error) {
        if (!is_reported_later(error)) {
            throw ConnectException("Unrecoverable exception trying to send",
                                   std::current_exception());
        }
        delivered(id, nullptr, std::current_exception());
    } catch (const ConnectException& error) {
        log().warn(
            fmt::format("{} Failed to send record to topic '{}' and partition '{}' due to "
                        "an unrecoverable exception: {}",
                        name(),
                        record.topic,
                        record.partition ? std::to_string(*record.partition) : "null",
                        error.what()));
        throw;
    }
    return true;
}

void WorkerSourceTask::delivered(std::uint64_t id,
                                 const RecordMetadata* metadata,
                                 const std::exception_ptr& error) {
    const SourceRecord& record = submitted_.record(id);
    if (error) {
        delivery_failed(record, error);
        if (!errors_.tolerates_errors()) {
            return;
        }
    } else {
        counts_.records_written.fetch_add(1, std::memory_order_relaxed);
        if (settings_.topics != nullptr && metadata != nullptr) {
            settings_.topics->add(metadata->topic);
        }
        commit_record(record, metadata);
    }
    submitted_.acknowledge(id);
}

void WorkerSourceTask::delivery_failed(const SourceRecord& record,
                                       const std::exception_ptr& error) {
    if (!producer_closed_) {
        log().error(fmt::format(
            "{} failed to send record to {}: {}", name(), record.topic, describe(error)));
    }
    if (errors_.tolerates_errors()) {
        errors_.count_failure_outside();
        error_log_.report(record,
                          {.stage = Stage::kKafkaProduce,
                           .executing_class = "org.apache.kafka.connect.runtime.WorkerSourceTask",
                           .error = error});
        counts_.records_skipped.fetch_add(1, std::memory_order_relaxed);
        commit_record(record, nullptr);
    } else if (!producer_error_) {
        producer_error_ = error;
    }
}

void WorkerSourceTask::throw_producer_error() const {
    if (producer_error_) {
        throw ConnectException("Unrecoverable exception from producer send callback",
                               producer_error_);
    }
}

void WorkerSourceTask::commit_record(const SourceRecord& record,
                                     const RecordMetadata* metadata) noexcept {
    try {
        task_->commit_record(record, metadata);
    } catch (...) {
        log().error(fmt::format("{} Exception thrown while calling task.commitRecord(): {}",
                                name(),
                                describe(std::current_exception())));
    }
}

}  // namespace kconnect::runtime
