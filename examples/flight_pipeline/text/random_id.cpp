#include "text/random_id.hpp"

#include <array>
#include <cstddef>

#include <fmt/format.h>
#include <openssl/rand.h>

#include <kconnect/errors.hpp>

namespace kconnect::flight_text {

std::string random_id() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw ConnectException("The system gives no random bytes for the id of a request");
    }
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        text += at == 4 || at == 6 || at == 8 || at == 10 ? "-" : "";
        text += fmt::format("{:02x}", bytes[at]);
    }
    return text;
}

}  // namespace kconnect::flight_text
