#include "plugin/manifest_check.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include <kconnect/version.hpp>

namespace kconnect {
namespace {

std::vector<std::string> words(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::vector<std::string> result;
    for (std::string word; stream >> word;) {
        result.push_back(word);
    }
    return result;
}

void compare_build_tags(std::string_view theirs, std::vector<std::string>& differences) {
    const auto wanted = words(KCONNECT_BUILD_TAG);
    const auto found = words(theirs);
    const auto lacks = [](const std::vector<std::string>& list, const std::string& word) {
        return std::find(list.begin(), list.end(), word) == list.end();
    };
    for (const auto& part : wanted) {
        if (!lacks(found, part)) {
            continue;
        }
        const auto name = part.substr(0, part.find('=') + 1);
        const auto other = std::find_if(
            found.begin(), found.end(), [&](const auto& word) { return word.starts_with(name); });
        differences.push_back(fmt::format(
            "{} here, {} in the library", part, other == found.end() ? name + "nothing" : *other));
    }
    for (const auto& part : found) {
        const auto name = part.substr(0, part.find('=') + 1);
        const bool known = std::any_of(
            wanted.begin(), wanted.end(), [&](const auto& word) { return word.starts_with(name); });
        if (!known) {
            differences.push_back(fmt::format("{}nothing here, {} in the library", name, part));
        }
    }
}

void compare_number(std::string_view name,
                    std::size_t ours,
                    std::size_t theirs,
                    std::vector<std::string>& differences) {
    if (ours != theirs) {
        differences.push_back(fmt::format("{}={} here, {} in the library", name, ours, theirs));
    }
}

void check_entry(const kconnect_plugin_entry& entry,
                 std::size_t index,
                 std::vector<std::string>& differences) {
    if (entry.class_name == nullptr || *entry.class_name == '\0') {
        differences.push_back(fmt::format("entry {} has no class name", index));
    }
    if (entry.kind < KCONNECT_SINK_CONNECTOR || entry.kind > KCONNECT_CONFIG_PROVIDER) {
        differences.push_back(fmt::format("entry {} has the unknown kind {}", index, entry.kind));
    }
    if (entry.create == nullptr) {
        differences.push_back(fmt::format("entry {} has no create function", index));
    }
}

}  // namespace

std::vector<std::string> manifest_differences(const kconnect_plugin_manifest_v0& manifest) {
    std::vector<std::string> differences;
    compare_number("abi_version", kAbiVersion, manifest.abi_version, differences);
    compare_number(
        "struct_size", sizeof(kconnect_plugin_manifest_v0), manifest.struct_size, differences);
    compare_number("entry_size", sizeof(kconnect_plugin_entry), manifest.entry_size, differences);
    if (manifest.struct_size < sizeof(kconnect_plugin_manifest_v0)) {
        return differences;  // The members behind are not there.
    }
    compare_build_tags(manifest.build_tag == nullptr ? "" : manifest.build_tag, differences);
    if (!differences.empty()) {
        return differences;
    }
    if (manifest.entries == nullptr || manifest.entry_count == 0) {
        differences.emplace_back("it has no entry");
        return differences;
    }
    for (std::size_t index = 0; index < manifest.entry_count; ++index) {
        check_entry(manifest.entries[index], index, differences);
    }
    return differences;
}

}  // namespace kconnect
