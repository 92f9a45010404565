#pragma once

#include <span>

#include <kconnect/manifest.hpp>

namespace kconnect::convert {

/// The converters that are part of the worker, by their Java class names, each as key or value
/// converter and as header converter. Lives for ever.
std::span<const kconnect_plugin_entry> builtin_converters();

}  // namespace kconnect::convert
