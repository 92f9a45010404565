#!/usr/bin/env bash
# schemathesis, which holds an HTTP API against its OpenAPI description, from PyPI, for the tests.
#   schemathesis.sh fetch            downloads it into the cache, once
#   schemathesis.sh start FOLDER     the same; FOLDER/schemathesis.env says where it is
#   schemathesis.sh stop FOLDER      nothing runs
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

tool=schemathesis==4.32.5
cache=${KCONNECT_CACHE:-$here/../../build/cache}
mkdir -p "$cache"
home=$(cd "$cache" && pwd)/${tool/==/-}

# The folder appears under its name only when it is complete.
fetch() {
    [ ! -d "$home" ] || return 0
    echo "Fetching $tool from PyPI into $home"
    local partial=$home.partial
    rm -rf "$partial"
    python3 -m pip install -q --disable-pip-version-check --target "$partial" "$tool" ||
        fail "$tool could not be fetched from PyPI"
    mv "$partial" "$home"
}

case ${1:-} in
    fetch) fetch ;;
    start)
        fetch
        echo "export KCONNECT_TEST_SCHEMATHESIS=$home" >"$2/schemathesis.env"
        ;;
    stop) ;;
    *) fail "usage: schemathesis.sh fetch | start FOLDER | stop FOLDER" ;;
esac
