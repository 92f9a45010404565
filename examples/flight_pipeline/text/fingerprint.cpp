#include "text/fingerprint.hpp"

#include <array>
#include <cstddef>

#include <fmt/format.h>
#include <openssl/sha.h>

namespace kconnect::flight_text {

std::string fingerprint(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::string text;
    for (std::size_t at = 0; at < digest.size() / 2; ++at) {
        text += fmt::format("{:02x}", digest[at]);
    }
    return text;
}

}  // namespace kconnect::flight_text
