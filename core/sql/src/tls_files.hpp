#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kconnect::keystore {
class MemoryFile;
}  // namespace kconnect::keystore

namespace kconnect::sql {

/// The files that a client library reads for TLS: those of the user, or what the user's Java
/// stores and DER files hold, as PEM in memory. Keep it until the session is open.
class TlsFiles {
public:
    /// Where a parameter's file is: without "file:" before it. Throws ConfigException, naming the
    /// parameter, for a class path and for a file that cannot be read.
    static std::string checked_path(std::string_view parameter, std::string_view value);

    /// The path of a PEM file with the certificates of a PEM or DER file, or of a PEM text.
    std::string certificates(std::string_view parameter, const std::string& value);
    /// The path of a PEM file with the private key of a PEM or DER file.
    std::string key(std::string_view parameter,
                    const std::string& value,
                    const std::optional<std::string>& password);
    /// The path of a PEM file with what a JKS, PKCS#12 or PEM store trusts.
    std::string trusted_of_store(std::string_view parameter,
                                 const std::string& value,
                                 const std::optional<std::string>& password);
    struct Identity {
        std::string certificates;
        std::string key;
    };
    /// The paths of PEM files with the key of a JKS or PKCS#12 store, and its chain.
    Identity identity_of_store(std::string_view parameter,
                               const std::string& value,
                               const std::optional<std::string>& password);

    /// The certificates that this system trusts. Throws ConfigException when there are none.
    static std::string system_certificates(std::string_view parameter);

private:
    std::string keep(const std::string& pem);

    std::vector<std::shared_ptr<keystore::MemoryFile>> files_;
};

/// True for the names that pgjdbc takes for PKCS#12 stores.
bool is_pkcs12_store(const std::string& path);

}  // namespace kconnect::sql
