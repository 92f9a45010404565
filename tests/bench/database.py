"""What the benchmark does in a database besides loading: by the database's own command line client."""

import os
import re
import subprocess

COLUMNS = {
    "postgresql": "id bigint NOT NULL, aircraft_id text NOT NULL, timestamp bigint NOT NULL, "
    "altitude int, speed int, heading int DEFAULT 0, lat double precision NOT NULL, "
    "lon double precision NOT NULL, PRIMARY KEY (id)",
    "mysql": "id BIGINT NOT NULL, aircraft_id VARCHAR(256) NOT NULL, timestamp BIGINT NOT NULL, "
    "altitude INT, speed INT, heading INT DEFAULT 0, lat DOUBLE NOT NULL, lon DOUBLE NOT NULL, "
    "PRIMARY KEY (id)",
}


class Database:
    """A connection through psql or mariadb, and the processor time of the server."""

    def __init__(self, kind, pid):
        self.kind = kind
        self.pid = pid
        variable = "KCONNECT_TEST_" + kind.upper() + "_URL"
        self.url = os.environ[variable]
        match = re.fullmatch(r"jdbc:\w+://(.+):(\d+)/(\w+)\?user=(\w+)&password=(.+)", self.url)
        self.host, self.port, self.name, self.user, self.password = match.groups()
        environment = dict(os.environ, PGPASSWORD=self.password, MYSQL_PWD=self.password)
        if kind == "postgresql":
            command = ["psql", "-X", "-q", "-A", "-t", "-h", self.host, "-p", self.port]
            command += ["-U", self.user, "-d", self.name]
        else:
            command = ["mariadb", "--no-defaults", "-N", "-B", "--unbuffered", "--force"]
            command += ["-h", self.host, "-P", self.port, "-u", self.user, self.name]
        self.client = subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        if kind == "postgresql":
            self.run("SET client_min_messages = warning")

    def query(self, sql):
        """The first column of the one row that the statements answer with."""
        self.client.stdin.write(sql + ";\n")
        self.client.stdin.flush()
        line = self.client.stdout.readline()
        if line == "":
            raise RuntimeError("the database client ended")
        return line.strip()

    def run(self, *statements):
        self.query(";\n".join(statements) + ";\nSELECT 1")

    def exists(self, table):
        return self.query(
            "SELECT count(*) FROM information_schema.tables WHERE table_name = '%s'" % table
        ) != "0"

    def create(self, table):
        self.run("CREATE TABLE %s (%s)" % (table, COLUMNS[self.kind]))

    def settle(self):
        """Writes back what earlier runs left behind, so that no run pays for another."""
        if self.kind == "postgresql":
            self.run("CHECKPOINT")

    def cpu_seconds(self):
        """Of the server, its children and those of them that have ended, without our client."""
        total = cpu_of(self.pid, ended_children=True)
        with open("/proc/%d/task/%d/children" % (self.pid, self.pid)) as children:
            total += sum(cpu_of(int(child)) for child in children.read().split())
        return total

    def close(self):
        self.client.stdin.close()
        self.client.wait()


def cpu_of(pid, ended_children=False):
    """User and system seconds of a process; 0 when it has ended."""
    try:
        with open("/proc/%d/stat" % pid) as stat:
            fields = stat.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    ticks = sum(int(field) for field in fields[11 : 15 if ended_children else 13])
    return ticks / os.sysconf("SC_CLK_TCK")
