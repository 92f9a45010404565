#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <kconnect/arena.hpp>
#include <kconnect/value.hpp>

namespace kconnect {

/// A map with string keys in `arena`, as source partitions and offsets are:
/// `make_map(arena, {{"line", Value::of_int64(7)}})`. Keys and texts are borrowed, not copied.
inline Value make_map(Arena& arena,
                      std::initializer_list<std::pair<std::string_view, Value>> entries) {
    const auto map = arena.make_array<MapEntry>(entries.size());
    std::ranges::transform(entries, map.begin(), [](const auto& entry) {
        return MapEntry{Value::of_string(entry.first), entry.second};
    });
    return Value::of_map(map);
}

/// The value of a string key of `map`; null when there is no such entry, or `map` itself is null.
inline Value value_at(const Value& map, std::string_view key) {
    if (map.is_null()) {
        return {};
    }
    for (const MapEntry& entry : map.as_map()) {
        if (entry.key.kind() == ValueKind::kString && entry.key.as_string() == key) {
            return entry.value;
        }
    }
    return {};
}

}  // namespace kconnect
