#!/usr/bin/env bash
# Flights from a Kafka topic into a table: our worker against a hand-written loader of the same
# rows, in turns on the same servers. Prints medians, ranges and ratios; see README.md.
#   run.sh [--records N] [--rounds K] [--database postgresql|mysql] [--mode new|existing|hot]
#          [--sink KEY=VALUE]... [--worker KEY=VALUE]... [--peer FILE] [--skip-build]
#   --records N             500000
#   --rounds K              5
#   --mode new              an empty table (default)
#          existing         every row is there already and is updated
#          hot              10,000 keys, each written many times
#   --partitions N          1
#   --loader-batch N...     records per transaction of the loader; the best one counts (3000 8000
#                           20000)
#   --sink, --worker        further lines of the connector's or the worker's properties
#   --peer FILE             a third party to run in turns: a script that gets BENCH_KAFKA,
#                           BENCH_TOPIC, BENCH_GROUP, BENCH_URL, BENCH_TABLE and runs until SIGTERM
#   --only NAME             run only worker, loader or peer
# The databases keep the durability they are shipped with. Results: build/bench/*.json.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

database=postgresql
arguments=()
build=1
while [ $# -gt 0 ]; do
    case $1 in
        --loader-batch)
            arguments+=("$1")
            while [ $# -gt 1 ] && [[ $2 =~ ^[0-9]+$ ]]; do arguments+=("$2"); shift; done
            shift
            continue
            ;;
        -h | --help) sed -n '2,19s/^# \{0,1\}//p' "$0"; exit 0 ;;
        --skip-build) build=0; shift; continue ;;
        --database) database=${2:?postgresql or mysql} ;;
        --records | --rounds | --mode | --partitions | --sink | --worker | --peer | --only) ;;
        *) echo "run.sh: unknown argument '$1'; see --help" >&2; exit 2 ;;
    esac
    [ $# -gt 1 ] || { echo "run.sh: $1: a value is missing" >&2; exit 2; }
    arguments+=("$1" "$2")
    shift 2
done
case $database in
    postgresql) server=postgresql ;;
    mysql) server=mariadb ;;
    *) echo "run.sh: --database is postgresql or mysql" >&2; exit 2 ;;
esac

if [ "$build" -eq 1 ]; then
    "$root/cmake/install-dependencies.sh" --tests
    cd "$root"
    cmake --preset release -DKCONNECT_BUILD_BENCHMARKS=ON >/dev/null
    nice cmake --build --preset release -- --quiet
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/kconnect-bench.XXXXXX")
stop() {
    "$root/tests/servers/kafka.sh" stop "$folder"
    "$root/tests/servers/$server.sh" stop "$folder"
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export KCONNECT_TEST_DURABLE=1
"$root/tests/servers/kafka.sh" start "$folder"
"$root/tests/servers/$server.sh" start "$folder"
cat "$folder/kafka.env" "$folder/$server.env" >"$folder/environment"
. "$folder/environment"
python3 "$here/compare.py" --build "$root/build/release" --folder "$folder" \
    --output "$root/build/bench" --database "$database" \
    --database-pid "$(cat "$folder/$server.pid")" "${arguments[@]}"
