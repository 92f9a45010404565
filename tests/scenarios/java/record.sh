#!/usr/bin/env bash
# Runs the scenarios of this folder with Java's Connect and writes its results into the files:
#   record.sh [PRESET] [NAME_PATTERN]    default: dev, all of them; about 20 s each
# Look at the difference before you commit it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
program=$root/build/${1:-dev}/bin/kconnect_java_scenario_tests
[ -x "$program" ] || { echo "record.sh: build $program first" >&2; exit 2; }
export KCONNECT_RECORD=$root/tests/servers/java-connect.sh
[ -n "${KCONNECT_TEST_KAFKA:-}" ] || exec "$root/tests/with-servers.sh" "$0" "$@"
exec "$program" --gtest_filter="*${2:-}*"
