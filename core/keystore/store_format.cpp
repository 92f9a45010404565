#include "key_store.hpp"

namespace kconnect::keystore {

bool looks_like_pem(std::string_view text) noexcept {
    return text.find("-----BEGIN ") != std::string_view::npos;
}

KeyStore read_store(std::string_view bytes,
                    const Password& password,
                    const Password& key_password) {
    if (looks_like_jks(bytes)) {
        return read_jks(bytes, password, key_password);
    }
    if (looks_like_pkcs12(bytes)) {
        return read_pkcs12(bytes, password);
    }
    throw KeyStoreProblem("Invalid keystore format");
}

}  // namespace kconnect::keystore
