#include "bad_record_reports.hpp"

#include <vector>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "bad_record_search.hpp"

namespace kconnect::jdbc {

namespace {

/// The error as Java's sink reports it: a database's error as the list of all that led to it.
std::exception_ptr as_reported(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const sql::SqlError& refusal) {
        return std::make_exception_ptr(sql::SqlError(
            fmt::format("Exception chain:\n{}: {}\n", refusal.java_class(), refusal.what()),
            refusal.kind(),
            refusal.sql_state(),
            refusal.vendor_code()));
    } catch (...) {
        return error;
    }
}

}  // namespace

BadRecordReports::BadRecordReports(ErrantRecordReporter* reporter)
    : tolerates_errors_(reporter != nullptr && reporter->tolerates_errors()), reporter_(reporter) {
}

void BadRecordReports::report(const WritePlan& unit, std::span<const RefusedRecord> refused) {
    if (refused.empty() && unit.refused().empty()) {
        return;
    }
    std::vector<RefusedRecord> all(refused.begin(), refused.end());
    all.insert(all.end(), unit.refused().begin(), unit.refused().end());
    sort_by_arrival(unit, all);
    for (const RefusedRecord& bad : all) {
        report(bad);
    }
}

void BadRecordReports::report(const RefusedRecord& refused) {
    const std::lock_guard lock(mutex_);
    if (reporter_ == nullptr) {
        throw ConnectException("The task has ended before all bad records were reported");
    }
    reporter_->report(*refused.record, as_reported(refused.error), {});
}

void BadRecordReports::fail(const RefusedRecord& refused) {
    {
        const std::lock_guard lock(mutex_);
        if (reporter_ != nullptr) {
            reporter_->report(*refused.record, as_reported(refused.error), {});
        }
    }
    std::rethrow_exception(refused.error);
}

void BadRecordReports::forget_reporter() {
    const std::lock_guard lock(mutex_);
    reporter_ = nullptr;
}

}  // namespace kconnect::jdbc
