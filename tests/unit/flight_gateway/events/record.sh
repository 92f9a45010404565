#!/usr/bin/env bash
# Records the proxy events that serverless-offline makes of requests.json into events.jsonl:
#   tests/unit/flight_gateway/events/record.sh
# Needs node and npm; installs osls and serverless-offline into a temporary folder. The tests need
# the recorded file only.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
port=${1:-28390}
folder=$(mktemp -d "${TMPDIR:-/tmp}/kconnect-events.XXXXXX")
server=
cleanup() {
    [ -z "$server" ] || kill -s TERM -- "-$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT
cp "$here"/{serverless.yml,echo.js,record.js,requests.json} "$folder"
cd "$folder"
npm install --no-audit --no-fund --silent osls@4.3.1 serverless-offline@14.8.2
setsid npx osls offline --host 127.0.0.1 --httpPort "$port" --lambdaPort $((port + 1)) \
    --noPrependStageInUrl >server.log 2>&1 &
server=$!
for _ in $(seq 600); do
    ! curl -s -o /dev/null "http://127.0.0.1:$port/v1/flightData" || break
    kill -0 "$server" 2>/dev/null || { cat server.log >&2; exit 1; }
    sleep 0.1
done
node record.js "$port" >events.jsonl
mv events.jsonl "$here/events.jsonl"
echo "$(wc -l <"$here/events.jsonl") events recorded"
