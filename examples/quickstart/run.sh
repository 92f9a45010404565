#!/usr/bin/env bash
# From Kafka to a table in one command. Installs missing packages, builds, sends made-up flights
# to a small broker that it starts itself, lets connect-standalone-cpp write them into a table, and
# shows the table. Stops what it started.
#
#   --kafka HOST:PORT     your Kafka instead of the small broker; topic flight-data
#   --database KIND URL   KIND postgresql or mysql, URL as in JDBC; table flight_data.
#                         Without it: SQLite in build/quickstart/flights.db
#   --user NAME           user of the database, unless the URL has user=...
#   --password PASSWORD   its password, unless the URL has password=... or KCONNECT_PASSWORD is set
#   --flights N           rows (1000); each is sent once and updated 3 times
#
# Example: --database mysql jdbc:mysql://127.0.0.1:3306/mydb --user me --password secret
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/build/quickstart
reports=4

fail() {
    echo "quickstart: $*" >&2
    exit 1
}

kafka= kind=sqlite url= user= password=${KCONNECT_PASSWORD:-} flights=1000
while [ $# -gt 0 ]; do
    case $1 in
        --kafka) kafka=${2:?"--kafka: HOST:PORT is missing"}; shift 2 ;;
        --database)
            kind=${2:?"--database: postgresql or mysql is missing"}
            url=${3:?"--database $2: the JDBC URL is missing"}
            shift 3
            ;;
        --user) user=${2:?"--user: NAME is missing"}; shift 2 ;;
        --password) password=${2:?"--password: PASSWORD is missing"}; shift 2 ;;
        --flights) flights=${2:?"--flights: N is missing"}; shift 2 ;;
        -h | --help) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) fail "unknown argument '$1'; see --help" ;;
    esac
done
[[ $flights =~ ^[1-9][0-9]*$ ]] || fail "--flights: '$flights' is not a number greater than 0"
# The small broker keeps 5 MB; four reports of one flight are 4 kB.
[ -n "$kafka" ] || [ "$flights" -le 1200 ] ||
    fail "--flights $flights: more than the small broker keeps; give --kafka or at most 1200"

# --- The database: where it is, and how this script reads it.

# parameter NAME: the value of a parameter of the URL, decoded; empty when it has none.
parameter() {
    local pair value
    [[ $url == *\?* ]] || return 0
    local IFS='&'
    for pair in ${url#*\?}; do
        [ "${pair%%=*}" = "$1" ] || continue
        value=${pair#*=}
        value=${value//+/ }
        printf '%b' "${value//%/\\x}"
        return 0
    done
}

split_url() {
    [[ $url =~ ^jdbc:($1)://([^/?,:]+|\[[^]]+\])(:([0-9]+))?/([^?]+) ]] ||
        fail "--database $kind: '${url%%\?*}' is not of the form jdbc:$kind://HOST:PORT/DATABASE"
    host=${BASH_REMATCH[2]} port=${BASH_REMATCH[4]:-$2} database=${BASH_REMATCH[5]}
    user=${user:-$(parameter user)}
    password=${password:-$(parameter password)}
    [ -n "$user" ] || fail "--database $kind: the user is missing; add --user NAME"
    if [ -z "$password" ] && [ -t 0 ]; then
        read -r -s -p "Password of $user: " password
        echo
    fi
}

extra_packages=()
case $kind in
    sqlite)
        url=jdbc:sqlite:$work/flights.db
        query() { sqlite3 "$work/flights.db" "$1"; }
        show() { sqlite3 -header -column "$work/flights.db" "$1"; }
        ;;
    postgresql)
        split_url postgresql 5432
        extra_packages=(postgresql-client-15)
        psql_client() {
            PGPASSWORD=$password PGCONNECT_TIMEOUT=10 psql -X -w -h "$host" -p "$port" -U "$user" \
                -d "$database" "$@"
        }
        query() { psql_client -q -t -A -c "$1"; }
        show() { psql_client -c "$1"; }
        ;;
    mysql)
        split_url 'mysql|mariadb' 3306
        extra_packages=(mariadb-client-core)
        mysql_client() {
            MYSQL_PWD=$password mariadb --no-defaults --connect-timeout=10 --protocol=tcp \
                -h "$host" -P "$port" -u "$user" "$database" "$@"
        }
        query() { mysql_client -N -B -e "$1"; }
        show() { mysql_client -t -e "$1"; }
        ;;
    *) fail "--database $kind: use postgresql or mysql" ;;
esac

# --- What runs in the background, by pid; stopped whatever happens.

broker_pid= worker_pid=
# end PID: asks a process of ours to end and waits for it.
end() {
    [ -n "$1" ] || return 0
    kill -s TERM "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}
cleanup() {
    local status=$?
    trap '' INT TERM
    end "$worker_pid"
    end "$broker_pid"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step() {
    printf '\n[%ds] %s\n' "$SECONDS" "$*"
}

# wait_for SECONDS WHAT PID LOG COMMAND...: until the command succeeds, while process PID lives.
wait_for() {
    local deadline=$((SECONDS + $1)) what=$2 pid=$3 log=$4
    shift 4
    until "$@"; do
        if ! kill -0 "$pid" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
            tail -n 15 "$log" >&2
            fail "no $what; the lines above are the end of $log"
        fi
        sleep 0.1
    done
}

step "Installing what is missing"
"$root/cmake/install-dependencies.sh" "${extra_packages[@]}"

step "Building a release (minutes the first time, seconds afterwards)"
cd "$root"
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)"
bin=$root/build/release/bin

umask 077
mkdir -p "$work"
rm -f "$work"/flights.db* "$work"/*.log
if [ "$kind" != sqlite ]; then
    query 'SELECT 1' >"$work/database.log" 2>&1 ||
        fail "database $database of $host:$port refuses: $(tail -n 1 "$work/database.log")"
fi

if [ -z "$kafka" ]; then
    step "Starting the small broker"
    "$bin/dev_broker" --topic flight-data:1 >"$work/broker.log" 2>&1 &
    broker_pid=$!
    wait_for 10 "broker" "$broker_pid" "$work/broker.log" \
        grep -q '^bootstrap.servers=.' "$work/broker.log"
    cat "$work/broker.log"
    kafka=$(sed -n 's/^bootstrap.servers=//p' "$work/broker.log")
fi

start_time=$(date +%s%3N)
last_time=$((start_time + (reports - 1) * 1000))
step "Sending $flights flights, $reports reports each, to topic flight-data of $kafka"
"$bin/flight_producer" --bootstrap-server "$kafka" --topic flight-data --flights "$flights" \
    --reports "$reports" --start-time "$start_time" --timeout-ms 10000

step "Running connect-standalone-cpp worker.properties sink.properties (in build/quickstart)"
sed -e "s|^bootstrap.servers=.*|bootstrap.servers=$kafka|" \
    -e "s|^offset.storage.file.filename=.*|offset.storage.file.filename=$work/connect.offsets|" \
    -e '$a listeners=http://127.0.0.1:0' \
    "$here/worker.properties" >"$work/worker.properties"
# A property file wants its backslashes doubled.
{
    grep -v '^connection\.' "$here/sink.properties"
    printf 'connection.url=%s\n' "${url//\\/\\\\}"
    [ -z "$user" ] || printf 'connection.user=%s\n' "${user//\\/\\\\}"
    [ -z "$password" ] || printf 'connection.password=%s\n' "${password//\\/\\\\}"
} >"$work/sink.properties"
started=$(date +%s%3N)
"$bin/connect-standalone-cpp" "$work/worker.properties" "$work/sink.properties" \
    >"$work/worker.log" 2>&1 &
worker_pid=$!

shown=
all_rows_written() {
    local rows
    rows=$(query "SELECT count(*) FROM flight_data WHERE timestamp = $last_time" 2>/dev/null) || rows=0
    [ "$rows" = "$shown" ] || printf '\r  %d of %d rows are up to date' "$rows" "$flights"
    shown=$rows
    [ "$rows" -eq "$flights" ]
}
wait_for 120 "complete table" "$worker_pid" "$work/worker.log" all_rows_written
printf ' after %d ms\n' $(($(date +%s%3N) - started))

step "Stopping the worker, which commits what it wrote"
kill -s TERM "$worker_pid"
status=0
wait "$worker_pid" || status=$?
worker_pid=
[ "$status" -eq 143 ] || { tail -n 15 "$work/worker.log" >&2; fail "the worker ended with exit code $status"; }

step "Table flight_data: $(query 'SELECT count(*) FROM flight_data') rows, the first 5"
show 'SELECT * FROM flight_data ORDER BY id LIMIT 5'

cat <<END

That was build/quickstart/worker.properties and sink.properties; the log is worker.log beside them.
The same with servers of yours:
  examples/quickstart/run.sh --kafka HOST:PORT
  examples/quickstart/run.sh --database postgresql jdbc:postgresql://HOST:5432/DATABASE --user NAME --password PASSWORD
  examples/quickstart/run.sh --database mysql jdbc:mysql://HOST:3306/DATABASE --user NAME --password PASSWORD
END
