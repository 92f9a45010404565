#!/usr/bin/env bash
# What an author of plugins does: installs kconnect from the build folder $1, moves it elsewhere and
# builds against it, out of tree, the plugin template and the project of docs/writing-a-plugin.md,
# runs their tests, and lets the installed worker load them.
set -euo pipefail
build=$(realpath "${1:?usage: run.sh BUILD-FOLDER}")
source=$(realpath "$(dirname "$0")/../..")
folder=$(mktemp -d "${TMPDIR:-/tmp}/kconnect-consumer.XXXXXX")
trap 'rm -rf "$folder"' EXIT

fail() {
    echo "consumer: $*" >&2
    exit 1
}

# quietly COMMAND...: shows the output when the command fails.
quietly() {
    "$@" >"$folder/log" 2>&1 || { cat "$folder/log"; fail "failed: $*"; }
}

quietly cmake --install "$build" --prefix "$folder/installed"
mv "$folder/installed" "$folder/kconnect"
package=$(dirname "$(find "$folder/kconnect" -name kconnect-config.cmake)")
if grep -rlF -e "$source" -e "$build" -e "$folder/installed" "$package"; then
    fail "these files of the package name a folder of this build"
fi

# build NAME: configures, builds and tests the project in $folder/NAME as its author would.
build() {
    local project=$folder/$1
    quietly cmake -S "$project" -B "$project/build" -G Ninja -DCMAKE_PREFIX_PATH="$folder/kconnect"
    quietly cmake --build "$project/build" -j "$(nproc)"
    quietly ctest --test-dir "$project/build" --output-on-failure --no-tests=error
    local symbols
    symbols=$(nm -D --defined-only "$project/build/$1.so" | awk '{print $3}')
    [ "$symbols" = kconnect_plugin_manifest ] || fail "$1.so exports more than its manifest: $symbols"
}

cp -r "$source/examples/plugin_template" "$folder/plugin_template"
build plugin_template
python3 "$source/tests/consumer/extract_snippets.py" "$source/docs/writing-a-plugin.md" "$folder/table_sink"
build table_sink

# Versions: the package's own is found, another is not.
mkdir "$folder/versions"
cat >"$folder/versions/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(versions LANGUAGES CXX)
find_package(kconnect 99 QUIET)
if(kconnect_FOUND)
    message(FATAL_ERROR "version 99 was found")
endif()
find_package(kconnect 0.1 REQUIRED)
CMAKE
quietly cmake -S "$folder/versions" -B "$folder/versions/build" -DCMAKE_PREFIX_PATH="$folder/kconnect"

# The worker that was moved loads both; without a broker it ends with 2.
cat >"$folder/worker.properties" <<PROPERTIES
bootstrap.servers=127.0.0.1:1
default.api.timeout.ms=100
key.converter=StringConverter
value.converter=StringConverter
offset.storage.file.filename=$folder/offsets
plugin.path=$folder/plugin_template/build,$folder/table_sink/build
PROPERTIES
status=0
"$folder/kconnect/bin/connect-standalone-cpp" "$folder/worker.properties" >"$folder/log" 2>&1 || status=$?
[ "$status" -eq 2 ] || { cat "$folder/log"; fail "the worker ended with $status"; }
for class in com.example.LinesSinkConnector com.example.TableSinkConnector; do
    grep -q "Added plugin '$class'" "$folder/log" || { cat "$folder/log"; fail "$class was not loaded"; }
done
echo "consumer: template and tutorial build, pass their tests and load"
