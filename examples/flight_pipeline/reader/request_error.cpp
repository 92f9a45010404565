#include "reader/request_error.hpp"

#include <utility>

namespace kconnect::flight_reader {

RequestError::RequestError(int status, std::string code, const std::string& message)
    : std::runtime_error(message), status_(status), code_(std::move(code)) {
}

RequestError::~RequestError() = default;

RequestError bad_request(const std::string& message) {
    return {400, "bad_request", message};
}

std::string shown(std::string_view text) {
    constexpr std::size_t kShownBytes = 80;
    std::string result = "'";
    for (const char letter : text.substr(0, kShownBytes)) {
        const auto code = static_cast<unsigned char>(letter);
        result += code < 0x20 || code == 0x7f ? '?' : letter;
    }
    return result + (text.size() > kShownBytes ? "...'" : "'");
}

}  // namespace kconnect::flight_reader
