#pragma once

#include <cstddef>
#include <cstdint>

/// The one symbol of a plugin library, in plain C so that it can be read and refused before any
/// C++ of the library runs.

// NOLINTBEGIN(readability-identifier-naming): names of a C interface
extern "C" {

/// Kinds of plugins. `create` of an entry returns, as void*, a `new`ed object whose static type is
/// the kind's interface; the host owns it.
enum kconnect_plugin_kind : std::uint32_t {
    KCONNECT_SINK_CONNECTOR = 1,
    KCONNECT_SOURCE_CONNECTOR = 2,
    KCONNECT_CONVERTER = 3,
    KCONNECT_HEADER_CONVERTER = 4,
    KCONNECT_TRANSFORMATION = 5,
    KCONNECT_PREDICATE = 6,
    KCONNECT_CONFIG_PROVIDER = 7,
};

struct kconnect_plugin_entry {
    std::uint32_t kind;          ///< A kconnect_plugin_kind.
    const char* class_name;      ///< What connector.class names it, e.g. "com.example.MySink".
    const char* const* aliases;  ///< Other class names (of Java plugins); ends with null.
    const char* version;
    void* (*create)(void);            ///< May throw a C++ exception.
    const void* (*config_def)(void);  ///< const kconnect::ConfigDef*; null for none.
};

struct kconnect_plugin_manifest_v0 {
    std::uint32_t abi_version;  ///< kconnect::kAbiVersion of the headers it was built with.
    std::uint32_t struct_size;  ///< sizeof(kconnect_plugin_manifest_v0).
    std::uint32_t entry_size;   ///< sizeof(kconnect_plugin_entry).
    std::uint32_t entry_count;
    const char* build_tag;  ///< KCONNECT_BUILD_TAG of the plugin's build.
    const kconnect_plugin_entry* entries;
};

using kconnect_plugin_manifest_function = const kconnect_plugin_manifest_v0*(void);
}
// NOLINTEND(readability-identifier-naming)

/// Name of the exported function.
#define KCONNECT_MANIFEST_SYMBOL "kconnect_plugin_manifest"

#define KCONNECT_STRINGIFY_(text) #text
#define KCONNECT_STRINGIFY(text) KCONNECT_STRINGIFY_(text)

#if defined(__SANITIZE_ADDRESS__)
#define KCONNECT_SANITIZER_TAG "address"
#elif defined(__SANITIZE_THREAD__)
#define KCONNECT_SANITIZER_TAG "thread"
#else
#define KCONNECT_SANITIZER_TAG "none"
#endif

#if defined(_GLIBCXX_DEBUG)
#define KCONNECT_DEBUG_TAG "on"
#else
#define KCONNECT_DEBUG_TAG "off"
#endif

#if defined(__clang__)
#define KCONNECT_COMPILER_TAG "clang-" KCONNECT_STRINGIFY(__clang_major__)
#else
#define KCONNECT_COMPILER_TAG "gcc-" KCONNECT_STRINGIFY(__GNUC__)
#endif

/// What must be the same in host and plugin for C++ objects to cross: "name=value" parts, separated
/// by blanks.
#define KCONNECT_BUILD_TAG                                                               \
    "compiler=" KCONNECT_COMPILER_TAG                                                    \
    " cxx_abi=" KCONNECT_STRINGIFY(__GXX_ABI_VERSION) " string_abi=" KCONNECT_STRINGIFY( \
        _GLIBCXX_USE_CXX11_ABI) " glibcxx_debug=" KCONNECT_DEBUG_TAG                     \
                                " sanitizer=" KCONNECT_SANITIZER_TAG
