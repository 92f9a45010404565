#include "postgresql/handshake_watch.hpp"

#include <openssl/ssl.h>

namespace kconnect::sql::postgresql {

namespace {

/// OpenSSL hands no context to its hooks.
// NOLINTNEXTLINE(readability-identifier-naming): a variable, though at namespace scope
thread_local HandshakeWatch* watch = nullptr;

/// OpenSSL's hook for a session that is dropped; anybody's in this process.
void look(void* session,
          void* /*data*/,
          CRYPTO_EX_DATA* /*all*/,
          int /*index*/,
          long /*number*/,
          void* /*argument*/) {
    if (watch != nullptr && session != nullptr) {
        watch->note(SSL_get_verify_result(static_cast<const SSL*>(session)));
    }
}

}  // namespace

HandshakeWatch::HandshakeWatch() {
    static const int hook = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, &look);
    watch = hook < 0 ? nullptr : this;
}

HandshakeWatch::~HandshakeWatch() {
    watch = nullptr;
}

std::string HandshakeWatch::refusal() const {
    return result_ == X509_V_OK ? "" : X509_verify_cert_error_string(result_);
}

}  // namespace kconnect::sql::postgresql
