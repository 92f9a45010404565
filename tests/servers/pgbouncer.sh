#!/usr/bin/env bash
# A PgBouncer in transaction mode before the PostgreSQL of postgresql.sh, as managed databases have
# one. It knows every role of the server. Waits until that PostgreSQL listens.
#   pgbouncer.sh start FOLDER    FOLDER/pgbouncer.env says where it listens
#   pgbouncer.sh stop FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
password=kconnect-password

start() {
    local server=$folder/pgbouncer port backend
    wait_until 90 "PostgreSQL to listen" test -s "$folder/postgresql.env"
    backend=$(sed -n "s|.*postgresql://127.0.0.1:\([0-9]*\)/.*|\1|p" "$folder/postgresql.env")
    make_server_folder "$server"
    port=$(free_ports 1)
    echo "\"kconnect\" \"$password\"" >"$server/users"
    cat >"$server/pgbouncer.ini" <<SETTINGS
[databases]
* = host=127.0.0.1 port=$backend
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir =
auth_type = scram-sha-256
auth_file = $server/users
auth_user = kconnect
pool_mode = transaction
default_pool_size = 2
max_client_conn = 50
SETTINGS
    [ "$(id -u)" -ne 0 ] || chown nobody:nogroup "$server"/*
    start_server "$server" pgbouncer "$server/pgbouncer.ini"
    wait_for_server "$server" 30 env "PGPASSWORD=$password" psql -q \
        "host=127.0.0.1 port=$port user=kconnect dbname=kconnect" -c 'SELECT 1'
    cat >"$folder/pgbouncer.env" <<ENVIRONMENT
export KCONNECT_TEST_PGBOUNCER_URL='jdbc:postgresql://127.0.0.1:$port/kconnect?user=kconnect&password=$password'
ENVIRONMENT
    echo "PgBouncer listens on 127.0.0.1:$port"
}

case ${1:-} in
    start) folder=$(realpath "${2:?FOLDER is missing}"); start ;;
    stop) stop_server "$(realpath "${2:?FOLDER is missing}")/pgbouncer" INT ;;
    *) fail "usage: pgbouncer.sh start FOLDER | stop FOLDER" ;;
esac
