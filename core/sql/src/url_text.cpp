#include "src/url_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace kconnect::sql {

namespace {

int hex_digit(char letter) {
    if (letter >= '0' && letter <= '9') {
        return letter - '0';
    }
    const char lower = static_cast<char>(letter | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// percent_decode(), but for signs that begin no code.
std::string decode_what_is_encoded(std::string_view text) {
    std::string decoded;
    while (!text.empty()) {
        const auto letter =
            text.front() == '%' ? percent_decode(text.substr(0, 3), false) : std::nullopt;
        decoded += letter.value_or(std::string(text.substr(0, 1)));
        text.remove_prefix(letter.has_value() ? 3 : 1);
    }
    return decoded;
}

bool is_number(std::string_view text) {
    return std::all_of(
        text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
}

/// The ':' behind one of these hosts whose port is no number, as in `user:password`; npos when
/// all are.
std::size_t odd_port(std::string_view hosts) {
    std::size_t start = 0;
    while (start < hosts.size()) {
        const std::size_t end = std::min(hosts.find(',', start), hosts.size());
        const std::string_view host = hosts.substr(start, end - start);
        const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
        const std::size_t colon = host.find(':', std::min(bracket, host.size()));
        if (colon != std::string_view::npos && !is_number(host.substr(colon + 1))) {
            return start + colon;
        }
        start = end + 1;
    }
    return std::string_view::npos;
}

/// Hosts for messages: nothing from the first odd port on.
std::string without_odd_ports(std::string_view hosts) {
    const std::size_t colon = odd_port(hosts);
    return colon == std::string_view::npos ? std::string(hosts)
                                           : fmt::format("{}:[hidden]", hosts.substr(0, colon));
}

/// `jdbc:oracle:thin:user/password@//` has a user before the slashes.
std::string scheme_without_user(std::string_view scheme) {
    const std::size_t at = scheme.rfind('@');
    return at == std::string_view::npos ? std::string(scheme)
                                        : fmt::format("[hidden]{}", scheme.substr(at));
}

/// Where the user information of `text`, which follows the slashes of a URL, ends: a password may
/// hold '?' and '/' that nobody encoded.
std::size_t end_of_hidden_user(std::string_view text) {
    const std::size_t question = text.find('?');
    std::size_t end = end_of_user_information(text.substr(0, question));
    const std::size_t last = text.rfind('@');
    if (last == std::string_view::npos || last < end || question == std::string_view::npos) {
        return end;
    }
    const bool has_name =
        text.substr(question, last - question).find('=') != std::string_view::npos;
    const std::string_view hosts = text.substr(end, text.find_first_of("/?;", end) - end);
    return !has_name || odd_port(hosts) != std::string_view::npos ? last + 1 : end;
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
    constexpr std::array<std::string_view, 5> kSecretWords{
        "pass", "pwd", "secret", "token", "credential"};
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
        std::size_t end = std::min(text.find_first_of(separators), text.size());
        const std::string piece = decode_what_is_encoded(text.substr(0, end));
        const std::size_t equals = std::min(piece.find('='), piece.size());
        const bool is_secret = equals < piece.size() && is_secret_name(piece.substr(0, equals));
        if (is_secret && piece.substr(equals).starts_with("={")) {
            // SQL Server's braces keep separators in a value.
            end = std::max(end, std::min(text.find('}'), text.size()));
            end = std::min(text.find_first_of(separators, end), text.size());
        }
        shown += is_secret ? piece.substr(0, equals + 1) + "[hidden]" : text.substr(0, end);
        shown += text.substr(end, 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return shown;
}

std::string without_nested_secrets(std::string_view text) {
    if (text.find("PRIVATE KEY") != std::string_view::npos) {
        return "[hidden]";
    }
    std::string shown;
    const std::size_t slashes = text.find("//");
    if (slashes != std::string_view::npos && text.rfind('@') != std::string_view::npos &&
        text.rfind('@') > slashes) {
        shown = fmt::format("{}[hidden]@", text.substr(0, slashes + 2));
        text.remove_prefix(text.rfind('@') + 1);
    }
    // A '?' or ';' written for '&' puts the next parameter into the value.
    return shown + hide_values(text, "?&;,() ");
}

std::string without_secrets(std::string_view url) {
    std::string shown;
    const std::size_t slashes = url.substr(0, url.find('?')).find("//");
    if (slashes == std::string_view::npos) {
        const std::size_t at = url.substr(0, url.find('?')).rfind('@');
        if (at != std::string_view::npos) {
            shown = "[hidden]@";
            url.remove_prefix(at + 1);
        }
    } else {
        shown = scheme_without_user(url.substr(0, slashes + 2));
        url.remove_prefix(slashes + 2);
        const std::size_t at = end_of_hidden_user(url);
        shown += at == 0 ? "" : "[hidden]@";
        url.remove_prefix(at);
        const std::size_t end = std::min(url.find_first_of("/?;"), url.size());
        shown += without_odd_ports(url.substr(0, end));
        url.remove_prefix(end);
    }
    const std::size_t query = std::min(url.find('?'), url.size());
    return hide_values(shown, ";,()&") + hide_values(url.substr(0, query), ";,()&") +
           hide_values(url.substr(query), "?&");
}

}  // namespace kconnect::sql
