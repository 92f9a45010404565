#include "plugin/plugin_folders.hpp"

namespace kconnect {

std::filesystem::path program_file() {
    return std::filesystem::read_symlink("/proc/self/exe");
}

std::optional<std::filesystem::path> own_plugin_folder(const std::filesystem::path& program) {
    for (const auto* relative : {KCONNECT_INSTALLED_PLUGINS, "../plugins"}) {
        auto folder = (program.parent_path() / relative).lexically_normal();
        if (std::filesystem::is_directory(folder)) {
            return folder;
        }
    }
    return std::nullopt;
}

}  // namespace kconnect
