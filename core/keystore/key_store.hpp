#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kconnect::keystore {

/// What is in a Java key store, as DER.
struct KeyStore {
    std::vector<std::string> trusted;  ///< Certificates that are trusted.
    std::string key;                   ///< The first private key, PKCS#8; empty when there is none.
    std::vector<std::string> chain;    ///< Its certificates, its own first.
};

/// Why a store cannot be read; Java's text where it has one. Holds no password.
class KeyStoreProblem : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using Password = std::optional<std::string>;

/// Reads a store of Java's own format. Without a password its integrity is not checked, as in Java.
/// `key_password` opens the key; absent: the store's. Throws KeyStoreProblem.
KeyStore read_jks(std::string_view bytes, const Password& password, const Password& key_password);

/// Reads a PKCS#12 store, also one with the weak ciphers of old keytools. All certificates that
/// belong to no key count as trusted. Throws KeyStoreProblem.
KeyStore read_pkcs12(std::string_view bytes, const Password& password);

/// Reads a store of either format: what it is, is seen in it, as Java reads both under each other's
/// names. Throws KeyStoreProblem.
KeyStore read_store(std::string_view bytes, const Password& password, const Password& key_password);

/// True for the first bytes of a store of Java's own format, and of a PKCS#12 store.
bool looks_like_jks(std::string_view bytes) noexcept;
bool looks_like_pkcs12(std::string_view bytes) noexcept;

bool looks_like_pem(std::string_view text) noexcept;

/// The certificates of a PEM text, in order. Line breaks may be blanks. Throws KeyStoreProblem.
std::vector<std::string> read_pem_certificates(std::string_view text);

/// The private key of a PEM text, PKCS#8. Throws KeyStoreProblem.
std::string read_pem_key(std::string_view text, const Password& key_password);

/// A private key in DER: PKCS#8, encrypted or not, or a format of its algorithm; gives PKCS#8.
/// Throws KeyStoreProblem.
std::string read_der_key(std::string_view bytes, const Password& key_password);

/// A PEM text that OpenSSL reads.
std::string to_pem(std::string_view label, std::string_view der);

/// Throws KeyStoreProblem when it is no certificate. Otherwise when it expired, or empty.
std::string expiry_of(std::string_view certificate);

}  // namespace kconnect::keystore
