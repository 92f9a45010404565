#include "src/host_address.hpp"

#include <algorithm>

namespace kconnect::sql {

namespace {

constexpr std::string_view kAddress = "address=";

using Keys = std::vector<std::pair<std::string_view, std::string_view>>;

/// Adds `name=value,name=value`; false when a piece is not of that form.
bool add_keys(std::string_view text, Keys& keys) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const std::string_view piece = text.substr(0, end);
        const std::size_t equals = piece.find('=');
        if (equals == 0 || equals == std::string_view::npos) {
            return false;
        }
        keys.emplace_back(piece.substr(0, equals), piece.substr(equals + 1));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

}  // namespace

std::optional<Keys> host_address_keys(std::string_view text) {
    if (text.starts_with(kAddress)) {
        text.remove_prefix(kAddress.size());
    }
    Keys keys;
    while (!text.empty()) {
        const std::size_t close = text.find(')');
        if (!text.starts_with('(') || close == std::string_view::npos ||
            !add_keys(text.substr(1, close - 1), keys)) {
            return std::nullopt;
        }
        text.remove_prefix(close + 1);
    }
    return keys;
}

std::size_t end_of_first_server(std::string_view servers) {
    int depth = 0;
    const auto* const end = std::find_if(servers.begin(), servers.end(), [&depth](char letter) {
        depth += letter == '(' ? 1 : 0;
        depth -= letter == ')' ? 1 : 0;
        return letter == ',' && depth <= 0;
    });
    return static_cast<std::size_t>(end - servers.begin());
}

}  // namespace kconnect::sql
