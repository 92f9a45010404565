#!/usr/bin/env bash
# The whole flight pipeline, headless, on the servers of the tests and with the programs of this
# build; topic and table are this run's own.
#   flight_pipeline.sh BIN postgresql|mysql AIRCRAFT RECORDS
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
case $2 in
    postgresql) url=${KCONNECT_TEST_POSTGRESQL_URL:-} ;;
    mysql) url=${KCONNECT_TEST_MYSQL_URL:-} ;;
    *) echo "flight_pipeline.sh: '$2' is neither postgresql nor mysql" >&2; exit 2 ;;
esac
if [ -z "$url" ] || [ -z "${KCONNECT_TEST_KAFKA:-}" ]; then
    echo "flight_pipeline.sh: no servers; run it by tests/with-servers.sh ctest" >&2
    exit 1
fi
exec "$here/../../examples/flight_pipeline/run.sh" --check --page --bin "$1" --kafka "$KCONNECT_TEST_KAFKA" \
    --database-url "$url" --topic "flight-data-$2-$$-$(date +%s)" --aircraft "$3" --records "$4"
