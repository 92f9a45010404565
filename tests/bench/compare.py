"""Runs the contestants in turns and compares them; started by run.sh, which starts the servers."""

import argparse
import json
import os
import signal
import statistics
import subprocess
import time

from database import Database, cpu_of

TABLE = "flight_data"
TOPIC = "flight-data"
POLL_SECONDS = 0.003
DEADLINE_SECONDS = 600

MEASURES = [
    ("rate", "rows/s, exec to last row", "{:,.0f}"),
    ("steady_rate", "rows/s, after the first tenth", "{:,.0f}"),
    ("client_cpu", "CPU us/row, whole process life", "{:.2f}"),
    ("steady_client_cpu", "CPU us/row, after the first tenth", "{:.2f}"),
    ("steady_database_cpu", "database CPU us/row, after the first tenth", "{:.2f}"),
    ("first_row", "exec to first row, s", "{:.3f}"),
    ("peak_memory", "peak memory, MB", "{:.0f}"),
]


def parse_arguments():
    parser = argparse.ArgumentParser()
    for name in ("build", "folder", "output", "database", "peer", "only"):
        parser.add_argument("--" + name)
    parser.add_argument("--database-pid", type=int)
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mode", choices=["new", "existing", "hot"], default="new")
    parser.add_argument("--partitions", type=int, default=1)
    parser.add_argument("--loader-batch", type=int, nargs="*", default=[3000, 8000, 20000])
    parser.add_argument("--sink", action="append", default=[])
    parser.add_argument("--worker", action="append", default=[])
    return parser.parse_args()


class Benchmark:
    def __init__(self, arguments):
        self.arguments = arguments
        self.kafka = os.environ["KCONNECT_TEST_KAFKA"]
        self.database = Database(arguments.database, arguments.database_pid)
        self.expected = self.fill_topic()

    def fill_topic(self):
        command = [self.arguments.build + "/bench/flight_topic", "--kafka", self.kafka]
        command += ["--topic", TOPIC, "--records", str(self.arguments.records)]
        command += ["--partitions", str(self.arguments.partitions)]
        command += ["--keys", "10000"] if self.arguments.mode == "hot" else []
        answer = json.loads(subprocess.check_output(command))
        print("%(records)d records of %(value_bytes)d bytes, %(rows)d keys" % answer, flush=True)
        return answer

    # The contestants: a command and its environment.

    def loader(self, group, batch):
        command = [self.arguments.build + "/bench/flight_loader", "--kafka", self.kafka]
        command += ["--topic", TOPIC, "--records", str(self.arguments.records), "--group", group]
        command += ["--batch", str(batch)]
        command += ["--database", self.arguments.database, "--port", self.database.port]
        return command, {"KCONNECT_BENCH_PASSWORD": self.database.password}

    def worker(self, group):
        folder = self.arguments.folder + "/" + group
        os.mkdir(folder)
        json_converter = "org.apache.kafka.connect.json.JsonConverter"
        write_lines(
            folder + "/worker.properties",
            "bootstrap.servers=" + self.kafka,
            "key.converter=" + json_converter,
            "value.converter=" + json_converter,
            "key.converter.schemas.enable=true",
            "value.converter.schemas.enable=true",
            "offset.storage.file.filename=" + folder + "/offsets",
            "offset.flush.interval.ms=10000",
            "listeners=http://127.0.0.1:0",
            *self.arguments.worker,
        )
        write_lines(
            folder + "/sink.properties",
            "name=" + group,
            "connector.class=io.confluent.connect.jdbc.JdbcSinkConnector",
            "tasks.max=1",
            "topics=" + TOPIC,
            "connection.url=" + self.database.url.partition("?")[0],
            "connection.user=" + self.database.user,
            "connection.password=" + self.database.password,
            "table.name.format=" + TABLE,
            "auto.create=true",
            "insert.mode=upsert",
            "pk.mode=record_key",
            "pk.fields=id",
            *self.arguments.sink,
        )
        program = self.arguments.build + "/bin/connect-standalone-cpp"
        return [program, folder + "/worker.properties", folder + "/sink.properties"], {}

    def peer(self, group):
        return [self.arguments.peer], {
            "BENCH_KAFKA": self.kafka,
            "BENCH_TOPIC": TOPIC,
            "BENCH_GROUP": group,
            "BENCH_URL": self.database.url,
            "BENCH_TABLE": TABLE,
        }

    # One run.

    def prepare_table(self):
        self.database.run("DROP TABLE IF EXISTS " + TABLE)
        if self.arguments.mode == "existing":
            self.database.create(TABLE)
            self.database.run("INSERT INTO %s SELECT * FROM flight_seed" % TABLE)
        self.database.settle()

    def wait_for(self, probe, process):
        """Until the record of the probe, or a later one of its key, is in the table."""
        sql = "SELECT coalesce((SELECT timestamp FROM %s WHERE id = %d), 0)" % (TABLE, probe["id"])
        deadline = time.monotonic() + DEADLINE_SECONDS
        there = False
        while True:
            there = there or self.database.exists(TABLE)
            if there and int(self.database.query(sql)) >= probe["timestamp"]:
                return time.monotonic(), process_cpu(process), self.database.cpu_seconds()
            if process.poll() is not None and process.returncode != 0:
                raise RuntimeError("exit code %d before the last row" % process.returncode)
            if time.monotonic() > deadline:
                raise RuntimeError("gave up: no row of record %d" % probe["record"])
            time.sleep(POLL_SECONDS)

    def check_table(self):
        """Nothing may be missing, nothing may be of an older record."""
        sql = "SELECT concat(count(*), ' ', sum(timestamp)) FROM " + TABLE
        want = "%(rows)d %(timestamp_sum)d" % self.expected
        got = self.database.query(sql)
        if got != want:
            raise RuntimeError("the table has '%s', not '%s' rows and sum" % (got, want))

    def measure(self, contestant, group):
        self.prepare_table()
        kind, _, batch = contestant.partition("-")
        command, environment = getattr(self, kind)(group, *([batch] if batch else []))
        log_path = "%s/%s.log" % (self.arguments.output, contestant)
        records = self.expected["records"]
        with open(log_path, "w") as log:
            begin = time.monotonic()
            process = Process(command, dict(os.environ, **environment), log)
            try:
                first, _, _ = self.wait_for(self.expected["first"], process)
                tenth = self.wait_for(self.expected["tenth"], process)
                for probe in self.expected["ends"]:
                    last = self.wait_for(probe, process)
                # The loader ends by itself when it has all; the others are asked to.
                usage = process.finish(None if kind == "loader" else signal.SIGTERM)
            except BaseException:
                print("%s failed; its log is %s" % (contestant, log_path), flush=True)
                process.finish()
                raise
        self.check_table()
        rest = records - self.expected["tenth"]["record"]
        end_cpu = last[1] if last[1] > 0 else usage.ru_utime + usage.ru_stime
        return {
            "rate": records / (last[0] - begin),
            "steady_rate": rest / (last[0] - tenth[0]),
            "client_cpu": (usage.ru_utime + usage.ru_stime) / records * 1e6,
            "steady_client_cpu": (end_cpu - tenth[1]) / rest * 1e6,
            "steady_database_cpu": (last[2] - tenth[2]) / rest * 1e6,
            "first_row": first - begin,
            "peak_memory": usage.ru_maxrss / 1024,
        }

    def warm_up(self):
        """One load that does not count: Kafka makes its topic of offsets, files grow. Its rows,
        with old values, are what each run of mode existing starts from."""
        Process(*self.loader("bench-warm-up", 3000), None).finish(signal_number=None)
        self.check_table()
        if self.arguments.mode == "existing":
            self.database.run(
                "CREATE TABLE flight_seed AS SELECT * FROM " + TABLE,
                "UPDATE flight_seed SET timestamp = 0",
            )

    def run(self):
        loaders = ["loader-%d" % batch for batch in self.arguments.loader_batch]
        contestants = ["worker"] + loaders + (["peer"] if self.arguments.peer else [])
        if self.arguments.only:
            contestants = [name for name in contestants if name.startswith(self.arguments.only)]
        self.warm_up()
        results = {name: [] for name in contestants}
        for turn in range(self.arguments.rounds):
            for name in contestants:
                result = self.measure(name, "bench-%s-%d" % (name, turn))
                results[name].append(result)
                print(
                    "round %d %-12s %9.0f rows/s, steady %9.0f, CPU %.2f us, database %.2f us"
                    % (turn + 1, name, result["rate"], result["steady_rate"],
                       result["steady_client_cpu"], result["steady_database_cpu"]),
                    flush=True,
                )
        self.database.close()
        return results


class Process:
    """A contestant; at its end the kernel says what it used."""

    def __init__(self, command, environment, log):
        environment = dict(os.environ, **(environment or {}))
        self.returncode = None
        self.usage = None
        self.child = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        self.pid = self.child.pid

    def poll(self, options=os.WNOHANG):
        if self.returncode is None:
            pid, status, usage = os.wait4(self.pid, options)
            if pid != 0:
                self.returncode = self.child.returncode = os.waitstatus_to_exitcode(status)
                self.usage = usage
        return self.returncode

    def finish(self, signal_number=signal.SIGTERM):
        if self.poll() is None and signal_number is not None:
            os.kill(self.pid, signal_number)
        self.poll(0)
        return self.usage


def process_cpu(process):
    return cpu_of(process.pid)


def write_lines(path, *lines):
    with open(path, "w") as file:
        file.write("".join(line + "\n" for line in lines))


def best_loader(results):
    """The loader with the batch size that suits this machine: the one to be measured by."""
    def rate(name):
        return statistics.median(result["rate"] for result in results[name])
    return max((name for name in results if name.startswith("loader")), key=rate, default=None)


def report(results):
    best = best_loader(results)
    names = [name for name in results if name == best or not name.startswith("loader")]
    print("\n%-44s" % "median (min..max)" + "".join("%-32s" % name for name in names) + "ratio")
    for key, title, form in MEASURES:
        line = "%-44s" % title
        medians = {}
        for name in names:
            values = [result[key] for result in results[name]]
            medians[name] = statistics.median(values)
            parts = [form.format(value) for value in (medians[name], min(values), max(values))]
            line += "%-32s" % ("%s (%s..%s)" % tuple(parts))
        if "worker" in medians and medians.get(best):
            line += "%.2f" % (medians["worker"] / medians[best])
        print(line)


def main():
    arguments = parse_arguments()
    os.makedirs(arguments.output, exist_ok=True)
    results = Benchmark(arguments).run()
    report(results)
    path = "%s/%s-%s-%d.json" % (
        arguments.output, arguments.database, arguments.mode, arguments.partitions
    )
    with open(path, "w") as file:
        json.dump({"records": arguments.records, "results": results}, file, indent=1)
    print("\nwritten to " + path)


if __name__ == "__main__":
    main()
