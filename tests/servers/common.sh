# Sourced by the scripts of this folder: free ports, waiting, starting and stopping by pid.

# fail TEXT: one line on standard error, and the end of the script.
fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# free_ports COUNT: so many ports of 127.0.0.1 that nobody listens on, one a line. They lie below
# those that the kernel gives to outgoing connections (32768 and up): a server may start later.
free_ports() {
    perl -MIO::Socket::INET -e '
        my ($count, @sockets) = shift;
        for (1 .. 1000) {
            my $socket = IO::Socket::INET->new(
                LocalAddr => "127.0.0.1", LocalPort => 12000 + int(rand(20000)), Listen => 1);
            push @sockets, $socket if $socket;
            last if @sockets == $count;
        }
        @sockets == $count or die "no free port\n";
        print $_->sockport, "\n" for @sockets;' "$1"
}

# wait_until SECONDS WHAT COMMAND...: until the command succeeds; fails after the deadline.
wait_until() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || { echo "gave up waiting for $what" >&2; return 1; }
        sleep 0.1
    done
}

# as_server_user COMMAND...: database servers refuse to run as root; then they run as nobody.
as_server_user() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"
    fi
    exec "$@"
}

# make_server_folder DIR: empty, owned by the user of as_server_user, reachable for it.
make_server_folder() {
    mkdir -p "$1"
    chmod 711 "$(dirname "$1")"
    chmod 700 "$1"
    [ "$(id -u)" -ne 0 ] || chown nobody:nogroup "$1"
}

# start_server DIR COMMAND...: in the background and in a session of its own, so that Ctrl-C
# reaches only the script that stops it; DIR/pid and DIR/log are its process and its output.
start_server() {
    local folder=$1
    shift
    (as_server_user setsid "$@") >"$folder.log" 2>&1 </dev/null &
    echo $! >"$folder.pid"
}

# wait_for_server FOLDER SECONDS COMMAND...: until the command succeeds; shows the log if the
# server ends instead.
wait_for_server() {
    local folder=$1 deadline=$((SECONDS + $2)) pid
    pid=$(cat "$1.pid")
    shift 2
    until "$@" >/dev/null 2>&1; do
        if ! kill -0 "$pid" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
            tail -n 20 "$folder.log" >&2
            fail "the server did not start; the lines above are the end of $folder.log"
        fi
        sleep 0.1
    done
}

# stop_server FOLDER SIGNAL: asks, waits 30 s, then insists. Nothing to stop is no error.
stop_server() {
    local pid
    [ -s "$1.pid" ] || return 0
    pid=$(cat "$1.pid")
    kill -s "$2" "$pid" 2>/dev/null || true
    if ! wait_until 30 "process $pid of $1 to end" process_ended "$pid"; then
        kill -s KILL "$pid" 2>/dev/null || true
        wait_until 5 "process $pid to end" process_ended "$pid" || true
    fi
    rm -f "$1.pid"
}

# A zombie that nobody reaps has ended too.
process_ended() {
    ! kill -0 "$1" 2>/dev/null || grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"
}

# restart_server FOLDER SIGNAL: stops the server and starts it with the same command. Does not wait
# until it listens again.
restart_server() {
    local command
    mapfile -d '' -t command <"/proc/$(cat "$1.pid")/cmdline"
    stop_server "$1" "$2"
    start_server "$1" "${command[@]}"
}
