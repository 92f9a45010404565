#include <kconnect/export.hpp>
#include <kconnect/manifest.hpp>
#include <kconnect/version.hpp>

extern "C" KCONNECT_API const kconnect_plugin_manifest_v0* kconnect_plugin_manifest() {
    static const kconnect_plugin_entry entries[] = {
        {77, nullptr, nullptr, nullptr, nullptr, nullptr}};
    static const kconnect_plugin_manifest_v0 manifest = {kconnect::kAbiVersion,
                                                         sizeof(kconnect_plugin_manifest_v0),
                                                         sizeof(kconnect_plugin_entry),
                                                         1,
                                                         KCONNECT_BUILD_TAG,
                                                         entries};
    return &manifest;
}
