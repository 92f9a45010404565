#!/usr/bin/env bash
# One private PostgreSQL 15 for the tests; user and database kconnect, superuser.
#   postgresql.sh start FOLDER    FOLDER/postgresql.env says where it listens
#   postgresql.sh stop FOLDER
#   postgresql.sh restart FOLDER     does not wait until it listens again
# KCONNECT_TEST_DURABLE=1 keeps the server's default durability, for measurements.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/postgresql_server.sh"
name=postgresql
programs=/usr/lib/postgresql/15/bin
variable=KCONNECT_TEST_POSTGRESQL_URL
settings=(-c shared_preload_libraries=pg_stat_statements)

case ${1:-} in
    start) folder=$(realpath "${2:?FOLDER is missing}"); start_postgresql ;;
    stop) folder=$(realpath "${2:?FOLDER is missing}"); stop_postgresql ;;
    restart) restart_server "$(realpath "${2:?FOLDER is missing}")/postgresql" INT ;;
    *) fail "usage: postgresql.sh start FOLDER | stop FOLDER | restart FOLDER" ;;
esac
