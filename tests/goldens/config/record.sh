#!/usr/bin/env bash
# Writes the tables of this folder anew: the keys of Kafka Connect's own configuration tables, one a
# line: name, type, default, importance, group, order, width, display name, validator.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
servers=$here/../../servers
"$servers/kafka.sh" fetch
libs=$(ls -d "${KCONNECT_CACHE:-$here/../../../build/cache}"/kafka-*/libs | head -n 1)
java -cp "$libs/*" "$here/RecordKeys.java" "$here"
