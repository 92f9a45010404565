#!/usr/bin/env bash
# Everything that must hold, from a clean clone of a bare Debian 12: installs what is missing,
# builds, starts a private Kafka, databases, runs all tests, repeats the unit and
# scenario tests under AddressSanitizer, stops what it started and prints how many tests ran.
# Fails when a test fails, is skipped or disabled, or when a label has no tests.
#   --long              also the tests with label long (they need Go 1.25), the unit tests under
#                       ThreadSanitizer and clang-tidy
#   KCONNECT_CACHE=DIR  where downloads are kept (build/cache)
# Logs are in build/test-logs.
set -euo pipefail
cd "$(dirname "$0")/.."

long=0
case ${1:-} in
    '') ;;
    --long) long=1 ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "tests/run.sh: unknown argument '$1'; see --help" >&2; exit 2 ;;
esac

export KCONNECT_TEST_LONG=$long
logs=$PWD/build/test-logs
jobs=$(nproc)
rm -rf "$logs"
mkdir -p "$logs"
export TSAN_OPTIONS=suppressions=$PWD/tests/sanitizer/tsan.suppressions
export KCONNECT_CACHE=${KCONNECT_CACHE:-$PWD/build/cache}
servers=$(mktemp -d "${TMPDIR:-/tmp}/kconnect-tests.XXXXXX")
servers_pid=
child=
failures=()
summary=()
total_passed=0 total_failed=0 total_skipped=0

step() {
    printf '[%3d:%02d] %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"
}

stop_everything() {
    local status=$?
    trap '' INT TERM
    [ -z "$child" ] || kill -s TERM -- "-$child" 2>/dev/null || true
    # A start that is under way is waited for: only then all pids are known.
    [ -z "$servers_pid" ] || wait "$servers_pid" 2>/dev/null || true
    tests/servers/all.sh stop "$servers" || true
    cp "$servers"/*.log "$logs" 2>/dev/null || true
    rm -rf "$servers"
    exit "$status"
}
trap stop_everything EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# in_child COMMAND...: in a process group of its own, so that a signal to this script ends it at once
# with all that it started.
in_child() {
    setsid "$@" &
    child=$!
    local status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

# logged NAME COMMAND...: output goes to NAME.log; what went wrong is shown when the command fails.
logged() {
    local log=$logs/$1.log
    shift
    if ! in_child "$@" >"$log" 2>&1; then
        grep -m 20 -E 'error:|Error|FAILED' "$log" || tail -n 40 "$log"
        step "FAILED: $* (all of its output: $log)"
        return 1
    fi
}

build() {
    step "building preset $1"
    logged "configure-$1" cmake --preset "$1"
    logged "build-$1" cmake --build --preset "$1" -j "$jobs" -- -k 0
}

# attribute FILE NAME: a number of the <testsuite> element that ctest wrote.
attribute() {
    sed -n "/<testsuite/,/>/ s/^[[:space:]]*$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

# show_failed LOG: what ctest says of the tests that failed, then what each of them printed: its first
# lines and its last ones, for who sees nothing but this script's output.
show_failed() {
    sed -n '/The following tests FAILED/,$p' "$1"
    awk -v lines=25 '
        function flush_output(i) {
            for (i = lines + 1 > count - lines ? lines + 1 : count - lines + 1; i <= count; ++i)
                print output[i]
            count = 0
        }
        /^ *[0-9]+\/[0-9]+ Test +#/ { flush_output(); failed = /\*\*\*/; if (failed) print; next }
        /^ +Start +[0-9]+:/ || /^The following tests FAILED/ { next }
        /tests passed, .* tests failed out of/ { flush_output(); failed = 0 }
        failed && ++count <= lines { print }
        { output[count] = $0 }
        END { flush_output() }' "$1" | cut -c1-400 | head -n 300
}

# run_label PRESET LABEL: runs these tests and adds their counts to the summary.
run_label() {
    local preset=$1 label=$2 report=$logs/$1-$2.xml excluded='^long$'
    [ "$label" != long ] || excluded='^none$'
    step "running $label tests of preset $preset"
    in_child ctest --test-dir "build/$preset" -L "^$label\$" -LE "$excluded" \
        -j "$jobs" --output-on-failure --no-tests=error --timeout 300 \
        --output-junit "$report" >"$logs/$preset-$label.log" 2>&1 ||
        failures+=("$label tests of preset $preset: $logs/$preset-$label.log")
    local tests=0 failed=0 skipped=0
    if [ -s "$report" ]; then
        tests=$(attribute "$report" tests)
        failed=$(attribute "$report" failures)
        skipped=$(($(attribute "$report" skipped) + $(attribute "$report" disabled)))
    fi
    local passed=$((tests - failed - skipped))
    [ "$failed" -eq 0 ] || show_failed "$logs/$preset-$label.log"
    [ "$skipped" -eq 0 ] || failures+=("$skipped $label tests of preset $preset were skipped or disabled")
    [ "$tests" -gt 0 ] || failures+=("preset $preset has no $label tests")
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + skipped))
    summary+=("$(printf '%-6s %-12s %5d executed %5d failed %5d skipped' \
        "$preset" "$label" $((tests - skipped)) "$failed" "$skipped")")
}

# Every test must be counted: one without a label would run nowhere.
check_labels() {
    local unlabelled
    unlabelled=$(ctest --test-dir build/ci -N -LE '^(unit|conformance|integration|scenario|long)$' |
        sed -n 's/^ *Test *#[0-9]*: //p')
    [ -z "$unlabelled" ] || failures+=("tests without a label: ${unlabelled//$'\n'/, }")
}

step "installing missing packages"
logged packages cmake/install-dependencies.sh --tests
step "starting Kafka, PostgreSQL and MariaDB in $servers (log: $logs/servers.log)"
tests/servers/all.sh start "$servers" >"$logs/servers.log" 2>&1 &
servers_pid=$!

step "checking the format"
logged format tests/lint.sh format || failures+=("the sources are not formatted: $logs/format.log")
build ci

step "waiting for the servers"
if ! wait "$servers_pid"; then
    servers_pid=
    cat "$logs/servers.log"
    exit 1
fi
servers_pid=
. "$servers/environment"
cat "$logs/servers.log"

check_labels
for label in unit conformance scenario integration; do
    run_label ci "$label"
done

build asan
for label in unit scenario; do
    run_label asan "$label"
done

if [ "$long" -eq 1 ]; then
    run_label ci long
    build tsan
    run_label tsan unit
    step "running clang-tidy"
    logged clang-tidy tests/lint.sh tidy ci || failures+=("clang-tidy: $logs/clang-tidy.log")
fi

step "done"
[ "${#failures[@]}" -eq 0 ] || printf 'FAILED: %s\n' "${failures[@]}"
printf '%s\n' "${summary[@]}"
echo "$total_passed passed, $total_failed failed, $total_skipped skipped"
[ "${#failures[@]}" -eq 0 ]
