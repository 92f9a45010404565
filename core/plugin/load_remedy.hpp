#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace kconnect {

/// How many bytes a 64-bit ELF file says it has; 0 when it is none or does not say. The loader
/// kills the process that opens a file which was cut short.
std::uintmax_t claimed_size(const std::filesystem::path& file);

/// What to do about a library that the dynamic loader refuses with `reason`, its own words: names
/// the machine it was built for, the library it lacks, or the way to build it.
std::string load_remedy(const std::filesystem::path& file, std::string_view reason);

/// What to do about a library whose loading ends the process, which last wrote `words`.
std::string crash_remedy(std::string_view words);

}  // namespace kconnect
