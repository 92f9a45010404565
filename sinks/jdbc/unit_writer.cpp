#include "unit_writer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "table_structure.hpp"

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
    State(const JdbcSinkConfig& settings, const sql::Dialect& dialect, std::function<void()> news)
        : config(settings),
          layouts(config),
          open(std::make_unique<WritePlan>(WritePlan::folds(settings))),
          writing(std::make_unique<WritePlan>(WritePlan::folds(settings))),
          session(config, dialect),
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

    DatabaseSession session;
    std::mutex news_mutex;
    std::function<void()> on_news;  ///< Guarded by news_mutex; empty once the owner has gone.
    std::string log_context;
};

UnitWriter::UnitWriter(const JdbcSinkConfig& config,
                       const sql::Dialect& dialect,
                       std::function<void()> on_news)
    : state_(std::make_shared<State>(config, dialect, std::move(on_news))),
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
    state.open->add(batch.retain(), state.layouts);
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
            write_with_retries(state, *state.writing);
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

void UnitWriter::write_with_retries(State& state, const WritePlan& unit) {
    for (int attempt = 0;; ++attempt) {
        try {
            state.session.write(unit);
            for (const auto& batch : unit.batches()) {
                publish(state, *batch);
            }
            return;
        } catch (const sql::SqlError& error) {
            if (state.session.is_aborted()) {
                throw;
            }
            if (error.kind() != sql::SqlErrorKind::kTransient) {
                write_put_by_put(state, unit);
                return;
            }
            if (attempt >= state.config.max_retries) {
                throw;
            }
            logger().warn(fmt::format(
                "Write of {} records failed, remainingRetries={}; next attempt in {} ms: {}",
                unit.record_count(),
                state.config.max_retries - attempt,
                state.config.retry_backoff.count(),
                error.what()));
        } catch (const DataException&) {
            write_put_by_put(state, unit);
            return;
        } catch (const TableAlterOrCreateException&) {
            write_put_by_put(state, unit);
            return;
        }
        state.session.wait(state.config.retry_backoff);
    }
}

/// Called while the failure of `unit` is being handled. The puts before a bad one stay, as they do
/// when Java's sink writes put by put; nothing of the bad one does.
void UnitWriter::write_put_by_put(State& state, const WritePlan& unit) {
    if (unit.batches().size() == 1) {
        throw;
    }
    WritePlan single(WritePlan::folds(state.config));
    for (const auto& batch : unit.batches()) {
        single.clear();
        single.add_part(unit, batch);
        write_with_retries(state, single);
    }
}

void UnitWriter::publish(State& state, const RecordBatch& batch) {
    const std::lock_guard lock(state.mutex);
    for (const auto& [partition, offset] : batch.end_offsets()) {
        state.durable.insert_or_assign(partition, offset);
    }
}

}  // namespace kconnect::jdbc
