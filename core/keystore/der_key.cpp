#include "key_store.hpp"
#include "legacy_library.hpp"
#include "openssl_handles.hpp"

namespace kconnect::keystore {

namespace {

KeyInfoHandle plain_key(std::string_view bytes) {
    const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
    const KeyHandle key(d2i_AutoPrivateKey(nullptr, &start, static_cast<long>(bytes.size())));
    return KeyInfoHandle(key != nullptr ? EVP_PKEY2PKCS8(key.get()) : nullptr);
}

/// Null when it is no encrypted key, or the password is wrong.
KeyInfoHandle encrypted_key(std::string_view bytes, const std::string& password) {
    const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
    const EncryptedKeyHandle encrypted(
        d2i_X509_SIG(nullptr, &start, static_cast<long>(bytes.size())));
    const LegacyLibrary library;  // pgjdbc's manual makes keys with PBE-MD5-DES
    return KeyInfoHandle(encrypted != nullptr ? PKCS8_decrypt_ex(encrypted.get(),
                                                                 password.data(),
                                                                 static_cast<int>(password.size()),
                                                                 library.get(),
                                                                 nullptr)
                                              : nullptr);
}

}  // namespace

std::string read_der_key(std::string_view bytes, const Password& key_password) {
    KeyInfoHandle info = plain_key(bytes);
    if (info == nullptr && key_password) {
        info = encrypted_key(bytes, *key_password);
    }
    if (info == nullptr) {
        throw KeyStoreProblem(
            "the private key cannot be opened: it is none in DER, or its password is missing or "
            "wrong");
    }
    unsigned char* der = nullptr;
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der);
    if (size <= 0) {
        throw KeyStoreProblem("the private key cannot be used");
    }
    std::string result(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_clear_free(der, static_cast<std::size_t>(size));
    return result;
}

}  // namespace kconnect::keystore
