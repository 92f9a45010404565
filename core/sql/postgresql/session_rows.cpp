#include <libpq-fe.h>

#include "postgresql/session.hpp"

namespace kconnect::sql::postgresql {

void Session::start_rows(const char* sql, const Parameters& parameters) {
    check_open();
    check_sent(PQsendQueryParams(connection_.get(),
                                 sql,
                                 static_cast<int>(parameters.types.size()),
                                 parameters.types.data(),
                                 parameters.values.data(),
                                 parameters.lengths.data(),
                                 parameters.formats.data(),
                                 0));
    check_sent(PQsetSingleRowMode(connection_.get()));
}

std::optional<Result> Session::next_row() {
    wait(true);
    PGresult* const next = PQgetResult(connection_.get());
    if (next == nullptr) {
        if (!is_usable()) {
            throw_lost(PQerrorMessage(connection_.get()));
        }
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
        check(result);
    }
    return result;
}

void Session::drop_rows() noexcept {
    try {
        if (is_usable()) {
            discard_results();
        }
    } catch (const std::exception&) {
        close();
    }
}

}  // namespace kconnect::sql::postgresql
