#include "mysql/mysql_tls_wishes.hpp"

#include <map>
#include <string_view>

#include <fmt/format.h>

namespace kconnect::sql::mysql {
namespace {

SslMode decide(const TlsWishes& wishes, bool mariadb, bool has_ca) {
    if (wishes.mode) {
        return *wishes.mode;
    }
    if (wishes.use == false) {
        return SslMode::kDisabled;
    }
    const bool asked = wishes.use.value_or(false);
    if (mariadb) {  // MariaDB Connector/J: off unless asked for, then fully verified.
        if (!asked) {
            return SslMode::kDisabled;
        }
        return wishes.trust.value_or(false) ? SslMode::kRequired : SslMode::kVerifyIdentity;
    }
    if (wishes.verify.value_or(false) && (asked || wishes.require.value_or(false))) {
        return SslMode::kVerifyCa;
    }
    if (wishes.require.value_or(false)) {
        return SslMode::kRequired;
    }
    return has_ca ? SslMode::kVerifyCa : SslMode::kPreferred;
}

/// Turns the files that were named into those that the library reads.
void read_files(const TlsWishes& wishes, Options& options) {
    TlsFiles& files = options.tls_files;
    if (wishes.trust_store.location) {
        const auto& [name, value] = *wishes.trust_store.location;
        options.ssl_ca = files.trusted_of_store(name, value, wishes.trust_store.password);
    } else if (!options.ssl_ca.empty()) {
        options.ssl_ca = files.certificates("ssl-ca", options.ssl_ca);
    }
    if (wishes.key_store.location) {
        const auto& [name, value] = *wishes.key_store.location;
        const auto identity = files.identity_of_store(name, value, wishes.key_store.password);
        options.ssl_cert = identity.certificates;
        options.ssl_key = identity.key;
        return;
    }
    if (!options.ssl_cert.empty()) {
        options.ssl_cert = files.certificates("ssl-cert", options.ssl_cert);
    }
    if (!options.ssl_key.empty()) {
        options.ssl_key = files.key("ssl-key", options.ssl_key, wishes.key_password);
    }
}

}  // namespace

void TlsWishes::apply(Options& options, bool mariadb) const {
    options.ssl_mode = decide(*this, mariadb, !options.ssl_ca.empty() || trust_store.location);
    if (options.ssl_mode != SslMode::kDisabled) {
        read_files(*this, options);
    }
}

SslMode parse_ssl_mode(const UrlParameter& parameter) {
    static const std::map<std::string_view, SslMode> modes{
        {"disabled", SslMode::kDisabled},
        {"disable", SslMode::kDisabled},
        {"preferred", SslMode::kPreferred},
        {"required", SslMode::kRequired},
        {"trust", SslMode::kRequired},
        {"verify_ca", SslMode::kVerifyCa},
        {"verify-ca", SslMode::kVerifyCa},
        {"verify_identity", SslMode::kVerifyIdentity},
        {"verify-full", SslMode::kVerifyIdentity},
    };
    const auto found = modes.find(lower(parameter.value));
    if (found == modes.end()) {
        refuse(parameter,
               fmt::format("'{}' is none of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, "
                           "VERIFY_IDENTITY, disable, trust, verify-ca, verify-full",
                           shown(parameter)));
    }
    return found->second;
}

}  // namespace kconnect::sql::mysql
