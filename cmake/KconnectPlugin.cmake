# kconnect_add_plugin(name SOURCES file... [LIBRARIES target...])
#
# A plugin: one shared library `name.so` that exports nothing but its manifest (hidden visibility),
# sees kconnect/api and the libraries given, and is put where the worker finds it: in the build tree
# in KCONNECT_PLUGIN_OUTPUT_DIRECTORY, when installed in KCONNECT_PLUGIN_INSTALL_DIRECTORY below the
# prefix. Either may be empty.
function(kconnect_add_plugin name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
    if(NOT ARG_SOURCES)
        message(FATAL_ERROR "kconnect_add_plugin(${name}): SOURCES is missing")
    endif()
    add_library(${name} MODULE ${ARG_SOURCES})
    target_compile_features(${name} PRIVATE cxx_std_20)
    target_link_libraries(${name} PRIVATE kconnect::api ${ARG_LIBRARIES})
    set_target_properties(
        ${name}
        PROPERTIES PREFIX ""
                   CXX_VISIBILITY_PRESET hidden
                   VISIBILITY_INLINES_HIDDEN ON
                   POSITION_INDEPENDENT_CODE ON
    )
    if(TARGET kconnect_sanitizer)
        target_link_libraries(${name} PRIVATE kconnect_sanitizer)
    endif()
    if(NOT KCONNECT_SANITIZER)
        target_link_options(${name} PRIVATE -Wl,--no-undefined)
    endif()
    # All symbols but the manifest stay inside, also those of std's templates and static libraries.
    set(exports "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kconnect-plugin.map")
    target_link_options(${name} PRIVATE "-Wl,--version-script=${exports}")
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS "${exports}")
    if(KCONNECT_PLUGIN_OUTPUT_DIRECTORY)
        set_target_properties(
            ${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${KCONNECT_PLUGIN_OUTPUT_DIRECTORY}"
        )
    endif()
    if(KCONNECT_PLUGIN_INSTALL_DIRECTORY)
        # kconnect's library is the worker's own copy at run time; the path serves ldd and tests.
        set_target_properties(${name} PROPERTIES INSTALL_RPATH "$ORIGIN/../..")
        install(TARGETS ${name} LIBRARY DESTINATION "${KCONNECT_PLUGIN_INSTALL_DIRECTORY}")
    endif()
endfunction()
