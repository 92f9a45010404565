#!/usr/bin/env bash
# One private Apache Kafka node (KRaft) for the tests: one listener without and four with security.
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
    local broker_port=$1 controller_port=$2 tls_port=$3 mtls_port=$4 sasl_port=$5 sasl_tls_port=$6
    local security=org.apache.kafka.common.security login=required
    local oauth=$security.oauthbearer.internals.unsecured
    cat <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller_port
listeners=PLAINTEXT://127.0.0.1:$broker_port,CONTROLLER://127.0.0.1:$controller_port,TLS://127.0.0.1:$tls_port,MTLS://127.0.0.1:$mtls_port,SASL://127.0.0.1:$sasl_port,SASLTLS://127.0.0.1:$sasl_tls_port
advertised.listeners=PLAINTEXT://127.0.0.1:$broker_port,TLS://localhost:$tls_port,MTLS://localhost:$mtls_port,SASL://127.0.0.1:$sasl_port,SASLTLS://localhost:$sasl_tls_port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL,MTLS:SSL,SASL:SASL_PLAINTEXT,SASLTLS:SASL_SSL
ssl.keystore.type=PKCS12
ssl.keystore.location=$folder/kafka/certificates/server.p12
ssl.keystore.password=changeit
ssl.truststore.type=PEM
ssl.truststore.location=$folder/kafka/certificates/ca.pem
listener.name.mtls.ssl.client.auth=required
sasl.enabled.mechanisms=PLAIN,OAUTHBEARER
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs=$folder/kafka/data
num.partitions=1
auto.create.topics.enable=${KCONNECT_TEST_AUTO_CREATE:-true}
# Records with old timestamps stay.
log.retention.ms=-1
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
# Everybody may do everything, until a test makes rules for a resource.
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
allow.everyone.if.no.acl.found=true
PROPERTIES
    local listener
    for listener in sasl sasltls; do
        cat <<PROPERTIES
listener.name.$listener.plain.sasl.jaas.config=$security.plain.PlainLoginModule $login user_alice="alice-secret" user_bob="bob-secret";
listener.name.$listener.oauthbearer.sasl.jaas.config=$security.oauthbearer.OAuthBearerLoginModule $login;
listener.name.$listener.oauthbearer.sasl.server.callback.handler.class=$oauth.OAuthBearerUnsecuredValidatorCallbackHandler
listener.name.$listener.oauthbearer.sasl.login.callback.handler.class=$oauth.OAuthBearerUnsecuredLoginCallbackHandler
PROPERTIES
    done
}

start() {
    fetch
    mkdir -p "$folder/kafka"
    local ports
    mapfile -t ports < <(free_ports 6)
    [ "${#ports[@]}" -eq 6 ] || fail "no free ports"
    "$here/kafka/certificates.sh" "$folder/kafka/certificates" >"$folder/kafka-certificates.log" 2>&1 &
    local certificates=$!
    write_properties "${ports[@]}" >"$folder/kafka/server.properties"
    local cluster_id
    # The first byte is fixed: an id that begins with '-' would be taken for an option.
    cluster_id=$({ printf k; head -c 15 /dev/urandom; } | base64 | tr '/+' '_-' | tr -d '=')
    java_tool kafka.tools.StorageTool format -t "$cluster_id" \
        -c "$folder/kafka/server.properties" >"$folder/kafka-format.log" 2>&1 ||
        { tail -n 5 "$folder/kafka-format.log" >&2; fail "the storage could not be formatted"; }
    wait "$certificates" || fail "no certificates; see $folder/kafka-certificates.log"
    setsid java -Xmx512m -XX:+UseSerialGC \
        "-Dlog4j2.configurationFile=$here/kafka/log4j2.properties" -cp "$home/libs/*" \
        kafka.Kafka "$folder/kafka/server.properties" >"$folder/kafka.log" 2>&1 </dev/null &
    echo $! >"$folder/kafka.pid"
    wait_for_server "$folder/kafka" 120 grep -q 'Kafka Server started' "$folder/kafka.log"
    cat >"$folder/kafka.env" <<ENVIRONMENT
export KCONNECT_TEST_KAFKA=127.0.0.1:${ports[0]}
export KCONNECT_TEST_KAFKA_HOME=$home
export KCONNECT_TEST_KAFKA_TLS=localhost:${ports[2]}
export KCONNECT_TEST_KAFKA_MTLS=localhost:${ports[3]}
export KCONNECT_TEST_KAFKA_SASL=127.0.0.1:${ports[4]}
export KCONNECT_TEST_KAFKA_SASL_TLS=localhost:${ports[5]}
export KCONNECT_TEST_KAFKA_CERTIFICATES=$folder/kafka/certificates
ENVIRONMENT
    echo "Apache Kafka $version listens on 127.0.0.1:${ports[0]}"
}

case ${1:-} in
    fetch) fetch ;;
    start) folder=$(realpath "${2:?FOLDER is missing}"); start ;;
    stop) stop_server "$(realpath "${2:?FOLDER is missing}")/kafka" TERM ;;
    *) fail "usage: kafka.sh fetch | start FOLDER | stop FOLDER" ;;
esac
