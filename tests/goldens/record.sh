#!/bin/bash
# Records anew what Java's converters do: needs a JDK of version 17 or later and Maven.
# Writes the *.jsonl files beside this script; git diff shows what changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/recorder/." "$work"
cd "$work"
mvn -q -B compile dependency:copy-dependencies -DoutputDirectory=libs -DincludeScope=runtime
java -cp 'target/classes:libs/*' kconnect.goldens.Recorder "$here"
mvn -q -B dependency:copy-dependencies -DoutputDirectory=older -DincludeScope=runtime -Ddebezium.version=2.7.4.Final
java -cp 'target/classes:older/*' kconnect.goldens.Recorder "$here" older-debezium
wc -lc "$here"/*.jsonl
