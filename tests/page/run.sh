#!/usr/bin/env bash
# run.sh FILE: one file of page tests. The environment comes from tests/with-servers.sh; without it
# the modules are fetched when they are missing.
set -euo pipefail
cd "$(dirname "$0")"
if [ -z "${KCONNECT_TEST_NODE:-}" ] || [ -z "${KCONNECT_TEST_PAGE_MODULES:-}" ]; then
    folder=$(mktemp -d "${TMPDIR:-/tmp}/kconnect-page-modules.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    ../servers/page_modules.sh start "$folder"
    . "$folder/page_modules.env"
    rm -rf "$folder"
    trap - EXIT
fi
exec "$KCONNECT_TEST_NODE" "${1:?usage: tests/page/run.sh FILE}"
