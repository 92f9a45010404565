#pragma once

// Private to core/keystore: owners of OpenSSL's objects.

#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

namespace kconnect::keystore {

/// Calls an OpenSSL function to give an object back.
template <auto Function>
struct Free {
    template <typename T>
    void operator()(T* object) const noexcept {
        Function(object);
    }
};

struct FreeCertificates {
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_pop_free(stack, X509_free); }
};

using BioHandle = std::unique_ptr<BIO, Free<BIO_free_all>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, Free<X509_free>>;
using CertificatesHandle = std::unique_ptr<STACK_OF(X509), FreeCertificates>;
using Pkcs12Handle = std::unique_ptr<PKCS12, Free<PKCS12_free>>;
using EncryptedKeyHandle = std::unique_ptr<X509_SIG, Free<X509_SIG_free>>;
using KeyInfoHandle = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free<PKCS8_PRIV_KEY_INFO_free>>;
using LibraryContextHandle = std::unique_ptr<OSSL_LIB_CTX, Free<OSSL_LIB_CTX_free>>;
using ProviderHandle = std::unique_ptr<OSSL_PROVIDER, Free<OSSL_PROVIDER_unload>>;

}  // namespace kconnect::keystore
