#!/usr/bin/env bash
# A PostgreSQL with a hot standby, and two MariaDBs, that speak TLS with certificates of a private
# authority; those of the standby and of the second MariaDB have expired.
#   tls.sh start FOLDER    FOLDER/tls.env says where they listen and where the certificates are
#   tls.sh stop FOLDER
# The certificates are for "localhost", not for 127.0.0.1. User kconnect has a password; user
# certified has none and needs a client certificate.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
programs=/usr/lib/postgresql/15/bin
password=kconnect-password

# leaf NAME SUBJECT EXTENSIONS: NAME.key and NAME.pem, signed by the authority.
leaf() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" \
        -out "$1.csr" -subj "/CN=$2" 2>/dev/null
    printf '%s\n' "$3" >"$1.extensions"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
        -extfile "$1.extensions" -out "$1.pem" 2>/dev/null
}

make_certificates() {
    mkdir -p "$1"
    cd "$1"
    local authority
    for authority in ca other-ca; do
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
            -keyout "$authority.key" -out "$authority.pem" -subj "/CN=$authority" \
            -addext basicConstraints=critical,CA:TRUE 2>/dev/null
    done
    # The same authority, as it was when its certificate had ended.
    openssl req -new -key ca.key -subj /CN=ca -out expired-ca.csr 2>/dev/null
    : >index.txt
    printf '[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\nnew_certs_dir=.\nserial=expired.serial\n' >ca.conf
    printf 'default_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n' >>ca.conf
    printf '[e]\nbasicConstraints=critical,CA:TRUE\n' >>ca.conf
    echo 7001 >expired.serial
    openssl ca -batch -selfsign -config ca.conf -in expired-ca.csr -keyfile ca.key \
        -startdate 20200101000000Z -enddate 20200102000000Z -out expired-ca.pem 2>/dev/null
    leaf server localhost 'subjectAltName=DNS:localhost'
    leaf expired-server localhost 'subjectAltName=DNS:localhost'
    openssl ca -batch -notext -config ca.conf -in expired-server.csr -cert ca.pem -keyfile ca.key \
        -extfile expired-server.extensions -startdate 20200101000000Z -enddate 20200102000000Z \
        -out expired-server.pem 2>/dev/null
    leaf client certified 'extendedKeyUsage=clientAuth'
    openssl pkcs8 -topk8 -nocrypt -in client.key -outform DER -out client.pk8
    openssl pkcs8 -topk8 -in client.key -outform DER -out client-encrypted.pk8 \
        -v2 aes-256-cbc -passout pass:changeit
    # As pgjdbc's manual makes them.
    openssl pkcs8 -topk8 -in client.key -outform DER -out client-md5-des.pk8 -v1 PBE-MD5-DES \
        -passout pass:changeit -provider default -provider legacy
    openssl pkcs12 -export -in client.pem -inkey client.key -certfile ca.pem -out client.p12 \
        -name client -passout pass:changeit
    openssl pkcs12 -export -legacy -in client.pem -inkey client.key -out client-legacy.p12 \
        -passout pass:changeit
    openssl pkcs12 -export -nokeys -in ca.pem -out trust.p12 -passout pass:changeit
    make_java_stores &
    local java_stores=$!
    openssl x509 -in ca.pem -outform DER -out ca.der
    wait "$java_stores" || fail "keytool made no stores"
    # Java takes keys that everybody may read.
    chmod 644 ./*
    cd - >/dev/null
}

# What keytool writes: it marks trusted certificates in its own way.
make_java_stores() {
    local type
    for type in JKS PKCS12; do
        keytool -importcert -noprompt -alias ca -file ca.pem -keystore "java-trust.${type,,}" \
            -storetype "$type" -storepass changeit >/dev/null 2>&1
    done
    keytool -importkeystore -noprompt -srckeystore client.p12 -srcstoretype PKCS12 \
        -srcstorepass changeit -srcalias client -destkeystore client.jks -deststoretype JKS \
        -deststorepass changeit -destkeypass changeit >/dev/null 2>&1
}

# run_postgresql SERVER PORT CERTIFICATE: on the data that are there; returns when it listens.
run_postgresql() {
    local server=$1 port=$2
    cp "$certificates/ca.pem" "$server/data/"
    cp "$certificates/$3.pem" "$server/data/server.pem"
    cp "$certificates/$3.key" "$server/data/server.key"
    [ "$(id -u)" -ne 0 ] || chown nobody:nogroup "$server"/data/*.{pem,key}
    chmod 600 "$server/data/server.key"
    # A standby is a client, too, and looks for certificates in its home.
    start_server "$server" env "HOME=$server" "$programs/postgres" -D "$server/data" \
        -c "port=$port" -c listen_addresses=127.0.0.1 -c "unix_socket_directories=$server" -c fsync=off \
        -c ssl=on -c ssl_ca_file=ca.pem -c ssl_cert_file=server.pem -c ssl_key_file=server.key
    wait_for_server "$server" 60 "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"
}

# start_standby PORT PRIMARY_PORT: follows start_postgresql's server.
start_standby() {
    local server=$folder/tls-standby
    make_server_folder "$server"
    (as_server_user env "PGPASSWORD=$password" "HOME=$server" "$programs/pg_basebackup" -D "$server/data" -R \
        --checkpoint=fast --no-sync -d "host=127.0.0.1 port=$2 user=kconnect sslmode=require") \
        >"$folder/tls-standby-backup.log" 2>&1 ||
        { cat "$folder/tls-standby-backup.log" >&2; fail "the standby could not be copied"; }
    run_postgresql "$server" "$1" expired-server
}

start_postgresql() {
    local server=$folder/tls-postgresql port=$1
    make_server_folder "$server"
    echo "$password" >"$folder/tls-postgresql.password"
    chmod 644 "$folder/tls-postgresql.password"
    (as_server_user env LC_ALL=C.UTF-8 "$programs/initdb" -D "$server/data" -U kconnect \
        --pwfile="$folder/tls-postgresql.password" -A scram-sha-256 -E UTF8) \
        >"$folder/tls-postgresql-initdb.log" 2>&1 ||
        { tail -n 5 "$folder/tls-postgresql-initdb.log" >&2; fail "initdb failed"; }
    cat >"$server/data/pg_hba.conf" <<RULES
hostssl all certified 127.0.0.1/32 cert
hostssl replication kconnect 127.0.0.1/32 scram-sha-256
hostssl all all 127.0.0.1/32 scram-sha-256
hostssl all all ::1/128 scram-sha-256
RULES
    run_postgresql "$server" "$port" server
    PGPASSWORD=$password psql -q "host=127.0.0.1 port=$port user=kconnect dbname=postgres" \
        -v ON_ERROR_STOP=1 -c 'CREATE DATABASE kconnect' -c 'CREATE ROLE certified LOGIN' \
        >"$folder/tls-postgresql-setup.log" 2>&1 ||
        { cat "$folder/tls-postgresql-setup.log" >&2; fail "the database could not be created"; }
}

# run_mariadb SERVER PORT CERTIFICATE OPTION...
run_mariadb() {
    local server=$1 port=$2 certificate=$certificates/$3
    shift 3
    start_server "$server" mariadbd --no-defaults "--datadir=$server/data" "--port=$port" \
        --bind-address=127.0.0.1 "--socket=$server/socket" "--pid-file=$server/server.pid" \
        --character-set-server=utf8mb4 --innodb-flush-log-at-trx-commit=0 \
        "--ssl-ca=$certificates/ca.pem" "--ssl-cert=$certificate.pem" "--ssl-key=$certificate.key" \
        "$@"
}

# start_mariadb PORT PORT_OF_THE_EXPIRED
start_mariadb() {
    local server=$folder/tls-mariadb port=$1
    make_server_folder "$server"
    (as_server_user mariadb-install-db --no-defaults "--datadir=$server/data" --skip-test-db \
        --auth-root-authentication-method=normal) >"$folder/tls-mariadb-install.log" 2>&1 ||
        { tail -n 5 "$folder/tls-mariadb-install.log" >&2; fail "mariadb-install-db failed"; }
    make_server_folder "$folder/tls-mariadb-expired"
    cp -a "$server/data" "$folder/tls-mariadb-expired/"
    run_mariadb "$folder/tls-mariadb-expired" "$2" expired-server --innodb-buffer-pool-size=8M
    run_mariadb "$server" "$port" server
    local client=(mariadb --no-defaults "--socket=$server/socket" -uroot)
    wait_for_server "$server" 60 "${client[@]}" -e 'SELECT 1'
    wait_for_server "$folder/tls-mariadb-expired" 60 mariadb --no-defaults \
        "--socket=$folder/tls-mariadb-expired/socket" -uroot -e 'SELECT 1'
    "${client[@]}" >"$folder/tls-mariadb-setup.log" 2>&1 <<SQL ||
DELETE FROM mysql.global_priv WHERE User = '';
FLUSH PRIVILEGES;
CREATE DATABASE kconnect;
CREATE USER kconnect@'%' IDENTIFIED BY '$password' REQUIRE SSL;
CREATE USER certified@'%' REQUIRE X509;
GRANT ALL PRIVILEGES ON *.* TO kconnect@'%';
GRANT ALL PRIVILEGES ON kconnect.* TO certified@'%';
ALTER USER root@localhost IDENTIFIED BY '$password';
SQL
        { cat "$folder/tls-mariadb-setup.log" >&2; fail "users could not be created"; }
}

start() {
    certificates=$folder/certificates
    make_certificates "$certificates"
    chmod 711 "$folder"
    chmod 755 "$certificates"
    local ports pids
    mapfile -t ports < <(free_ports 4)
    (start_postgresql "${ports[0]}"; start_standby "${ports[2]}" "${ports[0]}") &
    pids=($!)
    start_mariadb "${ports[1]}" "${ports[3]}" &
    pids+=($!)
    wait "${pids[0]}" && wait "${pids[1]}" || fail "a server with TLS did not start"
    cat >"$folder/tls.env" <<ENVIRONMENT
export KCONNECT_TEST_TLS_POSTGRESQL_PORT='${ports[0]}'
export KCONNECT_TEST_TLS_MYSQL_PORT='${ports[1]}'
export KCONNECT_TEST_TLS_STANDBY_PORT='${ports[2]}'
export KCONNECT_TEST_TLS_EXPIRED_MYSQL_PORT='${ports[3]}'
export KCONNECT_TEST_TLS_CERTIFICATES='$certificates'
ENVIRONMENT
    echo "PostgreSQL and MariaDB with TLS listen on 127.0.0.1:${ports[0]} and ${ports[1]}"
}

case ${1:-} in
    start) folder=$(realpath "${2:?FOLDER is missing}"); start ;;
    stop)
        folder=$(realpath "${2:?FOLDER is missing}")
        # The standby first: a primary waits until it has all.
        stop_server "$folder/tls-standby" INT
        stop_server "$folder/tls-postgresql" INT
        stop_server "$folder/tls-mariadb-expired" TERM
        stop_server "$folder/tls-mariadb" TERM
        ;;
    *) fail "usage: tls.sh start FOLDER | stop FOLDER" ;;
esac
