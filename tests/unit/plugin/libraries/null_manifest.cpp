#include <kconnect/export.hpp>
#include <kconnect/manifest.hpp>

extern "C" KCONNECT_API const kconnect_plugin_manifest_v0* kconnect_plugin_manifest() {
    return nullptr;
}
