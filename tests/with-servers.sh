#!/usr/bin/env bash
# Runs one command with the servers of the integration tests and stops them afterwards:
#   tests/with-servers.sh ctest --preset dev -L integration
#   tests/with-servers.sh bash          # a shell to look around in; `env | grep KCONNECT_TEST`
# KCONNECT_TEST_DURABLE=1 leaves the databases' durability as shipped, for measurements.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || { echo "usage: tests/with-servers.sh COMMAND [ARGUMENT...]" >&2; exit 2; }
folder=$(mktemp -d "${TMPDIR:-/tmp}/kconnect-servers.XXXXXX")
# The logs of servers that do not start are worth keeping.
started=0
stop() {
    "$here/servers/all.sh" stop "$folder"
    [ "$started" -eq 0 ] || rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$here/servers/all.sh" start "$folder"
started=1
. "$folder/environment"
"$@"
