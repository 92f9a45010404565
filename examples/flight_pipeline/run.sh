#!/usr/bin/env bash
# From made-up flights to a web page in one command: a real Kafka, a real database, one worker with
# a source and a sink, and the gateway with the reader and the page. Installs missing packages,
# builds, starts everything on free ports in a temporary folder and prints the page's URL. Ctrl-C
# ends all that it started, and nothing else.
#
#   --database KIND       postgresql (default) or mysql (a MariaDB server)
#   --port PORT           of the page (8080; any free one when that is taken)
#   --aircraft N          how many aircraft fly (200), each reports once a second
#   --records N           end the flights after N records (no end; 2000 with --check)
#   --check               without a user: waits until the records are in the table, kills the worker
#                         with -9 meanwhile, compares table, gateway and topic; exit code 0 when
#                         all agree
#   --page                with --check: opens the page in Chromium, too, and compares what it shows
# With parts of yours instead of those that it would start or build:
#   --kafka HOST:PORT     your Kafka
#   --database-url URL    your database, as in JDBC, with user=... and password=... in it
#   --topic NAME          topic and table (flight-data)
#   --bin DIR             programs that are built already
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
servers=$root/tests/servers
. "$servers/common.sh"

fail() {
    printf 'flight_pipeline: %s\n' "$*" >&2
    exit 1
}

# number OPTION TEXT
number() {
    [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] || fail "$1: '$2' is not a number greater than 0"
}

kind=postgresql url= kafka= port= aircraft=200 records= check=0 page=0 topic=flight-data bin=
while [ $# -gt 0 ]; do
    case $1 in
        --check) check=1; shift; continue ;;
        --page) page=1; shift; continue ;;
        -h | --help) sed -n '2,21s/^# \{0,1\}//p' "$0"; exit 0 ;;
        --database | --port | --aircraft | --records | --kafka | --database-url | --topic | --bin)
            [ -n "${2:-}" ] || fail "$1: its value is missing; see --help"
            ;;
        *) fail "unknown argument '$1'; see --help" ;;
    esac
    case $1 in
        --database) kind=$2 ;;
        --port) number "$1" "$2"; [ "$2" -le 65535 ] || fail "--port: '$2' is no port"; port=$2 ;;
        --aircraft) number "$1" "$2"; aircraft=$2 ;;
        --records) number "$1" "$2"; records=$2 ;;
        --kafka) kafka=$2 ;;
        --database-url) url=$2 ;;
        --topic) topic=$2 ;;
        --bin) [ -d "$2" ] || fail "--bin: there is no folder '$2'"; bin=$(cd "$2" && pwd) ;;
    esac
    shift 2
done
[[ $topic =~ ^[A-Za-z0-9_-]+$ ]] || fail "--topic: '$topic' has more than letters, digits, _ and -"
[ "$page" -eq 0 ] || [ "$check" -eq 1 ] || fail "--page: only together with --check"
[ "$check" -eq 0 ] || records=${records:-2000}
[ "$check" -eq 0 ] || [ "$records" -ge "$aircraft" ] ||
    fail "--records $records: with --check each of the $aircraft aircraft needs one"

# --- The database: its packages, its URL, and how this script reads it.

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

case $url in
    jdbc:postgresql:*) kind=postgresql ;;
    jdbc:mysql:* | jdbc:mariadb:*) kind=mysql ;;
    '') ;;
    *) fail "--database-url: '${url%%\?*}' begins neither with jdbc:postgresql: nor with jdbc:mysql:" ;;
esac
case $kind in
    postgresql)
        database_server=postgresql database_variable=KCONNECT_TEST_POSTGRESQL_URL
        packages=(postgresql-client-15) server_packages=(postgresql-15) quote='"'
        rows() { # STATEMENT: its rows, columns separated by tabs
            PGPASSWORD=$password PGCONNECT_TIMEOUT=10 psql -X -w -q -t -A -F $'\t' -h "$host" \
                -p "$database_port" -U "$user" -d "$database" -v ON_ERROR_STOP=1 -c "$1"
        }
        ;;
    mysql)
        database_server=mariadb database_variable=KCONNECT_TEST_MYSQL_URL
        packages=(mariadb-client-core) server_packages=(mariadb-server-core) quote='`'
        rows() {
            MYSQL_PWD=$password mariadb --no-defaults --connect-timeout=10 --protocol=tcp -N -B \
                -h "$host" -P "$database_port" -u "$user" "$database" -e "$1"
        }
        ;;
    *) fail "--database: '$kind' is neither postgresql nor mysql" ;;
esac
table=$quote$topic$quote
sink=rds-sink
[ "$topic" = flight-data ] || sink=rds-sink-$topic

split_url() {
    [[ $url =~ ^jdbc:[a-z]+://([^/?,:]+)(:([0-9]+))?/([^?]+) ]] ||
        fail "--database-url: '${url%%\?*}' is not of the form jdbc:$kind://HOST:PORT/DATABASE"
    host=${BASH_REMATCH[1]} database_port=${BASH_REMATCH[3]} database=${BASH_REMATCH[4]}
    [ -n "$database_port" ] || { [ "$kind" = mysql ] && database_port=3306 || database_port=5432; }
    user=$(parameter user) password=$(parameter password)
    [ -n "$user" ] || fail "--database-url: user=... is missing in it"
}

# --- What runs in the background, by pid; stopped whatever happens.

work= own_servers=() starts=() worker_pid= gateway_pid= is_fine=0

# end PID: asks a process of ours to end and waits for it.
end() {
    [ -n "$1" ] || return 0
    kill -s TERM "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}
cleanup() {
    local status=$? server
    trap '' INT TERM
    [ -n "$work" ] || exit "$status"
    [ "$check" -eq 1 ] || printf '\nStopping everything\n'
    end "$gateway_pid"
    end "$worker_pid"
    # A start that is under way is waited for: only then its pid is known.
    [ "${#starts[@]}" -eq 0 ] || wait "${starts[@]}" 2>/dev/null || true
    for server in "${own_servers[@]}"; do
        "$servers/$server.sh" stop "$work" &
    done
    wait
    if [ "$is_fine" -eq 1 ]; then
        rm -rf "$work"
    else
        echo "flight_pipeline: the logs are in $work" >&2
    fi
    exit "$status"
}
trap cleanup EXIT
trap 'is_fine=1; exit 130' INT
trap 'is_fine=1; exit 143' TERM

# say PART TEXT: one line of progress.
say() {
    printf '[%3ds] %-10s %s\n' "$SECONDS" "$1" "$2"
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
        sleep 0.2
    done
}

# --- The parts, one after the other.

install_and_build() {
    packages+=(curl)
    [ -n "$url" ] || packages+=("${server_packages[@]}")
    [ "$check" -eq 0 ] || packages+=(python3)
    [ "$page" -eq 0 ] || packages+=(chromium fonts-inter python3-pip)
    if [ -z "$kafka" ]; then
        command -v java >/dev/null || packages+=(openjdk-17-jre-headless)
        command -v mvn >/dev/null || packages+=(maven)
    fi
    say packages "those that are missing"
    "$root/cmake/install-dependencies.sh" "${packages[@]}"
    if [ -z "$bin" ]; then
        say build "a release (minutes the first time, seconds afterwards)"
        [ -f "$root/build/release/build.ninja" ] || (cd "$root" && cmake --preset release >/dev/null)
        (cd "$root" && cmake --build --preset release -j "$(nproc)")
        bin=$root/build/release/bin
    fi
    local program programs=(connect-standalone-cpp flight_gateway)
    [ "$check" -eq 0 ] || programs+=(kconnect-verify)
    for program in "${programs[@]}"; do
        [ -x "$bin/$program" ] || fail "program $program is missing in $bin"
    done
}

start_servers() {
    [ -n "$kafka" ] || own_servers+=(kafka)
    [ -n "$url" ] || own_servers+=("$database_server")
    [ -n "$kafka" ] || "$servers/kafka.sh" fetch
    local server pid
    for server in "${own_servers[@]}"; do
        "$servers/$server.sh" start "$work" >"$work/$server-start.log" 2>&1 &
        starts+=($!)
    done
    for pid in "${starts[@]}"; do
        wait "$pid" || { cat "$work"/*-start.log >&2; fail "a server did not start"; }
    done
    starts=()
    for server in "${own_servers[@]}"; do
        . "$work/$server.env"
    done
    kafka=${kafka:-$KCONNECT_TEST_KAFKA}
    url=${url:-${!database_variable}}
    split_url
    say kafka "$kafka, topic $topic"
    rows 'SELECT 1' >"$work/database.log" 2>&1 ||
        fail "database $database of $host:$database_port refuses: $(tail -n 1 "$work/database.log")"
    say database "$kind, $host:$database_port/$database, table $topic"
}

# escaped TEXT: as a property file wants it.
escaped() {
    printf '%s' "${1//\\/\\\\}"
}

# write_properties RATE: copies of the three files with what is only known now.
write_properties() {
    sed -e "s|^bootstrap.servers=.*|bootstrap.servers=$kafka|" \
        -e "s|^offset.storage.file.filename=.*|offset.storage.file.filename=$work/connect.offsets|" \
        -e "s|^listeners=.*|listeners=http://127.0.0.1:$rest_port|" \
        "$here/worker.properties" >"$work/worker.properties"
    sed -e "s|^kafka.topic=.*|kafka.topic=$topic|" \
        -e "s|^flights.aircraft=.*|flights.aircraft=$aircraft|" \
        -e "s|^records.per.second=.*|records.per.second=$1|" \
        "$here/generator.properties" >"$work/generator.properties"
    [ -z "$records" ] || echo "iterations=$records" >>"$work/generator.properties"
    {
        grep -v '^connection\.' "$here/sink.properties" |
            sed -e "s|^topics=.*|topics=$topic|" -e "s|^name=.*|name=$sink|"
        printf 'connection.url=%s\n' "$(escaped "${url%%\?*}")"
        printf 'connection.user=%s\n' "$(escaped "$user")"
        printf 'connection.password=%s\n' "$(escaped "$password")"
    } >"$work/sink.properties"
}

start_worker() {
    write_properties "$1"
    setsid "$bin/connect-standalone-cpp" "$work/worker.properties" "$work/generator.properties" \
        "$work/sink.properties" >>"$work/worker.log" 2>&1 </dev/null &
    worker_pid=$!
    wait_for 60 "worker" "$worker_pid" "$work/worker.log" \
        curl -s -f -o "$work/connectors.json" "$rest/connectors/$sink/status"
}

start_gateway() {
    FLIGHT_DATABASE_URL=${url%%\?*} FLIGHT_DATABASE_USER=$user FLIGHT_DATABASE_PASSWORD=$password \
        FLIGHT_TABLE=$topic setsid "$bin/flight_gateway" --config "$here/gateway.yaml" \
        --listen "127.0.0.1:$port" >"$work/gateway.log" 2>&1 </dev/null &
    gateway_pid=$!
    wait_for 30 "gateway" "$gateway_pid" "$work/gateway.log" \
        curl -s -f -o /dev/null "http://127.0.0.1:$port/"
}

count_rows() {
    rows "SELECT count(*) FROM $table" 2>/dev/null || echo 0
}
has_rows() { # NUMBER
    [ "$(count_rows)" -ge "$1" ]
}

is_taken() { # PORT
    (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

choose_ports() {
    local free
    mapfile -t free < <(free_ports 2)
    rest_port=${free[0]} rest=http://127.0.0.1:${free[0]}
    [ -z "$port" ] || return 0
    port=8080
    if [ "$check" -eq 1 ] || is_taken "$port"; then
        port=${free[1]}
    fi
}

# --- Headless.

made_all_records() {
    grep -q "Made the $records records" "$work/worker.log"
}

# The records of the generator that Kafka has acknowledged.
all_records_are_stored() {
    local stored
    stored=$(curl -s -f "$rest/connectors/flights/offsets" | grep -o '"records":[0-9]*' |
        awk -F: '{ sum += $2 } END { print sum + 0 }')
    [ "$stored" -ge "$records" ]
}

gateway_equals_table() {
    rows "SELECT id, aircraft_id, ${quote}timestamp$quote, altitude, speed, heading, lat, lon
        FROM $table" >"$work/rows.txt"
    "$here/compare_rows.py" "http://127.0.0.1:$port/flightData" "$work/rows.json" \
        <"$work/rows.txt" >"$work/comparison.txt" 2>&1
}

page_equals_table() {
    KCONNECT_TEST_GATEWAY_URL=http://127.0.0.1:$port/ KCONNECT_TEST_GATEWAY_ROWS=$work/rows.json \
        "$root/tests/page/run.sh" gateway_check.mjs >"$work/page.log" 2>&1 ||
        { tail -n 30 "$work/page.log" >&2; fail "the page does not show the table"; }
    say page "$(tail -n 1 "$work/page.log")"
}

kill_worker_meanwhile() {
    wait_for 90 "rows of a quarter of the aircraft" "$worker_pid" \
        "$work/worker.log" has_rows $(((aircraft + 3) / 4))
    kill -s KILL "$worker_pid"
    wait "$worker_pid" 2>/dev/null || true
    worker_pid=
    ! made_all_records || fail "the worker was killed too late to prove anything"
    say worker "killed with -9 when $(count_rows) rows were in the table"
    start_worker 0
    say worker "runs again"
}

verify_topic_and_table() {
    "$bin/kconnect-verify" "$work/worker.properties" "$work/sink.properties" \
        >"$work/verify.log" 2>&1 ||
        { tail -n 30 "$work/verify.log" >&2; fail "topic and table differ; see $work/verify.log"; }
    say verify "topic and table are equal"
}

stop_worker() {
    kill -s TERM "$worker_pid"
    local status=0
    wait "$worker_pid" || status=$?
    worker_pid=
    [ "$status" -eq 143 ] ||
        { tail -n 15 "$work/worker.log" >&2; fail "the worker ended with exit code $status"; }
}

check_everything() {
    kill_worker_meanwhile
    wait_for 180 "end of the records" "$worker_pid" "$work/worker.log" made_all_records
    wait_for 60 "acknowledgement of all records" "$worker_pid" "$work/worker.log" \
        all_records_are_stored
    wait_for 180 "row of each aircraft" "$worker_pid" "$work/worker.log" has_rows "$aircraft"
    say records "$records are made, $(count_rows) rows are in the table"
    verify_topic_and_table
    wait_for 60 "answer of the gateway that equals the table" "$gateway_pid" \
        "$work/comparison.txt" gateway_equals_table
    say gateway "GET /flightData: $(cat "$work/comparison.txt")"
    stop_worker
    gateway_equals_table || fail "after the end of the worker: $(cat "$work/comparison.txt")"
    [ "$page" -eq 0 ] || page_equals_table
    say check "passed"
}

# --- For a user.

stay_until_something_ends() {
    local pid
    while :; do
        sleep 1
        for pid in "$worker_pid" "$gateway_pid"; do
            kill -0 "$pid" 2>/dev/null || { tail -n 15 "$work"/{worker,gateway}.log >&2; fail "a part ended by itself"; }
        done
    done
}

[ -z "$port" ] || ! is_taken "$port" ||
    fail "--port $port: something listens there already; end it or choose another port"
install_and_build
umask 077
work=$(mktemp -d "${TMPDIR:-/tmp}/flight-pipeline.XXXXXX")
choose_ports
start_servers
if [ "$check" -eq 1 ]; then
    # Slowly, so that there is time to kill the worker before the end; behind that at full speed.
    rate=$((records / 60 + 1))
else
    rate=$aircraft
fi
start_worker "$rate"
say worker "$rest, connectors flights and $sink"
start_gateway
say gateway "http://127.0.0.1:$port/flightData"
if [ "$check" -eq 1 ]; then
    check_everything
    is_fine=1
else
    wait_for 60 "rows in table $topic" "$worker_pid" "$work/worker.log" has_rows 1
    say page "http://127.0.0.1:$port/   (Ctrl-C ends everything)"
    stay_until_something_ends
fi
