#include "src/url_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace kconnect::sql {

namespace {

int hex_digit(char letter) {
    if (letter >= '0' && letter <= '9') {
        return letter - '0';
    }
    const char lower = static_cast<char>(letter | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] != '%') {
            decoded += plus_is_space && text[index] == '+' ? ' ' : text[index];
            continue;
        }
        if (index + 2 >= text.size()) {
            return std::nullopt;
        }
        const int high = hex_digit(text[index + 1]);
        const int low = hex_digit(text[index + 2]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        decoded += static_cast<char>(high * 16 + low);
        index += 2;
    }
    return decoded;
}

bool is_secret_name(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    constexpr std::array<std::string_view, 6> kSecretWords{
        "password", "passwd", "pwd", "secret", "token", "passphrase"};
    return std::any_of(kSecretWords.begin(), kSecretWords.end(), [&](std::string_view word) {
        return lower.find(word) != std::string::npos;
    });
}

std::size_t end_of_user_information(std::string_view servers) {
    const std::size_t at = servers.rfind('@');
    return at == std::string_view::npos ? 0 : at + 1;
}

std::string hide_values(std::string_view text, std::string_view separators) {
    std::string shown;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        const std::string_view piece = text.substr(0, end);
        const std::size_t equals = std::min(piece.find('='), piece.size());
        const bool is_secret = equals < piece.size() && is_secret_name(piece.substr(0, equals));
        shown += is_secret ? piece.substr(0, equals + 1) : piece;
        shown += is_secret ? "[hidden]" : "";
        shown += text.substr(end, 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return shown;
}

std::string without_secrets(std::string_view url) {
    std::string shown;
    const std::size_t question = std::min(url.find('?'), url.size());
    const std::size_t slashes = url.substr(0, question).find("//");
    if (slashes == std::string_view::npos) {
        const std::size_t at = url.substr(0, question).rfind('@');
        if (at != std::string_view::npos) {
            shown = "[hidden]@";
            url.remove_prefix(at + 1);
        }
    } else {
        const std::size_t start = slashes + 2;
        const std::string_view servers = url.substr(start, question - start);
        const std::size_t end = end_of_user_information(servers);
        shown = url.substr(0, start);
        shown += end == 0 ? "" : "[hidden]@";
        url.remove_prefix(start + end);
    }
    // A '?' inside a password that nobody encoded would end up here: hide up to the last '@'.
    const std::size_t late_at = url.rfind('@');
    const std::size_t late_question = url.find('?');
    if (late_at != std::string_view::npos && late_question < late_at &&
        url.substr(late_question, late_at - late_question).find('=') == std::string_view::npos) {
        shown += "[hidden]@";
        url.remove_prefix(late_at + 1);
    }
    const std::size_t query = std::min(url.find('?'), url.size());
    return shown + hide_values(url.substr(0, query), ";,()&") +
           hide_values(url.substr(query), "?&");
}

}  // namespace kconnect::sql
