#include "reader/entity_tag.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "reader/header_list.hpp"

namespace kconnect::flight_reader {

std::string entity_tag(std::string_view identity, std::string_view coding) {
    constexpr std::size_t kShownBytes = 16;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(identity.data(), identity.size(), digest.data(), &size, EVP_sha256(), nullptr) !=
        1) {
        throw std::runtime_error("SHA-256 cannot be computed");
    }
    std::string tag = "W/\"";
    for (std::size_t index = 0; index < kShownBytes; ++index) {
        tag += fmt::format("{:02x}", digest[index]);
    }
    return fmt::format("{}{}{}\"", tag, coding.empty() ? "" : "-", coding);
}

bool matches(std::optional<std::string_view> if_none_match, std::string_view tag) {
    tag.remove_prefix(tag.starts_with("W/") ? 2 : 0);
    for (std::string_view element : header_elements(if_none_match.value_or(""))) {
        if (element.starts_with("W/")) {
            element.remove_prefix(2);
        }
        if (element == tag || element == "*") {
            return true;
        }
    }
    return false;
}

}  // namespace kconnect::flight_reader
