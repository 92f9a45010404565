#include "src/tls_files.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "keystore/key_store.hpp"
#include "keystore/memory_file.hpp"
#include "src/url_text.hpp"

namespace kconnect::sql {

namespace {

constexpr const char* kCertificate = "CERTIFICATE";

[[noreturn]] void fail(std::string_view parameter,
                       std::string_view value,
                       std::string_view problem) {
    throw ConfigException(fmt::format("Parameter '{}' of connection.url is '{}': {}",
                                      parameter,
                                      without_nested_secrets(value),
                                      problem));
}

std::string read_file(std::string_view parameter, const std::string& path) {
    // Before it is opened: a pipe would be waited for.
    std::error_code unknown;
    const bool is_other =
        std::filesystem::exists(path, unknown) && !std::filesystem::is_regular_file(path, unknown);
    std::ifstream file;
    if (!is_other) {
        file.open(path, std::ios::binary);
    }
    if (!file.is_open()) {
        fail(parameter,
             path,
             fmt::format("the file cannot be read: {}",
                         is_other ? "it is none" : std::strerror(errno)));
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Runs `read` and names the parameter when it fails.
template <typename Read>
auto reading(std::string_view parameter, std::string_view value, Read read) {
    try {
        return read();
    } catch (const keystore::KeyStoreProblem& problem) {
        fail(parameter, value, problem.what());
    }
}

std::string pem_of(const std::vector<std::string>& certificates) {
    std::string pem;
    for (const std::string& certificate : certificates) {
        pem += keystore::to_pem(kCertificate, certificate);
    }
    return pem;
}

}  // namespace

std::string TlsFiles::checked_path(std::string_view parameter, std::string_view value) {
    if (value.starts_with("classpath:")) {
        fail(parameter, value, "there is no class path here; write the path of a file");
    }
    std::string_view path = value;
    if (path.starts_with("file:")) {
        path.remove_prefix(5);
        while (path.starts_with("//")) {
            path.remove_prefix(1);
        }
    }
    read_file(parameter, std::string(path));
    return std::string(path);
}

std::string TlsFiles::certificates(std::string_view parameter, const std::string& value) {
    if (keystore::looks_like_pem(value)) {
        return keep(value);
    }
    std::string path = checked_path(parameter, value);
    const std::string bytes = read_file(parameter, path);
    if (keystore::looks_like_pem(bytes)) {
        return path;
    }
    return reading(parameter, value, [&] {
        keystore::expiry_of(bytes);  // refuses what is no certificate
        return keep(keystore::to_pem(kCertificate, bytes));
    });
}

std::string TlsFiles::key(std::string_view parameter,
                          const std::string& value,
                          const std::optional<std::string>& password) {
    const std::string path = checked_path(parameter, value);
    const std::string bytes = read_file(parameter, path);
    return reading(parameter, value, [&] {
        const std::string der = keystore::looks_like_pem(bytes)
                                    ? keystore::read_pem_key(bytes, password)
                                    : keystore::read_der_key(bytes, password);
        return keep(keystore::to_pem("PRIVATE KEY", der));
    });
}

std::string TlsFiles::trusted_of_store(std::string_view parameter,
                                       const std::string& value,
                                       const std::optional<std::string>& password) {
    std::string path = checked_path(parameter, value);
    const std::string bytes = read_file(parameter, path);
    if (keystore::looks_like_pem(bytes)) {
        return path;
    }
    return reading(parameter, value, [&] {
        const auto store = keystore::read_store(bytes, password, std::nullopt);
        if (store.trusted.empty()) {
            throw keystore::KeyStoreProblem("it has no certificate that could be trusted");
        }
        return keep(pem_of(store.trusted));
    });
}

TlsFiles::Identity TlsFiles::identity_of_store(std::string_view parameter,
                                               const std::string& value,
                                               const std::optional<std::string>& password) {
    const std::string path = checked_path(parameter, value);
    const std::string bytes = read_file(parameter, path);
    return reading(parameter, value, [&]() -> Identity {
        const auto store = keystore::looks_like_pem(bytes)
                               ? keystore::KeyStore{{},
                                                    keystore::read_pem_key(bytes, password),
                                                    keystore::read_pem_certificates(bytes)}
                               : keystore::read_store(bytes, password, password);
        if (store.key.empty() || store.chain.empty()) {
            throw keystore::KeyStoreProblem("it has no private key with a certificate");
        }
        return {keep(pem_of(store.chain)), keep(keystore::to_pem("PRIVATE KEY", store.key))};
    });
}

std::string TlsFiles::system_certificates(std::string_view parameter) {
    constexpr std::array kPlaces{"/etc/ssl/certs/ca-certificates.crt",
                                 "/etc/pki/tls/certs/ca-bundle.crt",
                                 "/etc/ssl/cert.pem"};
    for (const char* place : kPlaces) {
        std::error_code error;
        if (std::filesystem::exists(place, error)) {
            return place;
        }
    }
    throw ConfigException(
        fmt::format("The server's certificate cannot be verified, as this system has no trusted "
                    "certificates; give a file of them as parameter '{}' of connection.url",
                    parameter));
}

std::string TlsFiles::keep(const std::string& pem) {
    files_.push_back(std::make_shared<keystore::MemoryFile>(pem));
    return files_.back()->path();
}

bool is_pkcs12_store(const std::string& path) {
    return path.ends_with(".p12") || path.ends_with(".pfx");
}

}  // namespace kconnect::sql
