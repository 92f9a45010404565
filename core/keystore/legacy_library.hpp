#pragma once

// Private to core/keystore.

#include "openssl_handles.hpp"

namespace kconnect::keystore {

/// OpenSSL's own library with the ciphers of old keytools, apart from the one of the process.
class LegacyLibrary {
public:
    LegacyLibrary()
        : context_(OSSL_LIB_CTX_new()),
          default_(OSSL_PROVIDER_load(context_.get(), "default")),
          legacy_(OSSL_PROVIDER_load(context_.get(), "legacy")) {}

    OSSL_LIB_CTX* get() const noexcept { return context_.get(); }

private:
    LibraryContextHandle context_;
    ProviderHandle default_;
    ProviderHandle legacy_;  ///< Null where it is not installed.
};

}  // namespace kconnect::keystore
