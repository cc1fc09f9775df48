"""What Scripts/bench measures from outside. Usage: bench.py FOLDER_OF_BINARIES WORK_FOLDER ROWS"""

import http.server
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import threading
import time

BINARIES, WORK, ROWS = sys.argv[1], sys.argv[2], int(sys.argv[3])
PROGRAM = os.path.join(BINARIES, "crmgoals")
BENCHMARKS = os.path.join(BINARIES, "Benchmarks")


def report(what, value, bound="", peer=""):
    print(f"{what:<52} {value:>16}   {bound:<16} {peer}", flush=True)


def run(*arguments, folder=WORK, **options):
    return subprocess.run(arguments, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)


def best_milliseconds(*arguments, folder=WORK, times=21):
    """The median of the wall clock; what is printed goes nowhere."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run(*arguments, folder=folder)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def processor_seconds(*arguments, folder=WORK):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = run(*arguments, folder=folder)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 2, 3):
        sys.exit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def goals_file(folder, goals, channels=None, notify=("team",)):
    write(f"{folder}/goals.json", json.dumps({
        "sources": {"crm": {"type": "csv", "folder": "data"}},
        "channels": channels or {"team": {"type": "console"}}, "notify": list(notify), "goals": goals}))


def deciding():
    report("decide(), one series", f"{float(run(BENCHMARKS, 'decide').stdout):.2f} us", "under 4 us")


def ingesting():
    folder = f"{WORK}/ingest"
    goals_file(folder, [{"id": "revenue", "critical": "revenue < 1"}])
    chance = random.Random(1)
    with open_file(f"{folder}/data/orders.csv") as file:
        file.write("id,customer_id,ordered_at,product,quantity,amount\n")
        for number in range(ROWS):
            file.write(f"R{number},C{chance.randrange(50_000):05d},2026-{chance.randrange(1, 13):02d}-"
                       f"{chance.randrange(1, 29):02d} {chance.randrange(24):02d}:{chance.randrange(60):02d}:00,"
                       f"Product {chance.randrange(40)},{chance.randrange(1, 9)},{chance.randrange(1, 90_000) / 100}\n")
    ours, _ = processor_seconds(PROGRAM, "sources", folder=folder)
    schema = "CREATE TABLE o(id TEXT PRIMARY KEY,customer_id TEXT,ordered_at TEXT,product TEXT,quantity REAL,amount REAL);"
    index = "CREATE INDEX c ON o(customer_id); CREATE INDEX t ON o(ordered_at);"
    sqlite, _ = processor_seconds(
        "sqlite3", f"{WORK}/peer.sqlite", "PRAGMA journal_mode=WAL;", schema, ".mode csv",
        f".import --skip 1 {folder}/data/orders.csv o", index)
    import duckdb
    database = duckdb.connect(f"{WORK}/peer.duckdb", config={"threads": 1})
    began = time.process_time()
    database.execute(f"CREATE TABLE o AS SELECT * FROM read_csv('{folder}/data/orders.csv', header = true)")
    database.execute("CREATE INDEX c ON o(customer_id)")
    duck = time.process_time() - began
    report(f"ingest, {ROWS} rows, one core", f"{ROWS / ours:,.0f} rows/s", "over 400,000",
           f"sqlite3 .import and two indexes {ROWS / sqlite:,.0f}, DuckDB and one index {ROWS / duck:,.0f}")


def open_file(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return open(path, "w", encoding="utf-8")


def status_of_a_long_journal():
    folder = f"{WORK}/long"
    goals_file(folder, [{"id": "churn", "critical": "churn > 5%"}, {"id": "resolution", "critical": "resolution > 24h"},
                        {"id": "recommendation", "critical": "nps < 15"}, {"id": "website", "critical": "conversion < 2%"}])
    filled = run(BENCHMARKS, "journal", f"{folder}/state", "100000")
    if filled.returncode:
        sys.exit(filled.stderr)
    journal = f"{folder}/state/journal.jsonl"
    report("status, 100,000 journal records behind it",
           f"{best_milliseconds(PROGRAM, 'status', folder=folder):.1f} ms", "under 15 ms",
           f"crmgoals --version {best_milliseconds(PROGRAM, '--version'):.1f} ms, sqlite3 'select 1' "
           f"{best_milliseconds('sqlite3', ':memory:', 'select 1'):.1f} ms, jq last line "
           f"{best_milliseconds('sh', '-c', f'tail -n 1 {journal} | jq .seq'):.1f} ms")


def memory_at_rest():
    folder = f"{WORK}/sample"
    made = run(PROGRAM, "init", "--demo", folder)
    if made.returncode:
        sys.exit(made.stderr)
    with running(folder) as daemon:
        wait_for(lambda: all_evaluated(folder), "the first round")
        time.sleep(3)
        with open(f"/proc/{daemon.pid}/status", encoding="utf-8") as file:
            memory = {line.split(":")[0]: int(line.split()[1]) for line in file if line.startswith(("VmRSS", "VmHWM"))}
    report("daemon at rest on the sample company", f"{memory['VmRSS'] / 1024:.1f} MB", "under 40 MB",
           f"at most, while it read and measured: {memory['VmHWM'] / 1024:.1f} MB")


class running:
    """The daemon on a folder."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        self.process = subprocess.Popen([PROGRAM, "run"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self.process

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def wait_for(condition, what, seconds=120):
    end = time.time() + seconds
    while not condition():
        if time.time() > end:
            sys.exit(f"{what} did not come within {seconds} s")
        time.sleep(0.1)


def all_evaluated(folder):
    answer = run(PROGRAM, "status", "--json", folder=folder).stdout
    entries = json.loads(answer)["goals"] if answer else []
    return bool(entries) and all(entry.get("evaluated_at") for entry in entries)


def breach_to_webhook():
    arrivals = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            arrived = time.time()
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            arrivals.append((body, arrived))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = f"{WORK}/breach"
    goals_file(folder, [{"id": "tickets", "critical": "open_tickets > 5", "every": "1s"}],
               {"hook": {"type": "webhook", "url": f"http://127.0.0.1:{server.server_port}/"}}, ["hook"])
    header = "id,opened_at,resolved_at\n"
    row = "T{0},2026-01-01T00:00:00Z,\n"

    def tickets(count):
        write(f"{folder}/new.csv", header + "".join(row.format(number) for number in range(count)))
        os.rename(f"{folder}/new.csv", f"{folder}/data/tickets.csv")

    os.makedirs(f"{folder}/data")
    tickets(1)
    with running(folder):
        wait_for(lambda: all_evaluated(folder), "the first evaluation")
        for turn in range(3):
            for count in (9, 1):
                expected = len(arrivals) + 1
                tickets(count)
                wait_for(lambda: len(arrivals) >= expected, "the notice", 20)
                time.sleep(1.3)
    taken = []
    for body, arrived in arrivals:
        slot = body["data"]["events"][0]["window"]["end"]
        taken.append((arrived - time.mktime(time.strptime(slot, "%Y-%m-%dT%H:%M:%SZ")) + time.timezone) * 1000)
    report("from the slot to the webhook, record on disk", f"{statistics.median(taken):.1f} ms", "under 50 ms",
           f"{len(taken)} notices, the slowest {max(taken):.1f} ms")
    server.shutdown()


if __name__ == "__main__":
    print(f"{'what':<52} {'measured':>16}   {'wanted':<16} beside it")
    report("size of the program", f"{os.path.getsize(PROGRAM) / 1e6:.1f} MB")
    deciding()
    status_of_a_long_journal()
    memory_at_rest()
    breach_to_webhook()
    ingesting()
