#pragma once

#include <filesystem>
#include <span>

#include <kconnect/manifest.hpp>

namespace kconnect {

/// Loads a shared library for the rest of the process and returns the entries of its manifest,
/// which live as long. Runs the library's static initialisers.
/// Throws ConnectException, naming the file: it cannot be loaded (with the loader's own words), has
/// no manifest, or was built for another program (with all differences).
/// Never unloads: an object, exception or type_info that outlives its library ends the process.
std::span<const kconnect_plugin_entry> load_plugin_library(const std::filesystem::path& file);

}  // namespace kconnect
