#include "unit_writer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "bad_record_reports.hpp"
#include "unit_delivery.hpp"

namespace kconnect::jdbc {

namespace {

const Logger& logger() {
    static const Logger instance("io.confluent.connect.jdbc.sink.JdbcSinkTask");
    return instance;
}

/// A unit takes no further put once it has this many records or holds this much memory: a commit's
/// cost is spread over enough rows (docs/performance.md), and what two units hold stays bounded,
/// however large the records are.
constexpr std::size_t kUnitRecords = 20'000;
constexpr std::size_t kUnitBytes = 24UL << 20;

constexpr std::chrono::milliseconds kStopCheck{50};

}  // namespace

/// What both threads see. Owned by both, so that a thread that hangs in a database call can be
/// left behind.
struct UnitWriter::State {
    State(const JdbcSinkConfig& settings,
          const sql::Dialect& dialect,
          std::function<void()> news,
          ErrantRecordReporter* reporter)
        : config(settings),
          layouts(config),
          open(std::make_unique<WritePlan>(WritePlan::folds(settings))),
          writing(std::make_unique<WritePlan>(WritePlan::folds(settings))),
          session(config, dialect),
          reports(reporter),
          delivery(config, session, reports, [this](const RecordBatch& batch) { publish(batch); }),
          on_news(std::move(news)),
          log_context(LogContext::current()) {}

    bool idle() const { return open->empty() && !busy; }

    const JdbcSinkConfig config;
    LayoutCache layouts;  ///< Used by the task's thread only.

    std::mutex mutex;
    std::condition_variable changed;
    std::unique_ptr<WritePlan> open;     ///< Guarded by mutex: being filled.
    std::unique_ptr<WritePlan> writing;  ///< The thread's while busy.
    bool busy = false;                   ///< Guarded by mutex.
    bool refused = false;                ///< Guarded by mutex: somebody waits to hear of room.
    bool stop = false;                   ///< Guarded by mutex.
    bool finished = false;               ///< Guarded by mutex: the thread has ended.
    std::exception_ptr failure;          ///< Guarded by mutex.
    OffsetMap durable;                   ///< Guarded by mutex.

    /// Calls on_news unless the owner has gone.
    void tell_news() {
        const std::lock_guard lock(news_mutex);
        if (on_news) {
            on_news();
        }
    }

    /// The put is durable, and its bad records are reported.
    void publish(const RecordBatch& batch) {
        const std::lock_guard lock(mutex);
        for (const auto& [partition, offset] : batch.end_offsets()) {
            durable.insert_or_assign(partition, offset);
        }
    }

    DatabaseSession session;
    BadRecordReports reports;
    UnitDelivery delivery;
    std::mutex news_mutex;
    std::function<void()> on_news;  ///< Guarded by news_mutex; empty once the owner has gone.
    std::string log_context;
};

UnitWriter::UnitWriter(const JdbcSinkConfig& config,
                       const sql::Dialect& dialect,
                       std::function<void()> on_news,
                       ErrantRecordReporter* reporter)
    : state_(std::make_shared<State>(config, dialect, std::move(on_news), reporter)),
      thread_([state = state_] { run(state); }) {
}

UnitWriter::~UnitWriter() {
    {
        const std::lock_guard lock(state_->news_mutex);
        state_->on_news = nullptr;
    }
    {
        const std::lock_guard lock(state_->mutex);
        state_->stop = true;
    }
    state_->changed.notify_all();
    state_->session.abort();
    state_->reports.forget_reporter();
    std::unique_lock lock(state_->mutex);
    const bool ended = state_->changed.wait_for(
        lock, std::chrono::seconds(2), [this] { return state_->finished; });
    lock.unlock();
    if (ended) {
        thread_.join();
    } else {
        logger().warn("The database does not answer; its writer is left behind");
        thread_.detach();
    }
}

bool UnitWriter::put(const RecordBatch& batch,
                     std::chrono::milliseconds patience,
                     const std::function<bool()>& stopping) {
    State& state = *state_;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(state.mutex);
    const auto may_go_on = [&state] {
        return state.failure != nullptr || (state.open->record_count() < kUnitRecords &&
                                            state.open->memory_bytes() < kUnitBytes);
    };
    while (!may_go_on()) {
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline || stopping()) {
            state.refused = true;
            return false;
        }
        state.changed.wait_until(lock, std::min(deadline, now + kStopCheck), may_go_on);
    }
    if (state.failure != nullptr) {
        std::rethrow_exception(state.failure);
    }
    state.open->add(batch.retain(), state.layouts, state.reports.tolerates_errors());
    lock.unlock();
    state.changed.notify_all();
    return true;
}

void UnitWriter::check() {
    const std::lock_guard lock(state_->mutex);
    if (state_->failure != nullptr) {
        std::rethrow_exception(state_->failure);
    }
}

OffsetMap UnitWriter::durable(const OffsetMap& current) {
    const std::lock_guard lock(state_->mutex);
    if (state_->idle() && state_->failure == nullptr) {
        return current;
    }
    OffsetMap result;
    for (const auto& [partition, offset] : current) {
        const auto known = state_->durable.find(partition);
        if (known != state_->durable.end()) {
            result.emplace(partition, std::min(known->second, offset));
        }
    }
    return result;
}

void UnitWriter::forget(std::span<const TopicPartition> partitions) {
    const std::lock_guard lock(state_->mutex);
    for (const TopicPartition& partition : partitions) {
        state_->durable.erase(partition);
    }
}

bool UnitWriter::wait_until_idle(std::chrono::milliseconds patience) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait_for(
        lock, patience, [this] { return state_->idle() || state_->failure != nullptr; });
    return state_->idle();
}

std::optional<OffsetMap> UnitWriter::abandon(std::chrono::milliseconds patience) {
    State& state = *state_;
    std::unique_lock lock(state.mutex);
    state.open->clear();
    if (state.busy) {
        state.session.abort();
        if (!state.changed.wait_for(lock, patience, [&state] { return !state.busy; })) {
            return std::nullopt;
        }
    }
    state.failure = nullptr;
    state.session.reset();
    return std::exchange(state.durable, {});
}

void UnitWriter::run(const std::shared_ptr<State>& shared) {
    State& state = *shared;
    const LogContext context(state.log_context);
    std::unique_lock lock(state.mutex);
    while (true) {
        state.changed.wait(lock, [&state] {
            return state.stop || (!state.open->empty() && state.failure == nullptr);
        });
        if (state.stop) {
            break;
        }
        std::swap(state.open, state.writing);
        state.busy = true;
        const bool tell_of_room = std::exchange(state.refused, false);
        lock.unlock();
        state.changed.notify_all();
        if (tell_of_room) {
            state.tell_news();
        }
        std::exception_ptr failure;
        try {
            state.delivery.deliver(*state.writing);
        } catch (...) {
            failure = std::current_exception();
        }
        state.writing->clear();
        lock.lock();
        state.failure = failure;
        state.busy = false;
        lock.unlock();
        state.changed.notify_all();
        if (failure != nullptr) {
            state.tell_news();
        }
        lock.lock();
    }
    state.finished = true;
    lock.unlock();
    state.changed.notify_all();
}

}  // namespace kconnect::jdbc
