# What `cmake --install` puts where; the worker finds its library and its plugins relative to itself,
# so that the installed tree can be moved. Plugins install themselves: see kconnect_add_plugin().
include(CMakePackageConfigHelpers)

file(RELATIVE_PATH library_path "/prefix/${CMAKE_INSTALL_BINDIR}" "/prefix/${CMAKE_INSTALL_LIBDIR}")
if(TARGET connect-standalone-cpp)
    set_target_properties(
        connect-standalone-cpp PROPERTIES INSTALL_RPATH "$ORIGIN/${library_path}"
    )
    install(TARGETS connect-standalone-cpp RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()

if(TARGET kconnect-verify)
    set_target_properties(kconnect-verify PROPERTIES INSTALL_RPATH "$ORIGIN/${library_path}")
    install(TARGETS kconnect-verify RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()

# For authors of plugins: find_package(kconnect) gives kconnect::api, kconnect::testing
# and kconnect_add_plugin().
set(package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/kconnect")
install(
    TARGETS kconnect_api kconnect_testing
    EXPORT kconnect
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
)
install(
    DIRECTORY "${PROJECT_SOURCE_DIR}/core/api/include/kconnect"
              "${PROJECT_SOURCE_DIR}/core/testing/include/kconnect"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILES_MATCHING PATTERN "*.hpp"
)
install(EXPORT kconnect NAMESPACE kconnect:: FILE kconnect-targets.cmake
        DESTINATION "${package_directory}"
)
configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/kconnect-config.cmake.in" "${PROJECT_BINARY_DIR}/kconnect-config.cmake"
    INSTALL_DESTINATION "${package_directory}"
    NO_SET_AND_CHECK_MACRO
    NO_CHECK_REQUIRED_COMPONENTS_MACRO
)
write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/kconnect-config-version.cmake" COMPATIBILITY SameMinorVersion
)
install(
    FILES "${PROJECT_BINARY_DIR}/kconnect-config.cmake"
          "${PROJECT_BINARY_DIR}/kconnect-config-version.cmake"
          "${PROJECT_SOURCE_DIR}/cmake/KconnectPlugin.cmake"
          "${PROJECT_SOURCE_DIR}/cmake/kconnect-plugin.map"
    DESTINATION "${package_directory}"
)
