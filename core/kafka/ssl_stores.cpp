#include "ssl_stores.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "kafka_exception.hpp"
#include "keystore/key_store.hpp"
#include "keystore/memory_file.hpp"

namespace kconnect::kafka {

namespace {

using keystore::KeyStore;
using keystore::KeyStoreProblem;
using keystore::MemoryFile;
using keystore::Password;

constexpr std::string_view kPem = "PEM";

/// The keys of one kind of store: "ssl.truststore." or "ssl.keystore.".
class StoreKeys {
public:
    StoreKeys(const ConfigMap& config, std::string_view prefix)
        : config_(config), prefix_(prefix) {}

    std::string key(std::string_view name) const { return prefix_ + std::string(name); }
    /// Absent when empty, too: an empty property file value means "not set" to everybody.
    Password value(std::string_view name) const {
        const auto found = find(config_, key(name));
        return found && !found->empty() ? Password(std::string(*found)) : std::nullopt;
    }
    std::string type() const { return value("type").value_or("JKS"); }

private:
    const ConfigMap& config_;
    std::string prefix_;
};

void require(bool condition, const std::string& problem) {
    if (!condition) {
        throw ConfigException(problem);
    }
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw KeyStoreProblem(std::strerror(errno));
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool is_known_type(std::string_view type) {
    return type == kPem || type == "JKS" || type == "jks" || type == "PKCS12" || type == "pkcs12";
}

/// Runs `read` and says which store is meant when it fails.
template <typename Read>
auto reading(const std::string& place, Read read) {
    try {
        return read();
    } catch (const KeyStoreProblem& problem) {
        throw KafkaException("org.apache.kafka.common.KafkaException",
                             fmt::format("{}: {}", place, problem.what()));
    }
}

std::string place_of(const std::string& path, const std::string& type) {
    return type == kPem ? fmt::format("Failed to load PEM SSL keystore {}", path)
                        : fmt::format("Failed to load SSL keystore {} of type {}", path, type);
}

void check_type(const std::string& type) {
    if (!is_known_type(type)) {
        throw KeyStoreProblem(fmt::format(
            "{} not found; stores of the types JKS, PKCS12 and PEM can be read here", type));
    }
}

/// An expired certificate is refused by brokers or by us, in words that say little.
void warn_if_expired(const std::vector<std::string>& certificates,
                     const std::string& key,
                     TranslatedProperties& result) {
    for (const std::string& certificate : certificates) {
        const std::string expiry = keystore::expiry_of(certificate);
        if (!expiry.empty()) {
            result.warnings.push_back(fmt::format("{}: a certificate expired on {}", key, expiry));
        }
    }
}

// Mirrors DefaultSslEngineFactory.createTruststore.
void translate_truststore(const ConfigMap& config, TranslatedProperties& result) {
    const StoreKeys keys(config, "ssl.truststore.");
    const Password inline_text = keys.value("certificates");
    const Password path = keys.value("location");
    const Password password = keys.value("password");
    const std::string type = keys.type();
    std::vector<std::string> trusted;
    if (inline_text) {
        require(type == kPem,
                fmt::format("SSL trust store certs can be specified only for PEM, but trust store "
                            "type is {}.",
                            type));
        require(!path,
                "Both SSL trust store location and separate trust certificates are specified.");
        require(!password, "SSL trust store password cannot be specified for PEM format.");
        trusted = reading("Invalid PEM truststore configs",
                          [&] { return keystore::read_pem_certificates(*inline_text); });
    } else if (path) {
        require(type != kPem || !password,
                "SSL trust store password cannot be specified for PEM format.");
        trusted = reading(place_of(*path, type), [&] {
            check_type(type);
            const std::string bytes = read_file(*path);
            return keystore::looks_like_pem(bytes) || type == kPem
                       ? keystore::read_pem_certificates(bytes)
                       : keystore::read_store(bytes, password, std::nullopt).trusted;
        });
    } else {
        require(!password,
                "SSL trust store is not specified, but trust store password is specified.");
        return;
    }
    const std::string origin = keys.key(inline_text ? "certificates" : "location");
    reading(place_of(path.value_or("in ssl.truststore.certificates"), type), [&] {
        if (trusted.empty()) {
            throw KeyStoreProblem("it has no certificate that could be trusted");
        }
        warn_if_expired(trusted, origin, result);
        return 0;
    });
    std::string pem;
    for (const std::string& certificate : trusted) {
        pem += keystore::to_pem("CERTIFICATE", certificate);
    }
    result.set("ssl.ca.pem", std::move(pem), origin);
}

void set_key_and_chain(const KeyStore& store,
                       const std::string& origin,
                       TranslatedProperties& result) {
    if (store.key.empty() || store.chain.empty()) {
        throw KeyStoreProblem("it has no private key with a certificate");
    }
    warn_if_expired(store.chain, origin, result);
    result.set("ssl.key.pem", keystore::to_pem("PRIVATE KEY", store.key), origin);
    std::string pem;
    for (const std::string& certificate : store.chain) {
        pem += keystore::to_pem("CERTIFICATE", certificate);
    }
    if (store.chain.size() == 1) {
        result.set("ssl.certificate.pem", std::move(pem), origin);
        return;
    }
    // Of a text, librdkafka takes only the first certificate; of a file it takes the chain.
    auto file = std::make_shared<MemoryFile>(pem);
    result.set("ssl.certificate.location", file->path(), origin);
    result.kept.push_back(std::move(file));
}

KeyStore read_pem_store(const std::string& certificates,
                        const std::string& key,
                        const Password& key_password) {
    return {{},
            keystore::read_pem_key(key, key_password),
            keystore::read_pem_certificates(certificates)};
}

// Mirrors DefaultSslEngineFactory.createKeystore.
void translate_keystore(const ConfigMap& config, TranslatedProperties& result) {
    const StoreKeys keys(config, "ssl.keystore.");
    const Password key = keys.value("key");
    const Password chain = keys.value("certificate.chain");
    const Password path = keys.value("location");
    const Password password = keys.value("password");
    const Password key_password = StoreKeys(config, "ssl.key.").value("password");
    const std::string type = keys.type();
    constexpr const char* kNoPassword =
        "SSL key store password cannot be specified with PEM format, only key password may be "
        "specified.";
    if (key) {
        require(
            type == kPem,
            fmt::format("SSL private key can be specified only for PEM, but key store type is {}.",
                        type));
        require(chain.has_value(),
                "SSL private key is specified, but certificate chain is not specified.");
        require(!path, "Both SSL key store location and separate private key are specified.");
        require(!password, kNoPassword);
        reading("Invalid PEM keystore configs", [&] {
            set_key_and_chain(read_pem_store(*chain, *key, key_password), keys.key("key"), result);
            return 0;
        });
        return;
    }
    require(!chain, "SSL certificate chain is specified, but private key is not specified");
    if (!path) {
        require(!password, "SSL key store is not specified, but key store password is specified.");
        return;
    }
    require(type != kPem || !password, kNoPassword);
    reading(place_of(*path, type), [&] {
        check_type(type);
        const std::string bytes = read_file(*path);
        const bool pem = type == kPem || keystore::looks_like_pem(bytes);
        require(pem || password,
                "SSL key store is specified, but key store password is not specified.");
        set_key_and_chain(pem ? read_pem_store(bytes, bytes, key_password)
                              : keystore::read_store(bytes, password, key_password),
                          keys.key("location"),
                          result);
        return 0;
    });
}

}  // namespace

void translate_ssl_stores(const ConfigMap& config, TranslatedProperties& result) {
    translate_truststore(config, result);
    translate_keystore(config, result);
}

}  // namespace kconnect::kafka
