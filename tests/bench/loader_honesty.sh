#!/usr/bin/env bash
# Holds the yardstick honest: rows that the loader appends to PostgreSQL against psql's \copy of
# the same rows from a binary file, in turns. Fails when the loader's writes take over 5 % longer,
# each in its best round: both do the same work, so what differs between rounds is the machine.
#   loader_honesty.sh [RECORDS [ROUNDS [BATCH]]]    500000 7 100000
# Compared is the time in COPY, after all records are read and parsed: \copy reads a file. \copy is
# one transaction, so the loader's batches are larger here than in the benchmark; the time with
# batches of 3,000 is shown beside it.
# Wants the programs that run.sh builds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
programs=$root/build/release/bench
records=${1:-500000} rounds=${2:-7} batch=${3:-100000}

folder=$(mktemp -d "${TMPDIR:-/tmp}/kconnect-bench.XXXXXX")
stop() {
    "$root/tests/servers/kafka.sh" stop "$folder"
    "$root/tests/servers/postgresql.sh" stop "$folder"
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export KCONNECT_TEST_DURABLE=1
"$root/tests/servers/kafka.sh" start "$folder"
"$root/tests/servers/postgresql.sh" start "$folder"
. "$folder/kafka.env"
. "$folder/postgresql.env"

[[ $KCONNECT_TEST_POSTGRESQL_URL =~ //(.*):([0-9]+)/(.*)\?user=(.*)\&password=(.*)$ ]]
export PGHOST=${BASH_REMATCH[1]} PGPORT=${BASH_REMATCH[2]} PGDATABASE=${BASH_REMATCH[3]}
export PGUSER=${BASH_REMATCH[4]} PGPASSWORD=${BASH_REMATCH[5]}
export KCONNECT_BENCH_PASSWORD=$PGPASSWORD
sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$1"; }

# load GROUP BATCH: prints the seconds in COPY.
load() {
    sql "TRUNCATE flight_data" 2>"$folder/psql.log" || true
    sql "CHECKPOINT"
    "$programs/flight_loader" --kafka "$KCONNECT_TEST_KAFKA" --topic flight-data \
        --records "$records" --port "$PGPORT" --mode append --preload yes --group "$1" --batch "$2" |
        sed 's/.*"write_seconds": \([0-9.]*\).*/\1/'
}

# The time is psql's, without its start and its log-in.
copy() {
    sql "TRUNCATE flight_data"
    sql "CHECKPOINT"
    psql -X -q -A -t -v ON_ERROR_STOP=1 <<SQL | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | awk '{ print $1 / 1000 }'
\timing on
\copy flight_data FROM '$folder/rows' (FORMAT binary)
SQL
}

"$programs/flight_topic" --kafka "$KCONNECT_TEST_KAFKA" --topic flight-data --records "$records"
load first "$batch" >"$folder/first.log"
sql "\copy flight_data TO '$folder/rows' (FORMAT binary)"
for ((round = 1; round <= rounds; ++round)); do
    copied=$(copy) loaded=$(load "large-$round" "$batch") small=$(load "small-$round" 3000)
    [ "$(sql 'SELECT count(*) FROM flight_data')" -eq "$records" ] || { echo "rows are missing" >&2; exit 1; }
    echo "round $round: \\copy $copied s, loader $loaded s, loader with batches of 3000 $small s"
    echo "$copied $loaded $small" >>"$folder/seconds"
done

best() { cut -d' ' -f"$1" "$folder/seconds" | sort -g | head -n 1; }
awk -v copied="$(best 1)" -v loaded="$(best 2)" -v small="$(best 3)" -v n="$records" 'BEGIN {
    printf "best: \\copy %d rows/s, loader %d rows/s (%.3f of \\copy), ", n / copied, n / loaded, copied / loaded
    printf "with batches of 3000 %d rows/s (%.3f)\n", n / small, copied / small
    exit copied / loaded < 0.95
}'
