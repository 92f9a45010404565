#include <algorithm>
#include <cstdint>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "postgresql/session.hpp"

namespace kconnect::sql::postgresql {
namespace {

/// Minds a shorter limit that the server has already. PostgreSQL counts anew for each statement of
/// a pipeline since version 11; older ones know no limit that begins within a transaction.
std::string limit_statement(std::chrono::milliseconds limit) {
    const auto millis = std::clamp<std::int64_t>(limit.count(), 1, 2147483647);
    return fmt::format(
        "SELECT pg_catalog.set_config('statement_timeout', '{0}ms', true) "
        "WHERE pg_catalog.current_setting('statement_timeout')::pg_catalog.interval "
        "NOT BETWEEN '1ms' AND '{0}ms'",
        millis);
}

}  // namespace

void Session::start_rows(const char* sql, const Parameters& parameters) {
    check_open();
    send_query(sql, parameters);
    check_sent(PQsetSingleRowMode(connection_.get()));
}

void Session::start_rows_within(std::chrono::milliseconds limit,
                                const char* sql,
                                const Parameters& parameters) {
    check_open();
    const std::string set_limit = limit_statement(limit);
    check_sent(PQenterPipelineMode(connection_.get()));
    send_query(set_limit.c_str(), {});
    send_query(sql, parameters);
    // Up to here it is one transaction, which the setting does not outlive: safe behind PgBouncer.
    check_sent(PQpipelineSync(connection_.get()));
    wait(true);
    const Result setting(PQgetResult(connection_.get()));
    if (setting.get() == nullptr || PQresultStatus(setting.get()) == PGRES_FATAL_ERROR) {
        end_pipeline_of_rows();
        check(setting);
    }
    discard_results();
    check_sent(PQsetSingleRowMode(connection_.get()));
}

void Session::end_pipeline_of_rows() {
    if (PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF) {
        return;
    }
    read_pipeline_results();
    check_sent(PQexitPipelineMode(connection_.get()));
}

std::optional<Result> Session::next_row() {
    wait(true);
    PGresult* const next = PQgetResult(connection_.get());
    if (next == nullptr) {
        if (!is_usable()) {
            throw_lost(PQerrorMessage(connection_.get()));
        }
        end_pipeline_of_rows();
        return std::nullopt;
    }
    Result result(next);
    const ExecStatusType status = PQresultStatus(next);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
        close();
        throw_lost("a COPY was started where a query is expected");
    }
    if (status == PGRES_FATAL_ERROR) {
        discard_results();
        if (is_usable()) {
            end_pipeline_of_rows();
        }
        check(result);
    }
    return result;
}

void Session::drop_rows() noexcept {
    try {
        if (is_usable()) {
            discard_results();
            end_pipeline_of_rows();
        }
    } catch (const std::exception&) {
        close();
    }
}

}  // namespace kconnect::sql::postgresql
