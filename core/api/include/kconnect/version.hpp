#pragma once

#include <cstdint>

namespace kconnect {

/// Version of the plugin ABI: raised whenever a public virtual, a struct's layout or a meaning
/// changes. 0 means unstable: a plugin must be built against the very version that loads it.
inline constexpr std::uint32_t kAbiVersion = 0;

/// The version that connectors without one of their own report; the project's.
inline constexpr const char* kVersion = "0.1.0";

}  // namespace kconnect
