#!/usr/bin/env bash
# One private PostgreSQL 15 for the tests; user and database kconnect, superuser.
#   postgresql.sh start FOLDER    FOLDER/postgresql.env says where it listens
#   postgresql.sh stop FOLDER
# KCONNECT_TEST_DURABLE=1 keeps the server's default durability, for measurements.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
programs=/usr/lib/postgresql/15/bin
password=kconnect-password

start() {
    local server=$folder/postgresql port
    make_server_folder "$server"
    port=$(free_ports 1)
    echo "$password" >"$folder/postgresql.password"
    chmod 644 "$folder/postgresql.password"
    (as_server_user env LC_ALL=C.UTF-8 "$programs/initdb" -D "$server/data" -U kconnect \
        --pwfile="$folder/postgresql.password" -A scram-sha-256 -E UTF8) \
        >"$folder/postgresql-initdb.log" 2>&1 ||
        { tail -n 5 "$folder/postgresql-initdb.log" >&2; fail "initdb failed"; }
    local settings=(-c "port=$port" -c listen_addresses=127.0.0.1
        -c "unix_socket_directories=$server"
        -c shared_preload_libraries=pg_stat_statements -c max_connections=100)
    [ "${KCONNECT_TEST_DURABLE:-0}" = 1 ] || settings+=(-c fsync=off -c synchronous_commit=off)
    start_server "$server" "$programs/postgres" -D "$server/data" "${settings[@]}"
    wait_for_server "$server" 60 "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"
    PGPASSWORD=$password psql -q -h 127.0.0.1 -p "$port" -U kconnect -d postgres \
        -v ON_ERROR_STOP=1 -c 'CREATE DATABASE kconnect' >"$folder/postgresql-setup.log" 2>&1 ||
        { cat "$folder/postgresql-setup.log" >&2; fail "the database could not be created"; }
    cat >"$folder/postgresql.env" <<ENVIRONMENT
export KCONNECT_TEST_POSTGRESQL_URL='jdbc:postgresql://127.0.0.1:$port/kconnect?user=kconnect&password=$password'
ENVIRONMENT
    echo "PostgreSQL listens on 127.0.0.1:$port"
}

case ${1:-} in
    start) folder=$(realpath "${2:?FOLDER is missing}"); start ;;
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for its clients.
    stop) stop_server "$(realpath "${2:?FOLDER is missing}")/postgresql" INT ;;
    *) fail "usage: postgresql.sh start FOLDER | stop FOLDER" ;;
esac
