#!/usr/bin/env bash
# Java's Connect worker in the foreground, from the Kafka that the tests have fetched: the peer of
# connect-standalone-cpp, with the same arguments and signals. KCONNECT_TEST_KAFKA_HOME says where
# it lies; log lines go to the standard output.
#   java-connect.sh WORKER_FILE [CONNECTOR_FILE]...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${KCONNECT_TEST_KAFKA_HOME:?start the servers first: tests/with-servers.sh}
# Plugins by their manifests: a scan of all jars takes ten seconds more.
worker=${1:?WORKER_FILE is missing}.java
{ echo plugin.discovery=service_load; cat "$1"; } >"$worker"
shift
exec java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    "-Dlog4j2.configurationFile=$here/kafka/connect-log4j2.properties" -cp "$home/libs/*" \
    org.apache.kafka.connect.cli.ConnectStandalone "$worker" "$@"
