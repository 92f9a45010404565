#include "bad_record_search.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include <kconnect/errors.hpp>

namespace kconnect::jdbc {

namespace {

/// A unit is first tried in this many ranges, so that one bad record has few others sent again.
constexpr std::size_t kFirstRanges = 16;
/// No range is made smaller than this before it has failed.
constexpr std::size_t kSmallRange = 16;

/// Place of a record in its unit: the put, then the address within its records.
std::pair<std::size_t, const SinkRecord*> arrival_of(const WritePlan& unit,
                                                     const SinkRecord* record) {
    const std::less_equal<> not_behind;
    std::size_t put = 0;
    for (const auto& batch : unit.batches()) {
        const SinkRecord* first = batch->records().data();
        if (not_behind(first, record) && std::less<>()(record, first + batch->size())) {
            break;
        }
        ++put;
    }
    return {put, record};
}

}  // namespace

BadRecordSearch::BadRecordSearch(DatabaseSession& session,
                                 const JdbcSinkConfig& config,
                                 Rest rest,
                                 Blame blame)
    : session_(&session), rest_(rest), blame_(blame), range_(WritePlan::folds(config)) {
}

std::vector<RefusedRecord> BadRecordSearch::write(const WritePlan& unit) {
    session_->with_current_structure([this, &unit] {
        refused_.clear();
        collect_changes(unit);
        prepare_tables();
        if (!is_done() && !changes_.empty()) {
            write_changes();
        }
    });
    sort_by_arrival(unit, refused_);
    return std::exchange(refused_, {});
}

void BadRecordSearch::collect_changes(const WritePlan& unit) {
    changes_.clear();
    for (const auto& table : unit.tables()) {
        for (const Version& version : table->versions()) {
            changes_.push_back({version.record, version.layout});
        }
    }
    if (unit.tables().size() > 1) {
        std::ranges::sort(changes_, {}, [&unit](const Change& change) {
            return arrival_of(unit, change.record);
        });
    }
}

/// Creates and amends the tables; the records that come in a way which a table cannot take are bad.
void BadRecordSearch::prepare_tables() {
    std::map<const RecordLayout*, std::exception_ptr> failures;
    std::erase_if(changes_, [this, &failures](const Change& change) {
        const auto [known, is_new] = failures.try_emplace(change.layout);
        if (is_new) {
            try {
                session_->prepare(*change.layout);
            } catch (const ConnectException& error) {
                if (!session_->blames_record(error, blame_)) {
                    throw;
                }
                known->second = std::current_exception();
            }
        }
        if (known->second != nullptr && !is_done()) {
            refuse(change, known->second);
        }
        return known->second != nullptr;
    });
}

void BadRecordSearch::write_changes() {
    session_->in_transaction([this] {
        const std::size_t count = changes_.size();
        const std::size_t ranges = std::clamp(count / kSmallRange, std::size_t{1}, kFirstRanges);
        for (std::size_t range = 0; range < ranges; ++range) {
            search(count * range / ranges, count * (range + 1) / ranges);
        }
        return !is_done();
    });
}

void BadRecordSearch::search(std::size_t first, std::size_t end) {
    if (is_done()) {
        return;
    }
    std::exception_ptr failure = failure_of(first, end);
    if (failure == nullptr) {
        return;
    }
    if (end - first == 1) {
        refuse(changes_[first], std::move(failure));
        return;
    }
    const std::size_t middle = first + (end - first) / 2;
    search(first, middle);
    search(middle, end);
}

/// Writes the records from `first` to before `end`; null when the database took them.
std::exception_ptr BadRecordSearch::failure_of(std::size_t first, std::size_t end) {
    range_.clear();
    for (std::size_t index = first; index < end; ++index) {
        range_.add(*changes_[index].record, *changes_[index].layout);
    }
    try {
        session_->write_range(range_, *changes_[first].record, blame_);
    } catch (const ConnectException& error) {
        if (!session_->blames_record(error, blame_)) {
            throw;
        }
        return std::current_exception();
    }
    return nullptr;
}

void BadRecordSearch::refuse(const Change& change, std::exception_ptr error) {
    refused_.push_back({change.record, std::move(error)});
}

void sort_by_arrival(const WritePlan& unit, std::vector<RefusedRecord>& records) {
    std::ranges::sort(records, {}, [&unit](const RefusedRecord& refused) {
        return arrival_of(unit, refused.record);
    });
}

}  // namespace kconnect::jdbc
