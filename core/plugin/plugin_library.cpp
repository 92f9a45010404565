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

#include "plugin/load_remedy.hpp"
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

/// Throws ConnectException for a file that was copied in part.
void check_size(const std::filesystem::path& file) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(file, ignored);
    const auto claimed = claimed_size(file);
    if (claimed > size) {
        throw ConnectException(
            fmt::format("Plugin library '{}' was cut short: it has {} of {} bytes; copy it again",
                        file.string(),
                        size,
                        claimed));
    }
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
        const auto reason = loader_text(error.what());
        throw ConnectException(fmt::format("Plugin library '{}' cannot be loaded: {}; {}",
                                           file.string(),
                                           reason,
                                           load_remedy(file, reason)));
    }
    return *kept->emplace_back(std::move(library));
}

const kconnect_plugin_manifest_v0* call_manifest(const boost::dll::shared_library& library,
                                                 const std::filesystem::path& file) {
    try {
        return library.get<kconnect_plugin_manifest_function>(KCONNECT_MANIFEST_SYMBOL)();
    } catch (...) {
        throw ConnectException(
            fmt::format("Plugin library '{}' gives no manifest: {}() threw {}; build it with "
                        "KCONNECT_PLUGIN(...)",
                        file.string(),
                        KCONNECT_MANIFEST_SYMBOL,
                        describe(std::current_exception())));
    }
}

}  // namespace

std::span<const kconnect_plugin_entry> load_plugin_library(const std::filesystem::path& file) {
    check_size(file);
    const auto& library = open_for_ever(file);
    if (!library.has(KCONNECT_MANIFEST_SYMBOL)) {
        throw ConnectException(
            fmt::format("Plugin library '{}' exports no function {}: it is no kconnect plugin, or "
                        "lacks KCONNECT_PLUGIN(...); add it or move the file elsewhere",
                        file.string(),
                        KCONNECT_MANIFEST_SYMBOL));
    }
    const auto* manifest = call_manifest(library, file);
    if (manifest == nullptr) {
        throw ConnectException(
            fmt::format("Plugin library '{}' returned no manifest from {}(); build it with "
                        "KCONNECT_PLUGIN(...)",
                        file.string(),
                        KCONNECT_MANIFEST_SYMBOL));
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
