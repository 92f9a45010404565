#include "unit_delivery.hpp"

#include <string>
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

std::string text_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace

UnitDelivery::UnitDelivery(const JdbcSinkConfig& config,
                           DatabaseSession& session,
                           BadRecordReports& reports,
                           Publish publish)
    : config_(&config), session_(&session), reports_(&reports), publish_(std::move(publish)) {
}

void UnitDelivery::deliver(const WritePlan& unit) {
    const Outcome outcome = write_or_unroll(unit, config_->max_retries);
    if (outcome.failure == nullptr || unit.batches().size() == 1) {
        finish(unit, outcome);
    } else {
        // What the unit has waited for in vain, its puts need not wait for again.
        deliver_put_by_put(unit, outcome.may_succeed_later ? 0 : config_->max_retries);
    }
}

/// The puts before the one that fails stay, as they do when Java's sink writes put by put; nothing
/// of that one does.
void UnitDelivery::deliver_put_by_put(const WritePlan& unit, int retries) {
    WritePlan single(WritePlan::folds(*config_));
    for (const auto& batch : unit.batches()) {
        single.clear();
        single.add_part(unit, batch);
        finish(single, write_or_unroll(single, retries));
    }
}

void UnitDelivery::finish(const WritePlan& unit, const Outcome& outcome) {
    if (outcome.failure != nullptr) {
        if (!outcome.bad.empty()) {
            reports_->fail(outcome.bad.front());
        }
        std::rethrow_exception(outcome.failure);
    }
    reports_->report(unit, outcome.bad);
    for (const auto& batch : unit.batches()) {
        publish_(*batch);
    }
}

/// Mirrors the "unroll" of Java's sink: with tolerance the database's refusals are dead letters,
/// whatever they are, once the retries are over.
UnitDelivery::Outcome UnitDelivery::write_or_unroll(const WritePlan& unit, int retries) {
    Outcome outcome = write_with_retries(unit, retries, Blame::kRecords);
    if (!outcome.is_refusal || !reports_->tolerates_errors()) {
        return outcome;
    }
    logger().error(
        fmt::format("The database refuses records for a reason that none of them causes; as "
                    "errors.tolerance is all, those of {} that it refuses by themselves are "
                    "reported: {}",
                    unit.record_count(),
                    text_of(outcome.failure)));
    return write_with_retries(unit, retries, Blame::kRefusals);
}

UnitDelivery::Outcome UnitDelivery::write_with_retries(const WritePlan& unit,
                                                       int retries,
                                                       Blame blame) {
    for (;; --retries) {
        Outcome outcome = attempt(unit, blame);
        if (!outcome.may_succeed_later || retries == 0) {
            return outcome;
        }
        logger().warn(fmt::format(
            "Write of {} records failed, remainingRetries={}; next attempt in {} ms: {}",
            unit.record_count(),
            retries,
            config_->retry_backoff.count(),
            text_of(outcome.failure)));
        session_->wait(config_->retry_backoff);
    }
}

/// Throws when the session was given up or no connection could be opened: neither more attempts nor
/// fewer puts would help then.
UnitDelivery::Outcome UnitDelivery::attempt(const WritePlan& unit, Blame blame) {
    try {
        return blame == Blame::kRecords ? write(unit) : write_without_bad_records(unit, blame);
    } catch (const CannotConnectException&) {
        throw;
    } catch (const ConnectException& error) {
        if (session_->is_aborted()) {
            throw;
        }
        const auto* known = dynamic_cast<const sql::SqlError*>(&error);
        const bool is_refusal = known != nullptr && known->kind() == sql::SqlErrorKind::kTask &&
                                !known->connection_lost();
        const bool is_transient =
            known != nullptr && known->kind() == sql::SqlErrorKind::kTransient;
        // A privilege may be granted meanwhile; without tolerance the task tells at once.
        const bool may_succeed_later = is_transient || (is_refusal && reports_->tolerates_errors());
        return {std::current_exception(), {}, may_succeed_later, is_refusal};
    }
}

UnitDelivery::Outcome UnitDelivery::write(const WritePlan& unit) {
    if (!unit.has_changes()) {
        return {};
    }
    if (std::exchange(expects_bad_records_, false)) {
        try {
            return write_without_bad_records(unit, Blame::kRecords);
        } catch (const sql::SqlError& error) {
            if (session_->is_aborted() || error.kind() != sql::SqlErrorKind::kTask) {
                throw;
            }
        }
    }
    try {
        session_->write(unit);
        return {};
    } catch (const ConnectException& error) {
        const bool may_search = reports_->tolerates_errors() || unit.batches().size() == 1;
        if (session_->is_aborted() || !session_->blames_record(error) || !may_search) {
            throw;
        }
    }
    return write_without_bad_records(unit, Blame::kRecords);
}

/// All but the bad records where these are reported; else nothing, if there is a bad one after all:
/// the order in which rows of a unit are sent may make one look so.
UnitDelivery::Outcome UnitDelivery::write_without_bad_records(const WritePlan& unit, Blame blame) {
    using Rest = BadRecordSearch::Rest;
    const bool tolerates = reports_->tolerates_errors();
    BadRecordSearch search(*session_, *config_, tolerates ? Rest::kWrite : Rest::kLeave, blame);
    Outcome outcome;
    outcome.bad = search.write(unit);
    if (!tolerates && !outcome.bad.empty()) {
        outcome.failure = outcome.bad.front().error;
    }
    expects_bad_records_ = tolerates && !outcome.bad.empty();
    return outcome;
}

}  // namespace kconnect::jdbc
