#pragma once

#include <exception>
#include <functional>
#include <vector>

#include <kconnect/record_batch.hpp>

#include "bad_record_reports.hpp"
#include "database_session.hpp"
#include "jdbc_sink_config.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Makes units durable, with retries. What is durable is published once and never written again.
/// Threads: the writer's.
class UnitDelivery {
public:
    /// Called for each put once it is durable and its bad records are reported.
    using Publish = std::function<void(const RecordBatch&)>;

    /// All but the last are borrowed.
    UnitDelivery(const JdbcSinkConfig& config,
                 DatabaseSession& session,
                 BadRecordReports& reports,
                 Publish publish);

    /// Returns when all of the unit is durable or reported. Throws what the task fails with: the
    /// puts before the one that failed are durable then, but for a unit that could not be tried.
    void deliver(const WritePlan& unit);

private:
    /// What became of a unit.
    struct Outcome {
        std::exception_ptr failure;      ///< Null: the unit is durable, but for its bad records.
        std::vector<RefusedRecord> bad;  ///< Records at fault, in order of arrival.
        bool may_succeed_later = false;  ///< Of a failure: it speaks of the database, not the unit.
        bool is_refusal = false;         ///< Of a failure: no record caused it, but it stays.
    };

    Outcome write_or_unroll(const WritePlan& unit, int retries);
    Outcome write_with_retries(const WritePlan& unit, int retries, Blame blame);
    Outcome attempt(const WritePlan& unit, Blame blame);
    Outcome write(const WritePlan& unit);
    Outcome write_without_bad_records(const WritePlan& unit, Blame blame);
    void deliver_put_by_put(const WritePlan& unit, int retries);
    void finish(const WritePlan& unit, const Outcome& outcome);

    const JdbcSinkConfig* config_;
    DatabaseSession* session_;
    BadRecordReports* reports_;
    Publish publish_;
    bool expects_bad_records_ = false;  ///< The last unit had some: they seldom come alone.
};

}  // namespace kconnect::jdbc
