#pragma once

#include <filesystem>

#include "offsets/java_map.hpp"

namespace kconnect::offsets {

/// Reads the file; no entries when it is missing, empty or ends too early, as in Java. Throws
/// ConnectException when it cannot be read or has other content.
ByteMap read_offset_file(const std::filesystem::path& file);

/// Replaces the file: after a crash it is the old or the new one, never half of one. Where it
/// cannot be replaced (its folder is read-only, or it is a mount of its own) it is overwritten.
/// Blocks until the content is on disk. Throws ConnectException.
void write_offset_file(const std::filesystem::path& file, const ByteMap& entries);

}  // namespace kconnect::offsets
