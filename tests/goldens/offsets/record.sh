#!/usr/bin/env bash
# Writes the offset files of this folder anew with Java Connect's own FileOffsetBackingStore. The
# order of entries inside a file is by chance in Java; the tests do not look at it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
servers=$here/../../servers
"$servers/kafka.sh" fetch
version=$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' "$servers/kafka/pom.xml")
cache=${KCONNECT_CACHE:-$here/../../../build/cache}
rm -f "$here"/*.dat
java -cp "$cache/kafka-$version/libs/*" "$here/OffsetFile.java" record "$here"
