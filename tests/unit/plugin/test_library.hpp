#pragma once

#include <filesystem>
#include <string>

namespace kconnect::test {

/// The file of one of the libraries in `libraries/`.
inline std::filesystem::path test_library(const std::string& name) {
    return std::filesystem::path(TEST_LIBRARIES) / ("test_plugin_" + name + ".so");
}

}  // namespace kconnect::test
