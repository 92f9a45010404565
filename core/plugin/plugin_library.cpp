#include "plugin/plugin_library.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "plugin/manifest_check.hpp"

namespace kconnect {
namespace {

/// The loader's own words out of Boost's "... (dlerror system message: WORDS): ERROR".
std::string loader_text(std::string_view boost_text) {
    constexpr std::string_view kMark = "dlerror system message: ";
    const auto begin = boost_text.find(kMark);
    if (begin == std::string_view::npos) {
        return std::string(boost_text);
    }
    const auto text = boost_text.substr(begin + kMark.size());
    return std::string(text.substr(0, text.rfind("): ")));
}

/// Opens `file` and keeps it open until the process ends.
const boost::dll::shared_library& open_for_ever(const std::filesystem::path& file) {
    static auto* const kept = new std::vector<std::unique_ptr<boost::dll::shared_library>>();
    auto library = std::make_unique<boost::dll::shared_library>();
    try {
        // The overload with an error code loses the loader's words.
        library->load(std::filesystem::absolute(file),
                      boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    } catch (const std::exception& error) {
        throw ConnectException(fmt::format(
            "Plugin library '{}' cannot be loaded: {}", file.string(), loader_text(error.what())));
    }
    return *kept->emplace_back(std::move(library));
}

}  // namespace

std::span<const kconnect_plugin_entry> load_plugin_library(const std::filesystem::path& file) {
    const auto& library = open_for_ever(file);
    if (!library.has(KCONNECT_MANIFEST_SYMBOL)) {
        throw ConnectException(
            fmt::format("Plugin library '{}' exports no function {}: it is no kconnect plugin, or "
                        "lacks KCONNECT_PLUGIN(...); add it or move the file elsewhere",
                        file.string(),
                        KCONNECT_MANIFEST_SYMBOL));
    }
    const auto* manifest =
        library.get<kconnect_plugin_manifest_function>(KCONNECT_MANIFEST_SYMBOL)();
    if (manifest == nullptr) {
        throw ConnectException(
            fmt::format("Plugin library '{}' returned no manifest", file.string()));
    }
    const auto differences = manifest_differences(*manifest);
    if (!differences.empty()) {
        throw ConnectException(
            fmt::format("Plugin library '{}' does not fit this program: {}; rebuild it against "
                        "this version of kconnect",
                        file.string(),
                        fmt::join(differences, "; ")));
    }
    return {manifest->entries, manifest->entry_count};
}

}  // namespace kconnect
