#!/usr/bin/env bash
# Clients of Connect's REST API that others have written, from PyPI, for the tests.
#   rest_clients.sh fetch            downloads them into the cache, once
#   rest_clients.sh start FOLDER     the same; FOLDER/rest_clients.env says where they are
#   rest_clients.sh stop FOLDER      nothing runs
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

client=kafka-connect-healthcheck==0.3.0
cache=${KCONNECT_CACHE:-$here/../../build/cache}
mkdir -p "$cache"
home=$(cd "$cache" && pwd)/${client/==/-}

# The folder appears under its name only when it is complete.
fetch() {
    [ ! -d "$home" ] || return 0
    echo "Fetching $client from PyPI into $home"
    local partial=$home.partial
    rm -rf "$partial"
    python3 -m pip install -q --disable-pip-version-check --target "$partial" "$client" ||
        fail "$client could not be fetched from PyPI"
    mv "$partial" "$home"
}

case ${1:-} in
    fetch) fetch ;;
    start)
        fetch
        echo "export KCONNECT_TEST_REST_CLIENTS=$home" >"$2/rest_clients.env"
        ;;
    stop) ;;
    *) fail "usage: rest_clients.sh fetch | start FOLDER | stop FOLDER" ;;
esac
