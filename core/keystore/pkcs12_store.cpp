#include "key_store.hpp"
#include "legacy_library.hpp"
#include "openssl_handles.hpp"

namespace kconnect::keystore {

namespace {

template <typename Object, typename Encode>
std::string der_of(Object* object, Encode encode) {
    unsigned char* bytes = nullptr;
    const int size = encode(object, &bytes);
    if (size <= 0) {
        throw KeyStoreProblem("a certificate or key cannot be read");
    }
    std::string result(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
    return result;
}

std::string der_of(X509* certificate) {
    return der_of(certificate, i2d_X509);
}

std::string der_of(const EVP_PKEY* key) {
    const KeyInfoHandle info(EVP_PKEY2PKCS8(key));
    if (info == nullptr) {
        throw KeyStoreProblem("its private key cannot be used");
    }
    return der_of(info.get(), i2d_PKCS8_PRIV_KEY_INFO);
}

Pkcs12Handle parse(std::string_view bytes, OSSL_LIB_CTX* library) {
    const BioHandle input(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    PKCS12* store = PKCS12_init_ex(NID_pkcs7_data, library, nullptr);
    if (d2i_PKCS12_bio(input.get(), &store) == nullptr) {
        PKCS12_free(store);  // Null when the file was read, as then OpenSSL has freed it.
        throw KeyStoreProblem("Invalid keystore format");
    }
    return Pkcs12Handle(store);
}

/// The certificates of the key come in any order: each is followed by its issuer.
std::vector<std::string> chain_of(X509* own, STACK_OF(X509) * others) {
    std::vector<std::string> chain{der_of(own)};
    const X509* last = own;
    while (X509_NAME_cmp(X509_get_issuer_name(last), X509_get_subject_name(last)) != 0) {
        X509* issuer = nullptr;
        for (int index = 0; index < sk_X509_num(others); ++index) {
            X509* candidate = sk_X509_value(others, index);
            if (X509_NAME_cmp(X509_get_issuer_name(last), X509_get_subject_name(candidate)) == 0) {
                issuer = candidate;
            }
        }
        if (issuer == nullptr || chain.size() > static_cast<std::size_t>(sk_X509_num(others))) {
            break;
        }
        chain.push_back(der_of(issuer));
        last = issuer;
    }
    return chain;
}

}  // namespace

bool looks_like_pkcs12(std::string_view bytes) noexcept {
    return bytes.starts_with('\x30');
}

KeyStore read_pkcs12(std::string_view bytes, const Password& password) {
    const LegacyLibrary library;
    const Pkcs12Handle file = parse(bytes, library.get());
    EVP_PKEY* key_pointer = nullptr;
    X509* own_pointer = nullptr;
    STACK_OF(X509)* others_pointer = nullptr;
    if (PKCS12_parse(file.get(),
                     password ? password->c_str() : nullptr,
                     &key_pointer,
                     &own_pointer,
                     &others_pointer) != 1) {
        throw KeyStoreProblem("keystore password was incorrect");
    }
    const KeyHandle key(key_pointer);
    const CertificateHandle own(own_pointer);
    const CertificatesHandle others(others_pointer);
    KeyStore store;
    if (own != nullptr) {
        store.trusted.push_back(der_of(own.get()));
        store.chain = chain_of(own.get(), others.get());
    }
    if (key != nullptr) {
        store.key = der_of(key.get());
    }
    for (int index = 0; index < sk_X509_num(others.get()); ++index) {
        store.trusted.push_back(der_of(sk_X509_value(others.get(), index)));
    }
    return store;
}

}  // namespace kconnect::keystore
