#pragma once

#include <string>
#include <vector>

#include <kconnect/manifest.hpp>

namespace kconnect {

/// All that keeps a library with this manifest from being used by this program, one text each;
/// empty when it fits. Reads entries only if their layout is the program's own.
std::vector<std::string> manifest_differences(const kconnect_plugin_manifest_v0& manifest);

}  // namespace kconnect
