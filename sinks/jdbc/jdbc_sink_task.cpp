#include "jdbc_sink_task.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/dialect.hpp>

namespace kconnect::jdbc {

namespace {

const Logger& logger() {
    static const Logger instance("io.confluent.connect.jdbc.sink.JdbcSinkTask");
    return instance;
}

/// How long put() may wait for the database; far below any max.poll.interval.ms.
constexpr std::chrono::seconds kPatience{10};
/// When to ask again for room, unless the writer has news earlier.
constexpr std::chrono::seconds kBackoff{1};
/// How long a session that was given up may take to end.
constexpr std::chrono::seconds kAbandonPatience{2};

}  // namespace

JdbcSinkTask::JdbcSinkTask(JdbcSinkConfig (*parse)(const ConfigMap& config)) : parse_(parse) {
}
JdbcSinkTask::~JdbcSinkTask() = default;

void JdbcSinkTask::start(const ConfigMap& config) {
    config_ = parse_(config);
    const sql::Dialect& dialect = dialect_of(*config_);
    logger().info(fmt::format("Starting JDBC Sink task for {} with {}",
                              config_->connection.url.display(),
                              dialect.name()));
    writer_ = std::make_unique<UnitWriter>(
        *config_, dialect, [this] { context().wake(); }, context().errant_record_reporter());
}

void JdbcSinkTask::put(const RecordBatch& batch) {
    if (batch.end_offsets().empty()) {
        writer_->check();
        return;
    }
    if (!is_taken(batch)) {
        context().timeout(kBackoff);
        throw RetriableException(
            fmt::format("The database has not finished the records before these {} yet; they wait",
                        batch.size()));
    }
    remember_first_offsets(batch);
}

/// A put with a record that cannot be written is refused as a whole, but those before it stay.
bool JdbcSinkTask::is_taken(const RecordBatch& batch) {
    try {
        return writer_->put(batch, kPatience, [this] { return context().stopping(); });
    } catch (const ConnectException&) {
        writer_->wait_until_idle(kPatience);
        writer_->check();
        throw;
    }
}

OffsetMap JdbcSinkTask::pre_commit(const OffsetMap& current, std::chrono::milliseconds wait) {
    if (wait > std::chrono::milliseconds::zero()) {
        writer_->wait_until_idle(wait);
    }
    return writer_->durable(current);
}

void JdbcSinkTask::close(std::span<const TopicPartition> partitions) {
    if (!writer_->wait_until_idle(std::chrono::milliseconds::zero())) {
        // Records of these partitions must not become durable once another task may own them.
        const std::optional<OffsetMap> durable = writer_->abandon(kAbandonPatience);
        if (!durable.has_value()) {
            throw ConnectException(
                "The database does not answer and a write of partitions that this task no longer "
                "owns may still be under way");
        }
        for (const auto& [partition, offset] : *durable) {
            first_offsets_.insert_or_assign(partition, offset);
        }
        rewind_remaining(partitions);
    }
    writer_->forget(partitions);
    for (const TopicPartition& partition : partitions) {
        first_offsets_.erase(partition);
    }
}

void JdbcSinkTask::stop() {
    writer_.reset();
}

void JdbcSinkTask::remember_first_offsets(const RecordBatch& batch) {
    for (const auto& [partition, end] : batch.end_offsets()) {
        if (first_offsets_.contains(partition)) {
            continue;
        }
        const auto& name = partition;
        const auto first = std::ranges::find_if(batch.raw_records(), [&name](const RawRecord& raw) {
            return raw.partition == name.partition && raw.topic == name.topic;
        });
        if (first != batch.raw_records().end()) {
            first_offsets_.emplace(partition, first->offset);
        }
    }
}

void JdbcSinkTask::rewind_remaining(std::span<const TopicPartition> closed) {
    OffsetMap rewind;
    for (const auto& [partition, offset] : first_offsets_) {
        if (std::ranges::find(closed, partition) == closed.end()) {
            rewind.emplace(partition, offset);
        }
    }
    if (!rewind.empty()) {
        context().offset(rewind);
    }
}

}  // namespace kconnect::jdbc
