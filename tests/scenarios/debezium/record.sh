#!/usr/bin/env bash
# Runs the scenarios of this folder with Java's Connect and Debezium's JDBC sink and writes their
# results into the files:
#   record.sh [PRESET] [NAME_PATTERN]    default: dev, all of them; about a minute each
# Look at the difference before you commit it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
program=$root/build/${1:-dev}/bin/kconnect_debezium_scenario_tests
[ -x "$program" ] || { echo "record.sh: build $program first" >&2; exit 2; }
export KCONNECT_RECORD=$root/tests/servers/debezium-connect.sh
export KCONNECT_RECORD_PATIENCE=${KCONNECT_RECORD_PATIENCE:-20}
"$KCONNECT_RECORD" fetch
[ -n "${KCONNECT_TEST_KAFKA:-}" ] || exec "$root/tests/with-servers.sh" "$0" "$@"
exec "$program" --gtest_filter="*${2:-}*"
