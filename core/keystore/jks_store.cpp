#include <algorithm>
#include <array>
#include <cstdint>

#include <openssl/sha.h>
#include <unicode/unistr.h>

#include "key_store.hpp"
#include "openssl_handles.hpp"

// Java's own key store format, as sun.security.provider.JavaKeyStore writes it.

namespace kconnect::keystore {

namespace {

constexpr std::size_t kDigestSize = SHA_DIGEST_LENGTH;

/// Takes numbers and texts off the front of a store.
class JksInput {
public:
    explicit JksInput(std::string_view bytes) : rest_(bytes) {}

    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            throw KeyStoreProblem("the file ends too early");
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    std::uint32_t number(std::size_t size) {
        std::uint32_t value = 0;
        for (const char byte : take(size)) {
            value = value << 8U | static_cast<unsigned char>(byte);
        }
        return value;
    }
    std::string_view text() { return take(number(2)); }
    std::string_view block() { return take(number(4)); }
    /// A certificate with its type before it.
    std::string certificate(std::uint32_t version) {
        if (version == 2) {
            text();
        }
        return std::string(block());
    }

private:
    std::string_view rest_;
};

/// The password as Java's chars.
std::string utf16_of(const std::string& password) {
    const icu::UnicodeString characters = icu::UnicodeString::fromUTF8(password);
    std::string bytes;
    for (int index = 0; index < characters.length(); ++index) {
        bytes.push_back(static_cast<char>(characters[index] >> 8));
        bytes.push_back(static_cast<char>(characters[index] & 0xff));
    }
    return bytes;
}

std::string sha1(const std::string& text) {
    std::string digest(kDigestSize, '\0');
    SHA1(reinterpret_cast<const unsigned char*>(text.data()),
         text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

/// Mirrors sun.security.provider.KeyProtector.recover: a stream of SHA-1 digests, salt before, and
/// the digest of the result behind.
std::string recover(std::string_view protected_key, const std::string& password) {
    if (protected_key.size() < 2 * kDigestSize) {
        throw KeyStoreProblem("Cannot recover key");
    }
    const std::string_view cipher =
        protected_key.substr(kDigestSize, protected_key.size() - 2 * kDigestSize);
    std::string digest{protected_key.substr(0, kDigestSize)};
    std::string plain;
    for (std::size_t index = 0; index < cipher.size(); ++index) {
        const std::size_t place = index % kDigestSize;
        if (place == 0) {
            digest.insert(0, password);
            digest = sha1(digest);
        }
        plain.push_back(static_cast<char>(cipher[index] ^ digest[place]));
    }
    if (sha1(password + plain) != protected_key.substr(protected_key.size() - kDigestSize)) {
        throw KeyStoreProblem("Cannot recover key");
    }
    return plain;
}

std::string open_key(std::string_view encrypted, const std::string& password) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(encrypted.data());
    const EncryptedKeyHandle info(
        d2i_X509_SIG(nullptr, &bytes, static_cast<long>(encrypted.size())));
    if (info == nullptr) {
        throw KeyStoreProblem("Invalid keystore format");
    }
    const ASN1_OCTET_STRING* data = nullptr;
    X509_SIG_get0(info.get(), nullptr, &data);
    return recover({reinterpret_cast<const char*>(ASN1_STRING_get0_data(data)),
                    static_cast<std::size_t>(ASN1_STRING_length(data))},
                   password);
}

void check_integrity(std::string_view bytes, const std::string& password) {
    if (bytes.size() < kDigestSize) {
        throw KeyStoreProblem("the file ends too early");
    }
    const std::string_view content = bytes.substr(0, bytes.size() - kDigestSize);
    const std::string whitened = utf16_of(password) + "Mighty Aphrodite" + std::string(content);
    if (sha1(whitened) != bytes.substr(content.size())) {
        throw KeyStoreProblem("Keystore was tampered with, or password was incorrect");
    }
}

/// A key's entry: opened when it is the first one.
void read_key_entry(JksInput& input,
                    std::uint32_t version,
                    const Password& password,
                    KeyStore& store) {
    const std::string_view encrypted = input.block();
    std::vector<std::string> chain;
    const std::uint32_t count = input.number(4);
    for (std::uint32_t index = 0; index < count; ++index) {
        chain.push_back(input.certificate(version));
    }
    if (!chain.empty()) {
        store.trusted.push_back(chain.front());  // As Java's trust manager does.
    }
    if (store.chain.empty() && password) {
        store.key = open_key(encrypted, utf16_of(*password));
        store.chain = std::move(chain);
    }
}

}  // namespace

bool looks_like_jks(std::string_view bytes) noexcept {
    return bytes.starts_with("\xFE\xED\xFE\xED");
}

KeyStore read_jks(std::string_view bytes, const Password& password, const Password& key_password) {
    constexpr std::uint32_t kPrivateKey = 1;
    constexpr std::uint32_t kTrusted = 2;
    if (password) {
        check_integrity(bytes, *password);
    }
    JksInput input(bytes);
    input.number(4);
    const std::uint32_t version = input.number(4);
    if (version != 1 && version != 2) {
        throw KeyStoreProblem("Invalid keystore format");
    }
    KeyStore store;
    const std::uint32_t count = input.number(4);
    for (std::uint32_t index = 0; index < count; ++index) {
        const std::uint32_t tag = input.number(4);
        input.text();   // Alias
        input.take(8);  // Date
        if (tag == kPrivateKey) {
            read_key_entry(input, version, key_password ? key_password : password, store);
        } else if (tag == kTrusted) {
            store.trusted.push_back(input.certificate(version));
        } else {
            throw KeyStoreProblem("Unrecognized keystore entry: " + std::to_string(tag));
        }
    }
    return store;
}

}  // namespace kconnect::keystore
