#include "rest/listener.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/version.hpp>

#include "rest/http_words.hpp"

namespace kconnect::rest {
namespace {

[[noreturn]] void refuse_format() {
    throw ConfigException("Listener doesn't have the right format (protocol://hostname:port).");
}

bool is_host_character(char character) {
    return std::isalnum(static_cast<unsigned char>(character)) != 0 ||
           std::string_view("-%._:").find(character) != std::string_view::npos;
}

std::string_view without_brackets(std::string_view host) {
    if (host.starts_with('[')) {
        host.remove_prefix(1);
    }
    if (host.ends_with(']')) {
        host.remove_suffix(1);
    }
    return host;
}

std::uint16_t parse_port(std::string_view text) {
    long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) {
        refuse_format();
    }
    constexpr long kHighestPort = 65535;
    if (error != std::errc() || number < 0 || number > kHighestPort) {
        throw ConfigException(fmt::format("port out of range:{}", text));
    }
    return static_cast<std::uint16_t>(number);
}

void check_protocol(std::string_view key, std::string_view protocol, std::string_view text) {
    if (equals_ignoring_case(protocol, "https")) {
        throw ConfigException(
            fmt::format("{}={}: HTTPS is not supported yet by kconnect {}; write http:// and put a "
                        "proxy that ends TLS before it",
                        key,
                        text,
                        kVersion));
    }
    if (!equals_ignoring_case(protocol, "http")) {
        throw ConfigException("Listener protocol must be either \"http\" or \"https\".");
    }
}

}  // namespace

Listener parse_listener(std::string_view key, std::string_view text) {
    const auto scheme_end = text.rfind("://");
    const auto colon = text.rfind(':');
    if (scheme_end == std::string_view::npos || colon == scheme_end) {
        refuse_format();
    }
    const auto host = without_brackets(text.substr(scheme_end + 3, colon - scheme_end - 3));
    if (!std::all_of(host.begin(), host.end(), is_host_character)) {
        refuse_format();
    }
    const auto port = parse_port(text.substr(colon + 1));
    check_protocol(key, text.substr(0, scheme_end), text);
    return {std::string(host), port, std::string(text)};
}

}  // namespace kconnect::rest
