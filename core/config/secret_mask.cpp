#include "config/secret_mask.hpp"

#include <algorithm>
#include <mutex>

namespace kconnect {
namespace {

constexpr std::string_view kHidden = "[hidden]";

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// Whether hiding this text would make logs unreadable without keeping any secret.
bool is_too_plain(std::string_view text) {
    constexpr std::size_t kShortestText = 4;
    constexpr std::size_t kShortestNumber = 6;
    const bool is_number = std::all_of(text.begin(), text.end(), [](char character) {
        return character >= '0' && character <= '9';
    });
    return text.size() < kShortestText || (is_number && text.size() < kShortestNumber) ||
           text == "true" || text == "false";
}

}  // namespace

void SecretMask::add(std::string_view secret) {
    const std::unique_lock lock(mutex_);
    while (!secret.empty()) {
        const auto end = secret.find('\n');
        const auto line = without_blanks(secret.substr(0, end));
        secret.remove_prefix(end == std::string_view::npos ? secret.size() : end + 1);
        if (!is_too_plain(line)) {
            secrets_.emplace(line);
        }
    }
    is_empty_.store(secrets_.empty(), std::memory_order_release);
}

std::string SecretMask::masked(std::string_view text) const {
    std::string result(text);
    if (is_empty()) {
        return result;
    }
    const std::shared_lock lock(mutex_);
    for (const auto& secret : secrets_) {
        for (auto at = result.find(secret); at != std::string::npos;
             at = result.find(secret, at + kHidden.size())) {
            result.replace(at, secret.size(), kHidden);
        }
    }
    return result;
}

}  // namespace kconnect
