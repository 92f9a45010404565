#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include <kconnect/arena.hpp>

namespace kconnect::convert {

/// Decodes base64 by the rules of Jackson's default variant: padding is required, blanks are
/// allowed around and between groups of four. Absent when malformed.
std::optional<std::span<const std::byte>> decode_base64(std::string_view text, Arena& arena);

/// Standard alphabet, padded, one line.
std::string_view encode_base64(std::span<const std::byte> bytes, Arena& arena);

}  // namespace kconnect::convert
