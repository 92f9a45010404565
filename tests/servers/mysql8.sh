#!/usr/bin/env bash
# A server with MySQL 8.0's dialect for the long tests: go-mysql-server, in memory, user root without
# a password. Real MySQL is in no package registry.
#   mysql8.sh fetch           downloads it through Go's module proxy and builds it, once (minutes)
#   mysql8.sh start FOLDER    FOLDER/mysql8.env says where it listens
#   mysql8.sh stop FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

version=$(sed -n 's:^require .*/go-mysql-server v::p' "$here/mysql8/go.mod")
cache=${KCONNECT_CACHE:-$here/../../build/cache}
mkdir -p "$cache"
home=$(cd "$cache" && pwd)/go-mysql-server-$version

# The program appears under its name only when it is complete.
fetch() {
    [ ! -x "$home/server" ] || return 0
    command -v go >/dev/null || fail "Go is missing; install Go 1.25 or newer for the long tests"
    echo "Building go-mysql-server $version in $home"
    mkdir -p "$home"
    cp "$here/mysql8/go.mod" "$here/mysql8/go.sum" "$here/mysql8/main.go" "$home"
    (cd "$home" && go build -o server.partial . && mv server.partial server) >"$home/build.log" 2>&1 ||
        { tail -n 5 "$home/build.log" >&2; fail "go-mysql-server could not be built"; }
}

start() {
    fetch
    local port
    port=$(free_ports 1)
    mkdir -p "$folder"
    cp "$home/server" "$folder/mysql8-server"
    setsid "$folder/mysql8-server" "127.0.0.1:$port" kconnect >"$folder/mysql8.log" 2>&1 </dev/null &
    echo $! >"$folder/mysql8.pid"
    wait_for_server "$folder/mysql8" 60 \
        mariadb --no-defaults -h 127.0.0.1 -P "$port" -uroot -e 'SELECT 1'
    cat >"$folder/mysql8.env" <<ENVIRONMENT
export KCONNECT_TEST_MYSQL8_URL='jdbc:mysql://127.0.0.1:$port/kconnect?user=root&password='
ENVIRONMENT
    echo "go-mysql-server $version listens on 127.0.0.1:$port"
}

case ${1:-} in
    fetch) fetch ;;
    start) folder=$(realpath "${2:?FOLDER is missing}"); start ;;
    stop) stop_server "$(realpath "${2:?FOLDER is missing}")/mysql8" TERM ;;
    *) fail "usage: mysql8.sh fetch | start FOLDER | stop FOLDER" ;;
esac
