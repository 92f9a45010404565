#include "postgresql/session.hpp"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <kconnect/errors.hpp>

#include "postgresql/deadline.hpp"
#include "src/socket_wait.hpp"

namespace kconnect::sql::postgresql {

namespace {

/// Rows between two Syncs of a pipeline: bounds what the server has to answer unread.
constexpr std::size_t kPipelineDepth = 512;

std::string field_of(const PGresult* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text == nullptr ? std::string() : std::string(text);
}

ErrorReport report_of(const PGresult* result) {
    return {field_of(result, PG_DIAG_SEVERITY),
            field_of(result, PG_DIAG_SQLSTATE),
            field_of(result, PG_DIAG_MESSAGE_PRIMARY),
            field_of(result, PG_DIAG_MESSAGE_DETAIL),
            field_of(result, PG_DIAG_MESSAGE_HINT),
            field_of(result, PG_DIAG_SCHEMA_NAME),
            field_of(result, PG_DIAG_TABLE_NAME),
            field_of(result, PG_DIAG_COLUMN_NAME),
            field_of(result, PG_DIAG_CONSTRAINT_NAME),
            PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION) != nullptr};
}

}  // namespace

Session::Session(Destination destination, const SessionSettings& settings, const AbortSignal& abort)
    : destination_(std::move(destination)),
      search_path_(settings.search_path),
      connect_timeout_(settings.connect_timeout),
      socket_timeout_(settings.socket_timeout),
      opening_(&abort) {
}

Session::~Session() {
    close();
}

std::string Session::server_version() const {
    const char* version =
        connection_ == nullptr ? nullptr : PQparameterStatus(connection_.get(), "server_version");
    const std::string_view text = version == nullptr ? "" : version;
    return std::string(text.substr(0, text.find(' ')));
}

int Session::server_version_number() const noexcept {
    return PQserverVersion(connection_.get());
}

bool Session::is_usable() const noexcept {
    return !is_aborted_ && connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK;
}

void Session::close() noexcept {
    const std::lock_guard lock(socket_mutex_);
    socket_ = -1;
    connection_.reset();
}

void Session::abort() noexcept {
    is_aborted_ = true;
    const std::lock_guard lock(socket_mutex_);
    if (socket_ >= 0) {
        ::shutdown(socket_, SHUT_RDWR);  // every wait for the socket ends
    }
}

bool Session::is_given_up() const noexcept {
    return is_aborted_ || (opening_ != nullptr && opening_->is_raised());
}

void Session::check_open() const {
    if (is_given_up() || connection_ == nullptr) {
        throw_lost("it is closed");
    }
}

Result Session::run(const char* sql) {
    check_open();
    check_sent(PQsendQuery(connection_.get(), sql));
    return read_results();
}

Result Session::run(const char* sql, const Parameters& parameters) {
    check_open();
    send_query(sql, parameters);
    return read_results();
}

void Session::send_query(const char* sql, const Parameters& parameters) {
    check_sent(PQsendQueryParams(connection_.get(),
                                 sql,
                                 static_cast<int>(parameters.types.size()),
                                 parameters.types.data(),
                                 parameters.values.data(),
                                 parameters.lengths.data(),
                                 parameters.formats.data(),
                                 0));
}

std::string Session::literal(std::string_view text) const {
    check_open();
    const std::unique_ptr<char, decltype(&PQfreemem)> escaped(
        PQescapeLiteral(connection_.get(), text.data(), text.size()), &PQfreemem);
    if (escaped == nullptr) {
        throw_lost(PQerrorMessage(connection_.get()));
    }
    return escaped.get();
}

void Session::commit(std::string_view check) {
    const Result result =
        check.empty() ? run("COMMIT") : run(fmt::format("{}; COMMIT", check).c_str());
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
        throw SqlError("The transaction was rolled back at COMMIT: a statement in it had failed",
                       SqlErrorKind::kTask,
                       "25P02");
    }
}

void Session::run_each(const char* sql,
                       std::size_t count,
                       const std::function<const Parameters&(std::size_t)>& parameters_of) {
    check_open();
    check_sent(PQenterPipelineMode(connection_.get()));
    try {
        for (std::size_t first = 0; first < count; first += kPipelineDepth) {
            const std::size_t end = std::min(first + kPipelineDepth, count);
            for (std::size_t index = first; index < end; ++index) {
                const Parameters& parameters = parameters_of(index);
                if (index == 0) {
                    send_prepare(sql, parameters);
                }
                send_prepared(parameters);
            }
            end_of_batch();
        }
    } catch (const DataException&) {
        abandon_pipeline();
        throw;
    }
    check_sent(PQexitPipelineMode(connection_.get()));
}

void Session::send_prepare(const char* sql, const Parameters& parameters) {
    check_sent(PQsendPrepare(connection_.get(),
                             "",
                             sql,
                             static_cast<int>(parameters.types.size()),
                             parameters.types.data()));
}

void Session::end_of_batch() {
    check_sent(PQpipelineSync(connection_.get()));
    std::optional<Result> failure = read_pipeline_results();
    if (failure) {
        PQexitPipelineMode(connection_.get());
        check(*failure);
    }
}

void Session::abandon_pipeline() {
    check_sent(PQpipelineSync(connection_.get()));
    read_pipeline_results();
    check_sent(PQexitPipelineMode(connection_.get()));
}

void Session::send_prepared(const Parameters& parameters) {
    check_sent(PQsendQueryPrepared(connection_.get(),
                                   "",
                                   static_cast<int>(parameters.types.size()),
                                   parameters.values.data(),
                                   parameters.lengths.data(),
                                   parameters.formats.data(),
                                   0));
}

std::optional<Result> Session::read_pipeline_results() {
    std::optional<Result> failure;
    while (true) {
        wait(true);
        PGresult* next = PQgetResult(connection_.get());
        if (next == nullptr) {
            if (!is_usable()) {
                throw_lost(PQerrorMessage(connection_.get()));
            }
            continue;  // only separates two statements
        }
        Result result(next);
        const ExecStatusType status = PQresultStatus(next);
        if (status == PGRES_PIPELINE_SYNC) {
            break;
        }
        if (status == PGRES_FATAL_ERROR && !failure) {
            failure = std::move(result);
        }
        if (!is_usable()) {
            break;
        }
    }
    return failure;
}

Result Session::copy_in(const char* sql, const std::function<std::string_view()>& next) {
    check_open();
    check_sent(PQsendQuery(connection_.get(), sql));
    wait(true);
    const Result answer(PQgetResult(connection_.get()));
    if (answer.get() == nullptr || PQresultStatus(answer.get()) != PGRES_COPY_IN) {
        discard_results();
        check(answer);
        throw_lost("COPY was not accepted");
    }
    try {
        for (std::string_view piece = next(); !piece.empty(); piece = next()) {
            check_sent(
                PQputCopyData(connection_.get(), piece.data(), static_cast<int>(piece.size())));
            wait(false);
        }
    } catch (const DataException& error) {
        check_sent(PQputCopyEnd(connection_.get(), error.what()));
        discard_results();
        throw;
    }
    check_sent(PQputCopyEnd(connection_.get(), nullptr));
    return read_results();
}

void Session::check_sent(int accepted) {
    if (accepted != 1) {
        throw_lost(PQerrorMessage(connection_.get()));
    }
}

void Session::wait(bool for_result) {
    while (true) {
        const int pending = PQflush(connection_.get());
        if (pending < 0 && PQisBusy(connection_.get()) == 0) {
            return;  // the server's last words are there to be read
        }
        if (pending == 0 && (!for_result || PQisBusy(connection_.get()) == 0)) {
            return;
        }
        wait_for_server(pending == 1);
        if (PQconsumeInput(connection_.get()) == 0) {
            return;  // PQgetResult gives what the server said last, then that it is gone
        }
    }
}

void Session::wait_for_server(bool writable) {
    Deadline deadline;
    if (socket_timeout_.count() > 0) {
        deadline = std::chrono::steady_clock::now() + socket_timeout_;
    }
    const auto events = static_cast<short>(writable ? POLLIN | POLLOUT : POLLIN);
    const int ready =
        wait_for_socket(PQsocket(connection_.get()), events, remaining_millis(deadline), opening_);
    if (ready == 0) {
        close();
        throw_lost(fmt::format("no answer within {} s (socketTimeout)", socket_timeout_.count()));
    }
    if (ready < 0 || is_given_up()) {
        throw_lost(std::strerror(errno));
    }
}

Result Session::read_results() {
    std::optional<Result> last;
    std::optional<Result> failure;
    while (true) {
        wait(true);
        PGresult* next = PQgetResult(connection_.get());
        if (next == nullptr) {
            break;
        }
        Result result(next);
        const ExecStatusType status = PQresultStatus(next);
        const bool is_copy = status == PGRES_COPY_IN || status == PGRES_COPY_OUT;
        (status == PGRES_FATAL_ERROR && !failure ? failure : last) = std::move(result);
        if (is_copy) {
            close();
            throw_lost("a COPY was started where a plain statement is expected");
        }
    }
    if (failure) {
        check(*failure);
    }
    if (!last) {
        throw_lost(PQerrorMessage(connection_.get()));
    }
    return *std::move(last);
}

void Session::discard_results() {
    for (bool more = true; more;) {
        wait(true);
        const Result result(PQgetResult(connection_.get()));
        more = result.get() != nullptr;
    }
}

void Session::check(const Result& result) const {
    if (result.get() != nullptr && PQresultStatus(result.get()) != PGRES_FATAL_ERROR) {
        return;
    }
    const ErrorReport report = report_of(result.get());
    if (report.sql_state.empty()) {
        throw_lost(result.get() == nullptr ? PQerrorMessage(connection_.get())
                                           : PQresultErrorMessage(result.get()));
    }
    throw SqlError(one_line(report), classify(report), report.sql_state, 0, !is_usable());
}

void Session::throw_lost(std::string_view what) const {
    throw SqlError(fmt::format("The connection to PostgreSQL at {}:{}, database \"{}\", was lost: "
                               "{}",
                               destination_.host,
                               destination_.port,
                               destination_.database,
                               is_given_up() ? "the session was given up" : flatten(what)),
                   SqlErrorKind::kTransient,
                   "08006",
                   0,
                   true);
}

}  // namespace kconnect::sql::postgresql
