#pragma once

#include <filesystem>
#include <optional>

namespace kconnect {

/// The running executable's file.
std::filesystem::path program_file();

/// The folder of the plugins that belong to `program`: `../<lib>/kconnect/plugins` beside an
/// installed executable, `../plugins` in a build tree; absent when neither exists.
std::optional<std::filesystem::path> own_plugin_folder(const std::filesystem::path& program);

}  // namespace kconnect
