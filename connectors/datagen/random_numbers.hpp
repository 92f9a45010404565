#pragma once

#include <cstdint>

namespace kconnect::datagen {

/// A number that looks random and depends on nothing but `number`: splitmix64's mixer.
constexpr std::uint64_t scramble(std::uint64_t number) noexcept {
    number += 0x9e3779b97f4a7c15U;
    number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31U);
}

/// The `index`-th number of the sequence that `seed` and `stream` begin.
constexpr std::uint64_t random_number(std::int64_t seed,
                                      std::uint64_t stream,
                                      std::uint64_t index) noexcept {
    return scramble(scramble(scramble(static_cast<std::uint64_t>(seed)) ^ stream) ^ index);
}

/// From 0 up to, and without, `limit`, which is above 0.
constexpr std::uint64_t below(std::uint64_t limit, std::uint64_t random) noexcept {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(random) * limit) >> 64U);
}

/// From 0 up to, and without, 1.
constexpr double fraction(std::uint64_t random) noexcept {
    return static_cast<double>(random >> 11U) * 0x1.0p-53;
}

}  // namespace kconnect::datagen
