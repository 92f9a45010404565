#include <ctime>

#include <fmt/format.h>

#include "key_store.hpp"
#include "openssl_handles.hpp"

namespace kconnect::keystore {

namespace {

constexpr std::string_view kCertificate = "CERTIFICATE";
constexpr std::string_view kKey = "PRIVATE KEY";

struct PemEntry {
    std::string label;
    std::string der;
};

std::string decode(std::string_view base64) {
    std::string letters;
    for (const char letter : base64) {
        if (letter != ' ' && letter != '\t' && letter != '\r' && letter != '\n') {
            letters.push_back(letter);
        }
    }
    std::string bytes(letters.size() / 4 * 3 + 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(letters.data()),
                                     static_cast<int>(letters.size()));
    if (size < 0 || letters.empty()) {
        throw KeyStoreProblem("the text between BEGIN and END is not Base64");
    }
    const bool one = letters.ends_with('=');
    const bool two = letters.ends_with("==");
    bytes.resize(static_cast<std::size_t>(size) - (one ? 1U : 0U) - (two ? 1U : 0U));
    return bytes;
}

/// Entries whose label ends so; a label may say more, such as "ENCRYPTED PRIVATE KEY".
std::vector<PemEntry> entries(std::string_view text, std::string_view name) {
    constexpr std::string_view kBegin = "-----BEGIN ";
    constexpr std::string_view kDashes = "-----";
    std::vector<PemEntry> result;
    for (auto begin = text.find(kBegin); begin != std::string_view::npos;
         begin = text.find(kBegin, begin)) {
        begin += kBegin.size();
        const auto label_end = text.find(kDashes, begin);
        const std::string label{text.substr(begin, label_end - begin)};
        const auto end = text.find("-----END " + label + std::string(kDashes), begin);
        if (label_end == std::string_view::npos || end == std::string_view::npos) {
            throw KeyStoreProblem(fmt::format("BEGIN {} has no END", label));
        }
        const auto body = label_end + kDashes.size();
        if (label.ends_with(name)) {
            result.push_back({label, decode(text.substr(body, end - body))});
        }
        begin = end;
    }
    return result;
}

KeyInfoHandle decrypt(const std::string& der, const std::string& password) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    const EncryptedKeyHandle encrypted(
        d2i_X509_SIG(nullptr, &bytes, static_cast<long>(der.size())));
    KeyInfoHandle info(
        encrypted != nullptr
            ? PKCS8_decrypt(encrypted.get(), password.data(), static_cast<int>(password.size()))
            : nullptr);
    if (info == nullptr) {
        throw KeyStoreProblem("the private key cannot be opened: the key password is wrong");
    }
    return info;
}

KeyInfoHandle key_info(const PemEntry& entry, const Password& password) {
    if (entry.label.starts_with("ENCRYPTED")) {
        if (!password) {
            throw KeyStoreProblem("the private key is encrypted: ssl.key.password is needed");
        }
        return decrypt(entry.der, *password);
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(entry.der.data());
    const KeyHandle key(d2i_AutoPrivateKey(nullptr, &bytes, static_cast<long>(entry.der.size())));
    KeyInfoHandle info(key != nullptr ? EVP_PKEY2PKCS8(key.get()) : nullptr);
    if (info == nullptr) {
        throw KeyStoreProblem("Private key could not be loaded");
    }
    return info;
}

}  // namespace

std::string to_pem(std::string_view label, std::string_view der) {
    constexpr std::size_t kLine = 64;
    std::string letters(der.size() / 3 * 4 + 5, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(letters.data()),
                                     reinterpret_cast<const unsigned char*>(der.data()),
                                     static_cast<int>(der.size()));
    letters.resize(static_cast<std::size_t>(size));
    std::string text = fmt::format("-----BEGIN {}-----\n", label);
    for (std::size_t index = 0; index < letters.size(); index += kLine) {
        text.append(letters, index, kLine).append("\n");
    }
    return text.append(fmt::format("-----END {}-----\n", label));
}

std::string expiry_of(std::string_view certificate) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(certificate.data());
    const CertificateHandle parsed(
        d2i_X509(nullptr, &bytes, static_cast<long>(certificate.size())));
    if (parsed == nullptr) {
        throw KeyStoreProblem("a certificate in it cannot be read");
    }
    const ASN1_TIME* end = X509_get0_notAfter(parsed.get());
    if (X509_cmp_current_time(end) > 0) {
        return {};
    }
    std::tm time{};
    ASN1_TIME_to_tm(end, &time);
    constexpr int kYears = 1900;
    return fmt::format("{:04}-{:02}-{:02}", time.tm_year + kYears, time.tm_mon + 1, time.tm_mday);
}

std::vector<std::string> read_pem_certificates(std::string_view text) {
    std::vector<std::string> result;
    for (PemEntry& entry : entries(text, kCertificate)) {
        result.push_back(std::move(entry.der));
    }
    if (result.empty()) {
        throw KeyStoreProblem("At least one certificate expected, but none found");
    }
    return result;
}

std::string read_pem_key(std::string_view text, const Password& key_password) {
    const std::vector<PemEntry> keys = entries(text, kKey);
    if (keys.empty()) {
        throw KeyStoreProblem("Private key not provided");
    }
    if (keys.size() != 1) {
        throw KeyStoreProblem(fmt::format("Expected one private key, but found {}", keys.size()));
    }
    const KeyInfoHandle info = key_info(keys.front(), key_password);
    unsigned char* bytes = nullptr;
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &bytes);
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
    return der;
}

}  // namespace kconnect::keystore
