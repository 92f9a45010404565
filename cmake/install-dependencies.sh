#!/usr/bin/env bash
# Installs the Debian 12 packages that kconnect is built from, and with --tests those that its
# tests use as well. Does nothing, quickly, when all of them are there.
set -euo pipefail

build_packages=(
    g++ cmake ninja-build ccache pkg-config
    librdkafka-dev libpq-dev libmariadb-dev libsqlite3-dev
    libsimdjson-dev nlohmann-json3-dev libyaml-cpp-dev
    libboost-dev libboost-filesystem-dev libfmt-dev libspdlog-dev
    libcpp-httplib-dev libicu-dev libssl-dev libcurl4-openssl-dev zlib1g-dev openssl
    sqlite3
)
test_packages=(
    libgtest-dev libgmock-dev libbenchmark-dev
    clang-format clang-tidy python3 python3-pip
    postgresql-15 postgresql-client-15 pgbouncer mariadb-server-core mariadb-client-core
    chromium fonts-inter
)

usage() {
    cat <<USAGE
Usage: $0 [--tests] [PACKAGE...]
  --tests     also what tests/run.sh needs: GoogleTest, database servers, Java, clang tools, Chromium
  PACKAGE...  further Debian packages to install when they are missing
USAGE
}

wanted=("${build_packages[@]}")
for argument in "$@"; do
    case $argument in
        --tests)
            wanted+=("${test_packages[@]}")
            command -v java >/dev/null || wanted+=(openjdk-17-jre-headless)
            command -v mvn >/dev/null || wanted+=(maven)
            ;;
        -h | --help) usage; exit 0 ;;
        -*) echo "install-dependencies: unknown option '$argument'; see --help" >&2; exit 2 ;;
        *) wanted+=("$argument") ;;
    esac
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "install-dependencies: no Debian package tools found; install by hand: ${wanted[*]}" >&2
    exit 1
fi

# A virtual or multi-architecture package is there when dpkg calls it installed under any name.
missing=()
installed=$(dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' 2>/dev/null |
    awk '$1 == "installed" { sub(/:.*/, "", $2); print $2 }')
for package in "${wanted[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif command -v sudo >/dev/null; then
    as_root=(sudo)
else
    echo "install-dependencies: neither root nor sudo; run as root: apt-get install ${missing[*]}" >&2
    exit 1
fi

# While packages are installed, nobody may start a service and no PostgreSQL cluster is made: the
# tests run servers of their own. Both files are put back as they were.
policy=/usr/sbin/policy-rc.d
cluster_policy=/etc/postgresql-common/createcluster.d/kconnect-no-cluster.conf
saved_policy=
restore() {
    "${as_root[@]}" rm -f "$cluster_policy"
    "${as_root[@]}" rmdir --ignore-fail-on-non-empty "$(dirname "$cluster_policy")" 2>/dev/null || true
    if [ -n "$saved_policy" ]; then
        "${as_root[@]}" mv -f "$saved_policy" "$policy"
    else
        "${as_root[@]}" rm -f "$policy"
    fi
}
if [ -e "$policy" ]; then
    saved_policy=$policy.before-kconnect
    "${as_root[@]}" mv -f "$policy" "$saved_policy"
fi
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
"${as_root[@]}" chmod 755 "$policy"
"${as_root[@]}" mkdir -p "$(dirname "$cluster_policy")"
echo 'create_main_cluster = false' | "${as_root[@]}" tee "$cluster_policy" >/dev/null

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
install_missing() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
        --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}"
}
log=$(mktemp)
# The package lists of a fresh or old system may be missing or stale: fetch them only then.
if ! install_missing >"$log" 2>&1; then
    "${as_root[@]}" apt-get update -q >"$log" 2>&1 && install_missing >>"$log" 2>&1 || {
        tail -n 25 "$log" >&2
        echo "install-dependencies: apt-get failed; the lines above say why ($log)" >&2
        exit 1
    }
fi
rm -f "$log"
