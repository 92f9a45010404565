#pragma once

#include <cstddef>

#include <kconnect/schema.hpp>

namespace kconnect::jdbc {

/// One hash of two.
constexpr std::size_t combined_hash(std::size_t left, std::size_t right) noexcept {
    constexpr std::size_t kGolden = 0x9e3779b97f4a7c15ULL;
    return left ^ (right + kGolden + (left << 6U) + (left >> 2U));
}

/// The same for equal schemas, also where they are different objects. `schema` may be null.
std::size_t schema_hash(const Schema* schema) noexcept;

}  // namespace kconnect::jdbc
