#!/usr/bin/env bash
# Checks that only look at the sources.
#   lint.sh format [FILE...]   clang-format would change nothing
#   lint.sh includes           no source includes what its folder must not know
#   lint.sh tidy [PRESET]      clang-tidy over the compile database of build/PRESET (default ci);
#                              minutes, so tests/run.sh does it with --long only
set -euo pipefail
cd "$(dirname "$0")/.."

sources() {
    git ls-files -- '*.cpp' '*.hpp'
}

check_format() {
    local files=("$@")
    [ "${#files[@]}" -gt 0 ] || mapfile -t files < <(sources)
    clang-format --dry-run --Werror "${files[@]}"
    echo "format: ${#files[@]} files are as clang-format leaves them"
}

# forbid WHY PATTERN FOLDER...: no source below the folders has an include that matches.
forbid() {
    local why=$1 pattern=$2 folder found=
    shift 2
    for folder in "$@"; do
        [ -d "$folder" ] || continue
        found+=$(grep -rnE --include='*.hpp' --include='*.cpp' \
            "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)" "$folder" || true)
    done
    [ -z "$found" ] || { echo "$why:"; echo "$found"; breaches=1; }
}

# The arrows of docs/design: worker -> rest, runtime -> kafka, convert, transform, plugin -> api.
check_includes() {
    breaches=0
    forbid "the public headers include more than the standard library" \
        '(librdkafka|boost|fmt|spdlog|nlohmann|simdjson|yaml-cpp|openssl|curl|unicode)/|libpq-fe|mysql|mariadb|sqlite3|simdjson|httplib' \
        core/api/include
    forbid "core/api knows another folder of core" \
        '(kafka|convert|transform|plugin|runtime|rest|worker|sql)/|kconnect/sql/' core/api
    forbid "a lower folder of core knows the runtime, the worker or REST" \
        '(runtime|rest|worker)/' core/kafka core/convert core/transform core/plugin core/sql
    forbid "the runtime knows the worker or REST" '(worker|rest)/' core/runtime
    forbid "core knows the SQL library, which is for plugins" \
        'kconnect/sql/|sql/|libpq-fe|mysql|mariadb|sqlite3' \
        core/api core/kafka core/convert core/transform core/plugin core/runtime core/rest core/worker
    forbid "librdkafka is used outside core/kafka" 'librdkafka/' \
        core/api core/convert core/transform core/plugin core/runtime core/rest core/worker core/sql sinks connectors
    forbid "Boost is used outside core/plugin" 'boost/dll' \
        core/api core/convert core/transform core/kafka core/runtime core/worker core/sql sinks connectors
    forbid "a plugin knows a folder of core other than core/api and core/sql" \
        '(kafka|convert|transform|plugin|runtime|rest|worker)/' sinks connectors
    [ "$breaches" -eq 0 ] || return 1
    echo "includes: all arrows point down"
}

check_tidy() {
    local build=build/${1:-ci}
    [ -f "$build/compile_commands.json" ] ||
        { echo "lint.sh: $build has no compile_commands.json; run cmake --preset ${1:-ci}" >&2; return 1; }
    git ls-files -- '*.cpp' | grep -v '^tests/' |
        xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$build"
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
    format) check_format "$@" ;;
    includes) check_includes ;;
    tidy) check_tidy "$@" ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
