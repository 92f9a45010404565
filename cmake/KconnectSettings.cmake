# Settings that hold for every target. Flags live on targets, never in global strings.
include(GNUInstallDirs)

option(KCONNECT_BUILD_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(KCONNECT_BUILD_SERVER_TESTS "Build the integration and conformance tests, too" ON)
option(KCONNECT_BUILD_BENCHMARKS "Build the benchmarks of tests/bench" OFF)
option(KCONNECT_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
set(KCONNECT_SANITIZER "" CACHE STRING "address (with undefined), thread or empty")
set_property(CACHE KCONNECT_SANITIZER PROPERTY STRINGS "" address thread)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
set(KCONNECT_PLUGIN_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/plugins")
set(KCONNECT_PLUGIN_INSTALL_DIRECTORY "${CMAKE_INSTALL_LIBDIR}/kconnect/plugins")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

# Warnings for our own code; private to each target that links it.
add_library(kconnect_warnings INTERFACE)
target_compile_options(
    kconnect_warnings
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wshadow
              -Wconversion
              -Wnon-virtual-dtor
              -Woverloaded-virtual
              -Wcast-align
              -Wduplicated-cond
              -Wlogical-op
              $<$<BOOL:${KCONNECT_WARNINGS_AS_ERRORS}>:-Werror>
)

# The sanitizer of this build, or nothing; linked by every target.
add_library(kconnect_sanitizer INTERFACE)
if(KCONNECT_SANITIZER STREQUAL "address")
    target_compile_options(
        kconnect_sanitizer INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                     -fno-omit-frame-pointer -O1
    )
    target_link_options(kconnect_sanitizer INTERFACE -fsanitize=address,undefined)
elseif(KCONNECT_SANITIZER STREQUAL "thread")
    target_compile_options(
        kconnect_sanitizer INTERFACE -fsanitize=thread -fno-omit-frame-pointer -O1
    )
    target_link_options(kconnect_sanitizer INTERFACE -fsanitize=thread)
    add_library(kconnect_c11_threads SHARED "${PROJECT_SOURCE_DIR}/tests/sanitizer/c11_threads.c")
    target_compile_options(kconnect_c11_threads PRIVATE -fsanitize=thread)
    target_link_options(kconnect_c11_threads PRIVATE -fsanitize=thread)
    target_link_libraries(kconnect_sanitizer INTERFACE -Wl,--no-as-needed kconnect_c11_threads)
elseif(NOT KCONNECT_SANITIZER STREQUAL "")
    message(FATAL_ERROR "KCONNECT_SANITIZER is '${KCONNECT_SANITIZER}': use address, thread or nothing")
endif()

# kconnect_add_library(name SOURCES ... [PUBLIC ...] [PRIVATE ...])
# A static library of the core; its headers are seen as "<folder>/<file>.hpp" below core/.
function(kconnect_add_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}/core")
    target_link_libraries(
        ${name}
        PUBLIC ${ARG_PUBLIC} kconnect_sanitizer
        PRIVATE ${ARG_PRIVATE} kconnect_warnings
    )
endfunction()
