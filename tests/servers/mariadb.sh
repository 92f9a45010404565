#!/usr/bin/env bash
# One private MariaDB 10.11 for the tests; user and database kconnect, all privileges.
#   mariadb.sh start FOLDER    FOLDER/mariadb.env says where it listens
#   mariadb.sh stop FOLDER
#   mariadb.sh restart FOLDER     does not wait until it listens again
# KCONNECT_TEST_DURABLE=1 keeps the server's default durability, for measurements.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
password=kconnect-password

start() {
    local server=$folder/mariadb port
    make_server_folder "$server"
    port=$(free_ports 1)
    (as_server_user mariadb-install-db --no-defaults "--datadir=$server/data" --skip-test-db \
        --auth-root-authentication-method=normal) >"$folder/mariadb-install.log" 2>&1 ||
        { tail -n 5 "$folder/mariadb-install.log" >&2; fail "mariadb-install-db failed"; }
    local settings=("--port=$port" --bind-address=127.0.0.1 "--socket=$server/socket"
        "--pid-file=$server/server.pid" --character-set-server=utf8mb4
        --collation-server=utf8mb4_general_ci)
    [ "${KCONNECT_TEST_DURABLE:-0}" = 1 ] || settings+=(--innodb-flush-log-at-trx-commit=0)
    start_server "$server" mariadbd --no-defaults "--datadir=$server/data" "${settings[@]}"
    local client=(mariadb --no-defaults "--socket=$server/socket" -uroot)
    wait_for_server "$server" 60 "${client[@]}" -e 'SELECT 1'
    # An anonymous user would be preferred to kconnect@'%' on connections from this machine.
    "${client[@]}" >"$folder/mariadb-setup.log" 2>&1 <<SQL ||
DELETE FROM mysql.global_priv WHERE User = '';
FLUSH PRIVILEGES;
CREATE USER kconnect@'%' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON *.* TO kconnect@'%' WITH GRANT OPTION;
CREATE DATABASE kconnect;
ALTER USER root@localhost IDENTIFIED BY '$password';
SQL
        { cat "$folder/mariadb-setup.log" >&2; fail "users could not be created"; }
    cat >"$folder/mariadb.env" <<ENVIRONMENT
export KCONNECT_TEST_MYSQL_URL='jdbc:mysql://127.0.0.1:$port/kconnect?user=kconnect&password=$password'
ENVIRONMENT
    echo "MariaDB listens on 127.0.0.1:$port"
}

case ${1:-} in
    start) folder=$(realpath "${2:?FOLDER is missing}"); start ;;
    stop) stop_server "$(realpath "${2:?FOLDER is missing}")/mariadb" TERM ;;
    restart) restart_server "$(realpath "${2:?FOLDER is missing}")/mariadb" TERM ;;
    *) fail "usage: mariadb.sh start FOLDER | stop FOLDER | restart FOLDER" ;;
esac
