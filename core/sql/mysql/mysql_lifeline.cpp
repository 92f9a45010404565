#include "mysql/mysql_lifeline.hpp"

#include <fcntl.h>
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

}  // namespace

Lifeline::Lifeline(st_mysql* session)
    : socket_(::fcntl(static_cast<int>(mysql_get_socket(session)), F_DUPFD_CLOEXEC, 0)) {
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
}

SqlError Lifeline::judge(const SqlError& error) const {
    if (is_cut()) {
        return given_up(std::string("The MySQL session was given up: ") + error.what());
    }
    if (error.vendor_code() == kTlsFailed) {
        return {error.what(), SqlErrorKind::kTransient, error.sql_state(), kTlsFailed, true};
    }
    return error;
}

}  // namespace kconnect::sql::mysql
