#include "plugin/manifest_check.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/version.hpp>

namespace kconnect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr kconnect_plugin_entry kSoundEntry = {KCONNECT_SINK_CONNECTOR,
                                               "com.example.Sink",
                                               nullptr,
                                               "1",
                                               []() -> void* { return nullptr; },
                                               nullptr};

kconnect_plugin_manifest_v0 sound_manifest() {
    return {kAbiVersion,
            sizeof(kconnect_plugin_manifest_v0),
            sizeof(kconnect_plugin_entry),
            1,
            KCONNECT_BUILD_TAG,
            &kSoundEntry};
}

TEST(ManifestCheck, AcceptsAManifestOfTheSameBuild) {
    EXPECT_THAT(manifest_differences(sound_manifest()), IsEmpty());
}

TEST(ManifestCheck, ListsEveryDifference) {
    auto manifest = sound_manifest();
    manifest.abi_version = 7;
    manifest.entry_size = 8;
    const auto tag = std::string(KCONNECT_BUILD_TAG) + " extra=1";
    manifest.build_tag = tag.c_str();
    EXPECT_THAT(manifest_differences(manifest),
                ElementsAre("abi_version=0 here, 7 in the library",
                            HasSubstr("in the library"),
                            "extra=nothing here, extra=1 in the library"));
}

TEST(ManifestCheck, NamesBothValuesOfADifferentPartOfTheBuild) {
    auto manifest = sound_manifest();
    std::string tag = KCONNECT_BUILD_TAG;
    tag.replace(tag.find("compiler="), tag.find(' '), "compiler=clang-99");
    manifest.build_tag = tag.c_str();
    EXPECT_THAT(
        manifest_differences(manifest),
        ElementsAre("compiler=" KCONNECT_COMPILER_TAG " here, compiler=clang-99 in the library"));
}

TEST(ManifestCheck, SaysThatAPartOfTheBuildIsMissing) {
    auto manifest = sound_manifest();
    std::string tag = KCONNECT_BUILD_TAG;
    tag.resize(tag.find(" sanitizer="));
    manifest.build_tag = tag.c_str();
    EXPECT_THAT(
        manifest_differences(manifest),
        ElementsAre("sanitizer=" KCONNECT_SANITIZER_TAG " here, sanitizer=nothing in the library"));
}

TEST(ManifestCheck, DoesNotReadBehindAManifestThatIsTooShort) {
    auto manifest = sound_manifest();
    manifest.struct_size = 8;
    manifest.build_tag = reinterpret_cast<const char*>(1);  // Would crash when read.
    EXPECT_THAT(manifest_differences(manifest),
                ElementsAre("struct_size=32 here, 8 in the library"));
}

TEST(ManifestCheck, RefusesAnEmptyNameAndAMissingFactory) {
    auto entry = kSoundEntry;
    entry.class_name = "";
    entry.create = nullptr;
    auto manifest = sound_manifest();
    manifest.entries = &entry;
    EXPECT_THAT(manifest_differences(manifest),
                ElementsAre("entry 0 has no class name", "entry 0 has no create function"));
}

TEST(ManifestCheck, RefusesAManifestWithoutEntries) {
    auto manifest = sound_manifest();
    manifest.entry_count = 0;
    EXPECT_THAT(manifest_differences(manifest), ElementsAre("it has no entry"));
}

}  // namespace
}  // namespace kconnect
