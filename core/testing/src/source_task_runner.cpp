#include <stdexcept>
#include <utility>

#include <kconnect/errors.hpp>
#include <kconnect/testing/source_task_runner.hpp>

namespace kconnect::test {

SourceTaskRunner::SourceTaskRunner(std::unique_ptr<SourceTask> task, ConfigMap config)
    : task_(std::move(task)) {
    context_.config = std::move(config);
}

SourceTaskRunner::~SourceTaskRunner() {
    try {
        stop_task();
    } catch (...) {  // NOLINT(bugprone-empty-catch): as documented
    }
}

void SourceTaskRunner::start() {
    is_started_ = true;
    context_.is_stopping = false;
    try {
        task_->initialize(context_);
        task_->start(context_.config);
    } catch (...) {
        stop_task();
        throw;
    }
}

std::span<const SourceRecord> SourceTaskRunner::poll() {
    if (!is_started_) {
        throw std::logic_error("The task is not running: call start() first");
    }
    batch_.clear();
    try {
        task_->poll(batch_);
    } catch (const RetriableException&) {
        batch_.clear();  // Connect drops what a poll that failed had added.
        return {};
    } catch (...) {
        stop_task();
        throw;
    }
    for (const SourceRecord& record : batch_.records()) {
        const RecordMetadata metadata{
            std::string(record.topic), record.partition.value_or(0), next_offset_++};
        task_->commit_record(record, &metadata);
        pending_.emplace_back(copy_value(record.source_partition, pending_memory_),
                              copy_value(record.source_offset, pending_memory_));
    }
    return batch_.records();
}

void SourceTaskRunner::commit() {
    for (const auto& [partition, offset] : pending_) {
        context_.offsets.store(partition, offset);
    }
    pending_.clear();
    pending_memory_.clear();
    task_->commit();
}

void SourceTaskRunner::stop() {
    if (is_started_) {
        commit();
        stop_task();
    }
}

void SourceTaskRunner::restart(std::unique_ptr<SourceTask> task) {
    stop_task();
    pending_.clear();
    pending_memory_.clear();
    task_ = std::move(task);
    start();
}

void SourceTaskRunner::stop_task() {
    if (std::exchange(is_started_, false)) {
        context_.is_stopping = true;
        task_->stop();
    }
}

}  // namespace kconnect::test
