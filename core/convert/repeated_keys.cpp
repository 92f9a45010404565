#include "convert/repeated_keys.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kconnect::convert {

namespace {

constexpr std::size_t kFewEntries = 32;

/// The first seven bytes and the size: tells most keys apart without a call.
std::uint64_t mark_of(std::string_view key) noexcept {
    std::uint64_t mark = 0;
    std::memcpy(&mark, key.data(), sizeof(mark));
    const std::size_t used = std::min<std::size_t>(key.size(), 7);
    mark &= (std::uint64_t{1} << (used * 8)) - 1;
    return mark | (static_cast<std::uint64_t>(key.size() & 0xFFU) << 56U);
}

bool has_repeated_key_among_many(std::span<const MapEntry> entries, Arena& arena) {
    const auto keys = arena.make_array<std::string_view>(entries.size());
    std::ranges::transform(
        entries, keys.begin(), [](const MapEntry& entry) { return entry.key.as_string(); });
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) != keys.end();
}

}  // namespace

bool has_repeated_key(std::span<const MapEntry> entries, Arena& arena) {
    if (entries.size() > kFewEntries) {
        return has_repeated_key_among_many(entries, arena);
    }
    std::uint64_t marks[kFewEntries];
    for (std::size_t index = 0; index < entries.size(); ++index) {
        marks[index] = mark_of(entries[index].key.as_string());
        for (std::size_t other = 0; other < index; ++other) {
            if (marks[other] == marks[index] &&
                entries[other].key.as_string() == entries[index].key.as_string()) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace kconnect::convert
