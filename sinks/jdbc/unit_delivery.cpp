#include "unit_delivery.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "bad_record_search.hpp"

namespace kconnect::jdbc {

namespace {

const Logger& logger() {
    static const Logger instance("io.confluent.connect.jdbc.sink.JdbcSinkTask");
    return instance;
}

}  // namespace

UnitDelivery::UnitDelivery(const JdbcSinkConfig& config,
                           DatabaseSession& session,
                           BadRecordReports& reports,
                           Publish publish)
    : config_(&config), session_(&session), reports_(&reports), publish_(std::move(publish)) {
}

void UnitDelivery::deliver(const WritePlan& unit) {
    for (int attempt = 0;; ++attempt) {
        try {
            write(unit);
            return;
        } catch (const sql::SqlError& error) {
            const bool may_succeed_later = error.kind() == sql::SqlErrorKind::kTransient;
            if (session_->is_aborted() || !may_succeed_later || attempt >= config_->max_retries) {
                throw;
            }
            logger().warn(fmt::format(
                "Write of {} records failed, remainingRetries={}; next attempt in {} ms: {}",
                unit.record_count(),
                config_->max_retries - attempt,
                config_->retry_backoff.count(),
                error.what()));
        }
        session_->wait(config_->retry_backoff);
    }
}

void UnitDelivery::write(const WritePlan& unit) {
    if (!unit.has_changes()) {
        finish(unit, {});
        return;
    }
    if (std::exchange(expects_bad_records_, false)) {
        try {
            write_without_bad_records(unit);
            return;
        } catch (const sql::SqlError& error) {
            if (session_->is_aborted() || error.kind() != sql::SqlErrorKind::kTask) {
                throw;
            }
        }
    }
    write_whole(unit);
}

void UnitDelivery::write_whole(const WritePlan& unit) {
    try {
        session_->write(unit);
    } catch (const CannotConnectException&) {
        throw;
    } catch (const ConnectException& error) {
        const auto* refusal = dynamic_cast<const sql::SqlError*>(&error);
        if (session_->is_aborted() ||
            (refusal != nullptr && refusal->kind() == sql::SqlErrorKind::kTransient)) {
            throw;
        }
        const bool is_bad_record = session_->blames_record(error);
        if (unit.batches().size() > 1 && !(reports_->tolerates_errors() && is_bad_record)) {
            write_put_by_put(unit);
        } else if (is_bad_record) {
            write_without_bad_records(unit);
        } else {
            throw;
        }
        return;
    }
    finish(unit, {});
}

/// All but the bad records where these are reported; else nothing, if there is a bad one after all:
/// the order in which rows of a unit are sent may make one look so.
void UnitDelivery::write_without_bad_records(const WritePlan& unit) {
    using Rest = BadRecordSearch::Rest;
    BadRecordSearch search(
        *session_, *config_, reports_->tolerates_errors() ? Rest::kWrite : Rest::kLeave);
    const std::vector<RefusedRecord> refused = search.write(unit);
    if (!reports_->tolerates_errors() && !refused.empty()) {
        reports_->fail(refused.front());
    }
    expects_bad_records_ = !refused.empty();
    finish(unit, refused);
}

/// The puts before a bad one stay, as they do when Java's sink writes put by put; nothing of the
/// bad one does.
void UnitDelivery::write_put_by_put(const WritePlan& unit) {
    WritePlan single(WritePlan::folds(*config_));
    for (const auto& batch : unit.batches()) {
        single.clear();
        single.add_part(unit, batch);
        deliver(single);
    }
}

void UnitDelivery::finish(const WritePlan& unit, std::span<const RefusedRecord> refused) {
    reports_->report(unit, refused);
    for (const auto& batch : unit.batches()) {
        publish_(*batch);
    }
}

}  // namespace kconnect::jdbc
