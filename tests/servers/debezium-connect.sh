#!/usr/bin/env bash
# Java's Connect worker with Debezium's JDBC sink, for connector files in the words of Confluent's:
# they are translated before they reach it. Only who records goldens needs it.
#   debezium-connect.sh fetch                                     downloads the plugin, once
#   debezium-connect.sh WORKER_FILE CONNECTOR_FILE...             as java-connect.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

version=3.3.1.Final
cache=${KCONNECT_CACHE:-$here/../../build/cache}
mkdir -p "$cache"
home=$(cd "$cache" && pwd)/debezium-jdbc-$version

fetch() {
    [ ! -d "$home" ] || return 0
    local partial=$home.partial
    rm -rf "$partial"
    mkdir -p "$partial"
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
        "-Dartifact=io.debezium:debezium-connector-jdbc:$version:tar.gz:plugin" \
        "-DoutputDirectory=$partial" >"$partial/maven.log" 2>&1 ||
        fail "Debezium's sink could not be fetched; see $partial/maven.log"
    tar xzf "$partial/debezium-connector-jdbc-$version-plugin.tar.gz" -C "$partial"
    rm "$partial"/*.tar.gz
    mv "$partial" "$home"
}

# translate FILE: Confluent's keys become Debezium's; unquoted lower-case names are its default.
translate() {
    local topics
    topics=$(sed -n 's/^topics=//p' "$1")
    sed -e 's/^connector.class=.*/connector.class=io.debezium.connector.jdbc.JdbcSinkConnector/' \
        -e 's/^connection.user=/connection.username=/' \
        -e 's/^connection.url=jdbc:mysql:/connection.url=jdbc:mariadb:/' \
        -e 's/^pk.mode=/primary.key.mode=/' -e 's/^pk.fields=/primary.key.fields=/' \
        -e 's/^table.name.format=/collection.name.format=/' \
        -e 's/^auto.create=true/schema.evolution=basic/' -e '/^auto\.\(create\|evolve\)=/d' \
        -e "/^fields.whitelist=/{s///;s/[^,]*/$topics:&/g;s/^/field.include.list=/}" "$1"
    echo quote.identifiers=true
}

[ "${1:-}" != fetch ] || { fetch; exit 0; }
fetch
worker=$1
shift
grep -q '^plugin.path=' "$worker" || echo "plugin.path=$home" >>"$worker"
files=()
for file in "$@"; do
    translate "$file" >"$file.debezium"
    files+=("$file.debezium")
done
exec "$here/java-connect.sh" "$worker" "${files[@]}"
