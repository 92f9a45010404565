#!/usr/bin/env bash
# One private Apache Kafka node (KRaft, plaintext) for the tests.
#   kafka.sh fetch            downloads it from Maven Central into the cache, once
#   kafka.sh start FOLDER     starts it; FOLDER/kafka.env says where it listens
#   kafka.sh stop FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

version=$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' "$here/kafka/pom.xml")
cache=${KCONNECT_CACHE:-$here/../../build/cache}
mkdir -p "$cache"
home=$(cd "$cache" && pwd)/kafka-$version-with-connect

# The folder appears under its name only when it is complete.
fetch() {
    [ ! -d "$home/libs" ] || return 0
    echo "Fetching Apache Kafka $version from Maven Central into $home"
    local partial=$home.partial
    rm -rf "$partial" "$home"
    mkdir -p "$partial"
    local attempt
    for attempt in 1 2 3; do
        if mvn -q -B -f "$here/kafka/pom.xml" dependency:copy-dependencies \
            "-DoutputDirectory=$partial/libs" -DincludeScope=runtime >"$partial/maven.log" 2>&1; then
            mv "$partial" "$home"
            return 0
        fi
        echo "attempt $attempt failed: $(grep -m 1 ERROR "$partial/maven.log" || true)" >&2
    done
    fail "Apache Kafka could not be fetched; see $partial/maven.log"
}

java_tool() {
    java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        "-Dlog4j2.configurationFile=$here/kafka/log4j2.properties" -cp "$home/libs/*" "$@"
}

write_properties() {
    local broker_port=$1 controller_port=$2
    cat <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller_port
listeners=PLAINTEXT://127.0.0.1:$broker_port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=PLAINTEXT://127.0.0.1:$broker_port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs=$folder/kafka/data
num.partitions=1
auto.create.topics.enable=true
# Records with old timestamps stay.
log.retention.ms=-1
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
}

start() {
    fetch
    mkdir -p "$folder/kafka"
    local ports
    mapfile -t ports < <(free_ports 2)
    [ "${#ports[@]}" -eq 2 ] || fail "no free ports"
    write_properties "${ports[@]}" >"$folder/kafka/server.properties"
    local cluster_id
    # The first byte is fixed: an id that begins with '-' would be taken for an option.
    cluster_id=$({ printf k; head -c 15 /dev/urandom; } | base64 | tr '/+' '_-' | tr -d '=')
    java_tool kafka.tools.StorageTool format -t "$cluster_id" \
        -c "$folder/kafka/server.properties" >"$folder/kafka-format.log" 2>&1 ||
        { tail -n 5 "$folder/kafka-format.log" >&2; fail "the storage could not be formatted"; }
    setsid java -Xmx512m -XX:+UseSerialGC \
        "-Dlog4j2.configurationFile=$here/kafka/log4j2.properties" -cp "$home/libs/*" \
        kafka.Kafka "$folder/kafka/server.properties" >"$folder/kafka.log" 2>&1 </dev/null &
    echo $! >"$folder/kafka.pid"
    wait_for_server "$folder/kafka" 120 grep -q 'Kafka Server started' "$folder/kafka.log"
    cat >"$folder/kafka.env" <<ENVIRONMENT
export KCONNECT_TEST_KAFKA=127.0.0.1:${ports[0]}
export KCONNECT_TEST_KAFKA_HOME=$home
ENVIRONMENT
    echo "Apache Kafka $version listens on 127.0.0.1:${ports[0]}"
}

case ${1:-} in
    fetch) fetch ;;
    start) folder=$(realpath "${2:?FOLDER is missing}"); start ;;
    stop) stop_server "$(realpath "${2:?FOLDER is missing}")/kafka" TERM ;;
    *) fail "usage: kafka.sh fetch | start FOLDER | stop FOLDER" ;;
esac
