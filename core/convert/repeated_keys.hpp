#pragma once

#include <span>

#include <kconnect/arena.hpp>
#include <kconnect/value.hpp>

namespace kconnect::convert {

/// Whether a key comes twice. The keys are texts with at least 8 readable bytes each.
bool has_repeated_key(std::span<const MapEntry> entries, Arena& arena);

}  // namespace kconnect::convert
