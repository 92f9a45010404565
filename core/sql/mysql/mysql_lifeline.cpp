#include "mysql/mysql_lifeline.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <mysql.h>
#include <sys/socket.h>
#include <unistd.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql::mysql {
namespace {

constexpr int kServerLost = 2013;
constexpr int kTlsFailed = 2026;

SqlError given_up(const std::string& text) {
    return {text, SqlErrorKind::kTransient, "08003", kServerLost, true};
}

std::chrono::seconds read_timeout(st_mysql* session) {
    unsigned seconds = 0;
    mysql_get_optionv(session, MYSQL_OPT_READ_TIMEOUT, &seconds);
    return std::chrono::seconds(seconds);
}

}  // namespace

Lifeline::Lifeline(st_mysql* session)
    : socket_(::fcntl(static_cast<int>(mysql_get_socket(session)), F_DUPFD_CLOEXEC, 0)),
      silence_(read_timeout(session)),
      checked_(std::chrono::steady_clock::now()) {
    if (socket_ < 0) {
        throw ConnectException("The MySQL session has no socket, or no more files can be opened");
    }
}

Lifeline::~Lifeline() {
    ::close(socket_);
}

void Lifeline::cut() noexcept {
    cut_.store(true, std::memory_order_release);
    ::shutdown(socket_, SHUT_RDWR);
}

void Lifeline::check() const {
    if (is_cut()) {
        throw given_up("The MySQL session was given up");
    }
    checked_.store(std::chrono::steady_clock::now(), std::memory_order_relaxed);
}

SqlError Lifeline::judge(const SqlError& error) const {
    if (is_cut()) {
        return given_up(std::string("The MySQL session was given up: ") + error.what());
    }
    if (error.vendor_code() == kTlsFailed) {
        return {error.what(), SqlErrorKind::kTransient, error.sql_state(), kTlsFailed, true};
    }
    const auto waited = std::chrono::steady_clock::now() - checked_.load(std::memory_order_relaxed);
    if (error.connection_lost() && silence_.count() > 0 && waited >= silence_) {
        return {fmt::format(
                    "{}; no answer within {} s (socketTimeout)", error.what(), silence_.count()),
                error.kind(),
                error.sql_state(),
                error.vendor_code(),
                true};
    }
    return error;
}

}  // namespace kconnect::sql::mysql
