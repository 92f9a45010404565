#!/usr/bin/env bash
# Checks that only look at the sources.
#   lint.sh format [FILE...]   clang-format would change nothing
#   lint.sh tidy [PRESET]      clang-tidy over the compile database of build/PRESET (default ci), of
#                              what has changed since it passed; the first time takes an hour, so
#                              tests/run.sh does it with --long only
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

check_tidy() {
    local build=build/${1:-ci}
    [ -f "$build/compile_commands.json" ] ||
        { echo "lint.sh: $build has no compile_commands.json; run cmake --preset ${1:-ci}" >&2; return 1; }
    tests/tidy.py "$build"
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
    format) check_format "$@" ;;
    tidy) check_tidy "$@" ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
