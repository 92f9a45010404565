#pragma once

#include <span>

#include <kconnect/manifest.hpp>

namespace kconnect {

/// The table of the providers that need no library: files, folders, environment variables.
std::span<const kconnect_plugin_entry> builtin_config_providers();

}  // namespace kconnect
