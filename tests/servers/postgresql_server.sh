# Sourced by the scripts of the PostgreSQL versions: one private server; user and database kconnect,
# superuser. Expects `folder`, `name` (of files below the folder), `programs` (the server's bin
# folder) and `variable` (to export the URL as); `settings` are more options of the server.
# KCONNECT_TEST_DURABLE=1 keeps the server's default durability, for measurements.
password=kconnect-password

start_postgresql() {
    local server=$folder/$name port
    make_server_folder "$server"
    port=$(free_ports 1)
    echo "$password" >"$folder/$name.password"
    chmod 644 "$folder/$name.password"
    (as_server_user env LC_ALL=C.UTF-8 "$programs/initdb" -D "$server/data" -U kconnect \
        --pwfile="$folder/$name.password" -A scram-sha-256 -E UTF8) \
        >"$folder/$name-initdb.log" 2>&1 ||
        { tail -n 5 "$folder/$name-initdb.log" >&2; fail "initdb failed"; }
    settings+=(-c "port=$port" -c listen_addresses=127.0.0.1
        -c "unix_socket_directories=$server" -c max_connections=100)
    [ "${KCONNECT_TEST_DURABLE:-0}" = 1 ] || settings+=(-c fsync=off -c synchronous_commit=off)
    start_server "$server" "$programs/postgres" -D "$server/data" "${settings[@]}"
    wait_for_server "$server" 60 pg_isready -q -h 127.0.0.1 -p "$port"
    PGPASSWORD=$password psql -q -h 127.0.0.1 -p "$port" -U kconnect -d postgres \
        -v ON_ERROR_STOP=1 -c 'CREATE DATABASE kconnect' >"$folder/$name-setup.log" 2>&1 ||
        { cat "$folder/$name-setup.log" >&2; fail "the database could not be created"; }
    cat >"$folder/$name.env" <<ENVIRONMENT
export $variable='jdbc:postgresql://127.0.0.1:$port/kconnect?user=kconnect&password=$password'
ENVIRONMENT
    echo "$("$programs/postgres" --version) listens on 127.0.0.1:$port"
}

# SIGINT is PostgreSQL's fast shutdown: it does not wait for its clients.
stop_postgresql() {
    stop_server "$folder/$name" INT
}
