#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <kconnect/errors.hpp>
#include <kconnect/testing/sink_task_runner.hpp>

namespace kconnect::test {

namespace {

/// Fills the memory of a batch that is done with bytes that are no text, and lets it go.
void overwrite(RecordBatch& batch) {
    constexpr std::size_t kPiece = 16;
    constexpr int kGarbage = 0xDB;
    Arena& arena = batch.memory().arena();
    const std::size_t used = arena.used();
    batch.clear();
    while (arena.used() + kPiece <= used) {
        std::memset(arena.make_bytes(kPiece), kGarbage, kPiece);
    }
}

}  // namespace

SinkTaskRunner::SinkTaskRunner(std::unique_ptr<SinkTask> task, ConfigMap config)
    : task_(std::move(task)) {
    context_.config = std::move(config);
}

SinkTaskRunner::~SinkTaskRunner() {
    try {
        stop();
    } catch (...) {  // NOLINT(bugprone-empty-catch): as documented
    }
}

std::int64_t SinkTaskRunner::append(SinkRecordSpec record) {
    auto& log = topics_[{record.topic, record.partition}];
    record.offset = static_cast<std::int64_t>(log.size());
    return log.emplace_back(std::move(record)).offset;
}

/// Runs a call of the task; when it throws, the task ends as Connect ends it.
template <typename Call>
void SinkTaskRunner::fail_on_throw(Call call) {
    if (state_ != State::kStarted) {
        throw std::logic_error("The task is not running: call start() first");
    }
    try {
        call();
    } catch (...) {
        const auto error = std::current_exception();
        try {
            end();
        } catch (...) {  // NOLINT(bugprone-empty-catch): the first error is the one to know
        }
        std::rethrow_exception(error);
    }
}

void SinkTaskRunner::start() {
    if (state_ != State::kNew) {
        throw std::logic_error("The task was started before");
    }
    state_ = State::kStarted;
    fail_on_throw([this] {
        task_->initialize(context_);
        task_->start(context_.config);
    });
}

void SinkTaskRunner::open(const std::vector<TopicPartition>& partitions) {
    for (const TopicPartition& partition : partitions) {
        const auto committed = committed_.find(partition);
        const std::int64_t offset = committed == committed_.end() ? 0 : committed->second;
        position_.insert_or_assign(partition, offset);
        current_.insert_or_assign(partition, offset);
        context_.assigned.insert(partition);
    }
    fail_on_throw([&] {
        task_->open(partitions);
        seek(std::exchange(context_.requested_offsets, {}));
    });
}

bool SinkTaskRunner::poll(std::size_t max_records) {
    last_refusal_ = nullptr;
    bool accepted = true;
    fail_on_throw([&] {
        seek(std::exchange(context_.requested_offsets, {}));
        if (std::exchange(context_.commit_is_requested, false)) {
            commit();
        }
        auto batch =
            refused_ != nullptr ? std::exchange(refused_, nullptr) : next_batch(max_records);
        try {
            task_->put(*batch);
        } catch (const RetriableException&) {
            last_refusal_ = std::current_exception();
            refused_ = std::move(batch);
            accepted = false;
            return;
        }
        ++puts_;
        for (const auto& [partition, offset] : batch->end_offsets()) {
            current_.insert_or_assign(partition, offset);
        }
        if (batch.use_count() == 1) {
            overwrite(*batch);
            spent_ = std::move(batch);
        }
    });
    return accepted;
}

void SinkTaskRunner::put_all(int max_rounds) {
    do {
        if (max_rounds-- == 0) {
            throw std::runtime_error("The task has not taken all records; its last refusal: " +
                                     describe(last_refusal_));
        }
        poll();
    } while (!is_idle());
}

bool SinkTaskRunner::commit(std::chrono::milliseconds wait) {
    const OffsetMap current = current_of(context_.assignment());
    if (current.empty()) {
        return true;
    }
    try {
        take_commit(task_->pre_commit(current, wait), current);
        last_refusal_ = nullptr;
        return true;
    } catch (...) {
        last_refusal_ = std::current_exception();
        rewind();
        return false;
    }
}

void SinkTaskRunner::close(const std::vector<TopicPartition>& partitions) {
    fail_on_throw([&] { close_with_commit(partitions); });
}

void SinkTaskRunner::stop() {
    if (state_ == State::kStarted) {
        context_.is_stopping = true;
        end();
    }
}

/// What comes at the end of every started task, however it ended.
void SinkTaskRunner::end() {
    state_ = State::kStopped;
    std::exception_ptr error;
    try {
        close_with_commit(context_.assignment());
    } catch (...) {
        error = std::current_exception();
    }
    refused_.reset();
    task_->stop();
    if (error) {
        std::rethrow_exception(error);
    }
}

void SinkTaskRunner::close_with_commit(const std::vector<TopicPartition>& partitions) {
    constexpr std::chrono::seconds kPatience(4);  // Four fifths of Connect's graceful time-out.
    const OffsetMap current = current_of(partitions);
    if (!current.empty()) {
        OffsetMap reported;
        try {
            reported = task_->pre_commit(current, kPatience);
        } catch (...) {
            last_refusal_ = std::current_exception();
        }
        task_->close(partitions);
        take_commit(reported, current);
    }
    for (const TopicPartition& partition : partitions) {
        position_.erase(partition);
        current_.erase(partition);
        context_.assigned.erase(partition);
        context_.paused.erase(partition);
        if (refused_ != nullptr) {
            refused_->remove_partition(partition);
        }
    }
}

/// Of what the task reports, what Connect accepts: known partitions, not beyond what was put.
void SinkTaskRunner::take_commit(const OffsetMap& reported, const OffsetMap& current) {
    for (const auto& [partition, offset] : reported) {
        const auto limit = current.find(partition);
        if (limit != current.end() && offset <= limit->second) {
            committed_.insert_or_assign(partition, offset);
        }
    }
}

void SinkTaskRunner::seek(const OffsetMap& offsets) {
    for (const auto& [partition, offset] : offsets) {
        if (context_.assigned.contains(partition)) {
            position_.insert_or_assign(partition, offset);
            current_.insert_or_assign(partition, offset);
            committed_.insert_or_assign(partition, offset);
        }
    }
}

void SinkTaskRunner::rewind() {
    refused_.reset();
    for (auto& [partition, offset] : position_) {
        const auto committed = committed_.find(partition);
        offset = committed == committed_.end() ? 0 : committed->second;
        current_.insert_or_assign(partition, offset);
    }
}

std::shared_ptr<RecordBatch> SinkTaskRunner::next_batch(std::size_t max_records) {
    auto batch = std::make_shared<RecordBatch>();
    for (auto& [partition, offset] : position_) {
        const auto& log = topics_[partition];
        while (!context_.paused.contains(partition) && batch->size() < max_records &&
               static_cast<std::size_t>(offset) < log.size()) {
            add_record(*batch, log[static_cast<std::size_t>(offset)]);
            ++offset;
        }
    }
    batch->set_end_offsets();
    return batch;
}

bool SinkTaskRunner::is_idle() const {
    return refused_ == nullptr && std::ranges::all_of(position_, [this](const auto& entry) {
               const auto log = topics_.find(entry.first);
               return context_.paused.contains(entry.first) || log == topics_.end() ||
                      static_cast<std::size_t>(entry.second) >= log->second.size();
           });
}

OffsetMap SinkTaskRunner::current_of(const std::vector<TopicPartition>& partitions) const {
    OffsetMap result;
    for (const TopicPartition& partition : partitions) {
        if (const auto found = current_.find(partition); found != current_.end()) {
            result.insert(*found);
        }
    }
    return result;
}

}  // namespace kconnect::test
