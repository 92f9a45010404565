#pragma once

#include <string>

namespace kconnect::sql::postgresql {

/// Knows why a server's certificate was refused on this thread, where libpq says only that it was:
/// looks into a TLS session when libpq drops it. One at a time on a thread.
class HandshakeWatch {
public:
    HandshakeWatch();
    ~HandshakeWatch();
    HandshakeWatch(const HandshakeWatch&) = delete;
    HandshakeWatch& operator=(const HandshakeWatch&) = delete;

    /// OpenSSL's words, "certificate has expired"; empty when no certificate was refused.
    std::string refusal() const;

    /// Called with what OpenSSL found out about a certificate.
    void note(long result) noexcept { result_ = result; }

private:
    long result_ = 0;  ///< X509_V_OK
};

}  // namespace kconnect::sql::postgresql
