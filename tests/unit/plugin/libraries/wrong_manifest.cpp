#include <kconnect/export.hpp>
#include <kconnect/manifest.hpp>

extern "C" KCONNECT_API const kconnect_plugin_manifest_v0* kconnect_plugin_manifest() {
    static const kconnect_plugin_manifest_v0 manifest = {
        99,
        sizeof(kconnect_plugin_manifest_v0),
        8,
        1,
        "compiler=clang-1 cxx_abi=1 string_abi=0 glibcxx_debug=on sanitizer=memory",
        nullptr};
    return &manifest;
}
