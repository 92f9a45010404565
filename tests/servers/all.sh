#!/usr/bin/env bash
# Every server of the tests at once.
#   all.sh start FOLDER    returns when all listen; FOLDER/environment exports their addresses
#                          (KCONNECT_TEST_LONG=1: those that only the long tests need, too)
#   all.sh stop FOLDER     stops what start began; FOLDER stays
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
servers=(kafka postgresql pgbouncer postgresql17 mariadb tls rest_clients page_modules schemathesis)
[ "${KCONNECT_TEST_LONG:-0}" = 0 ] || servers+=(mysql8)
folder=$(realpath -m "${2:?usage: all.sh start|stop FOLDER}")

start() {
    mkdir -p "$folder"
    local server pids=() failed=0
    for server in "${servers[@]}"; do
        "$here/$server.sh" start "$folder" &
        pids+=($!)
    done
    local pid
    for pid in "${pids[@]}"; do
        wait "$pid" || failed=1
    done
    [ "$failed" -eq 0 ] || fail "not all servers started; their logs are in $folder"
    for server in "${servers[@]}"; do
        cat "$folder/$server.env"
    done >"$folder/environment"
}

stop() {
    local server
    for server in "${servers[@]}"; do
        "$here/$server.sh" stop "$folder" &
    done
    wait
}

case $1 in
    start) start ;;
    stop) stop ;;
    *) fail "usage: all.sh start|stop FOLDER" ;;
esac
