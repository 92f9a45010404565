#include "plugin/plugin_version.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <compare>
#include <utility>
#include <vector>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

void drop_zeros(std::vector<std::string>& parts) {
    while (parts.size() > 1 && parts.back().find_first_not_of('0') == std::string::npos) {
        parts.pop_back();
    }
}

/// The runs of digits and of other characters between '.', '-' and '_'.
std::vector<std::string> parts_of(std::string_view version) {
    std::vector<std::string> parts;
    bool begins = true;
    for (const char character : version) {
        if (character == '.' || character == '-' || character == '_') {
            begins = true;
            continue;
        }
        if (begins || is_digit(parts.back().back()) != is_digit(character)) {
            if (!is_digit(character)) {
                drop_zeros(parts);  // 1.0-rc is 1-rc.
            }
            parts.emplace_back();
        }
        parts.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
        begins = false;
    }
    drop_zeros(parts);
    return parts;
}

/// Where a qualifier stands; unknown ones come last, in alphabetical order.
int rank_of(std::string_view qualifier) {
    using Entry = std::pair<std::string_view, int>;
    constexpr std::array<Entry, 14> kRanks = {{{"alpha", 0},
                                               {"a", 0},
                                               {"beta", 1},
                                               {"b", 1},
                                               {"milestone", 2},
                                               {"m", 2},
                                               {"rc", 3},
                                               {"cr", 3},
                                               {"snapshot", 4},
                                               {"", 5},
                                               {"final", 5},
                                               {"ga", 5},
                                               {"release", 5},
                                               {"sp", 6}}};
    const auto* const found = std::find_if(
        kRanks.begin(), kRanks.end(), [&](const Entry& entry) { return entry.first == qualifier; });
    return found == kRanks.end() ? 7 : found->second;
}

std::weak_ordering compare_numbers(std::string_view left, std::string_view right) {
    left.remove_prefix(std::min(left.find_first_not_of('0'), left.size()));
    right.remove_prefix(std::min(right.find_first_not_of('0'), right.size()));
    return left.size() != right.size() ? left.size() <=> right.size() : left <=> right;
}

std::weak_ordering compare_parts(std::string_view left, std::string_view right) {
    const bool left_is_number = !left.empty() && is_digit(left[0]);
    const bool right_is_number = !right.empty() && is_digit(right[0]);
    if ((left_is_number || left.empty()) && (right_is_number || right.empty())) {
        return compare_numbers(left, right);
    }
    if (left_is_number != right_is_number) {
        return left_is_number ? std::weak_ordering::greater : std::weak_ordering::less;
    }
    const int left_rank = rank_of(left);
    const int right_rank = rank_of(right);
    return left_rank != right_rank || left_rank < 7 ? left_rank <=> right_rank : left <=> right;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return "";
    }
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::optional<std::string> limit(std::string_view text) {
    auto version = trimmed(text);
    return version.empty() ? std::nullopt : std::optional(std::move(version));
}

}  // namespace

std::weak_ordering compare_versions(std::string_view left, std::string_view right) {
    const auto left_parts = parts_of(left);
    const auto right_parts = parts_of(right);
    for (std::size_t index = 0; index < std::max(left_parts.size(), right_parts.size()); ++index) {
        const auto part = [index](const std::vector<std::string>& parts) {
            return index < parts.size() ? std::string_view(parts[index]) : std::string_view();
        };
        if (const auto order = compare_parts(part(left_parts), part(right_parts));
            std::is_neq(order)) {
            return order;
        }
    }
    return std::weak_ordering::equivalent;
}

VersionRange::VersionRange(std::string_view text) : text_(trimmed(text)) {
    const std::string_view range = text_;
    const bool is_bracketed = range.size() > 2 && (range[0] == '[' || range[0] == '(') &&
                              (range.back() == ']' || range.back() == ')');
    const bool is_open = !range.empty() && (range[0] == '[' || range[0] == '(');
    if (is_open && range.find_first_of(")]") == std::string_view::npos) {
        throw ConfigException("Unbounded range: " + text_);
    }
    const auto inner = is_bracketed ? range.substr(1, range.size() - 2) : range;
    const auto comma = inner.find(',');
    const bool is_single = comma == std::string_view::npos;
    if (inner.empty() || inner.find_first_of("[]()") != std::string_view::npos ||
        (!is_bracketed && !is_single) || (is_bracketed && is_single && range[0] == '(')) {
        throw ConfigException("Invalid version range: " + text_ +
                              "; use a version such as 1.2, or a range such as [1.2,2.0)");
    }
    low_ = limit(inner.substr(0, comma));
    high_ = is_single ? low_ : limit(inner.substr(comma + 1));
    includes_low_ = range[0] != '(';
    includes_high_ = range.back() != ')';
    if (is_single) {
        text_ = "[" + std::string(inner) + "," + std::string(inner) + "]";
    }
}

bool VersionRange::contains(std::string_view version) const {
    if (low_) {
        const auto order = compare_versions(version, *low_);
        if (std::is_lt(order) || (std::is_eq(order) && !includes_low_)) {
            return false;
        }
    }
    if (high_) {
        const auto order = compare_versions(version, *high_);
        if (std::is_gt(order) || (std::is_eq(order) && !includes_high_)) {
            return false;
        }
    }
    return true;
}

}  // namespace kconnect
