"""What Scripts/bench kpis measures: the twelve KPIs over many rows, by crmgoals and by others, in one go.

Usage: bench_kpis.py FOLDER_OF_BINARIES WORK_FOLDER ROWS
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import company
import kpi_peers

PROGRAM, WORK, ROWS = os.path.join(sys.argv[1], "crmgoals"), sys.argv[2], int(sys.argv[3])
DATA = f"{WORK}/data"
AT = company.NOW.replace(" ", "T") + "Z"
TIMES = 5


def report(what, value, beside=""):
    print(f"| {what} | {value} | {beside} |", flush=True)


def seconds(action):
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def median(action, times=TIMES):
    taken = [seconds(action) for _ in range(times)]
    return statistics.median(one for one, _ in taken), taken[-1][1]


def crmgoals(*arguments):
    """What it printed, and the most memory that it had, in MB."""
    process = subprocess.Popen([PROGRAM, *arguments, "--json"], cwd=WORK, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    printed, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2, 3) or not printed:
        sys.exit(f"crmgoals {' '.join(arguments)}: {printed}{errors}")
    return json.loads(printed), usage.ru_maxrss / 1024


def check():
    return crmgoals("check", "--at", AT)


def values(answer):
    failed = [goal for goal in answer["goals"] if goal["value"] is None]
    if failed:
        sys.exit(f"no value: {[(goal['id'], goal['state'], goal['reason']) for goal in failed]}")
    return {goal["id"]: goal["value"] for goal in answer["goals"]}


def agree(ours, theirs, who):
    for goal, value in theirs.items():
        if goal != "clv" and abs(float(value) - ours[goal]) > 1e-9 * max(1, abs(ours[goal])):
            print(f"{goal}: crmgoals says {ours[goal]}, {who} {value}", file=sys.stderr)
            sys.exit(70)


def append(number, rows=1000):
    """More lines of the day before NOW, in the files that grow most."""
    day = company.NOW[:10].replace("24", "23")
    with open(f"{DATA}/visits.csv", "a", encoding="utf-8") as visits, open(f"{DATA}/orders.csv", "a", encoding="utf-8") as orders, \
            open(f"{DATA}/tickets.csv", "a", encoding="utf-8") as tickets:
        for line in range(rows):
            moment = f"{day}T{line % 24:02d}:{line % 60:02d}:00Z"
            name = f"{number}-{line}"
            if line % 10 < 5:
                visits.write(f"VN{name},{moment},UN{line},,trial\n")
            elif line % 10 < 9:
                orders.write(f"ON{name},C{line % 20:07d},{moment},Product {line % 40},1,{line}.5\n")
            else:
                tickets.write(f"TN{name},{moment},,,C{line % 20:07d},low\n")


# MARK: The others


def columns(table):
    with open(f"{DATA}/{table}.csv", encoding="utf-8") as file:
        return file.readline().strip().split(",")


class DuckDB:
    name = "DuckDB, native file"

    def __init__(self):
        import duckdb
        self.version = duckdb.__version__
        self.path = f"{WORK}/peer.duckdb"
        self.connect = lambda: duckdb.connect(self.path)

    def load(self):
        with self.connect() as database:
            for table in kpi_peers.TIMES:
                database.execute(kpi_peers.schema(table, columns(table)))
                database.execute(f"INSERT INTO {table} SELECT * FROM read_csv('{DATA}/{table}.csv', header = true)")

    def measure(self):
        with self.connect() as database:
            return {goal: database.execute(sql).fetchone()[0] for goal, sql in kpi_peers.SQL.items()}

    def parquet(self):
        with self.connect() as database:
            for table in kpi_peers.TIMES:
                database.execute(f"COPY {table} TO '{WORK}/{table}.parquet' (FORMAT parquet)")


class SQLite:
    name = "SQLite, its rows and an index on each time"

    def __init__(self):
        self.path = f"{WORK}/peer.sqlite"

    def load(self):
        database = sqlite3.connect(self.path)
        database.execute("PRAGMA journal_mode = OFF")
        for table, times in kpi_peers.TIMES.items():
            names = columns(table)
            database.execute(kpi_peers.schema(table, names, time="TEXT", number="REAL"))
            with open(f"{DATA}/{table}.csv", encoding="utf-8") as file:
                next(file)
                rows = ([None if cell == "" else cell for cell in line.rstrip("\n").split(",")] for line in file)
                places = ", ".join("datetime(?)" if name in times else "?" for name in names)
                database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
            for column in times:
                database.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
        database.execute("CREATE INDEX orders_customer ON orders (customer_id, product)")
        database.commit()
        database.close()

    def measure(self):
        database = sqlite3.connect(self.path)
        return {goal: database.execute(kpi_peers.sqlite(sql)).fetchone()[0] for goal, sql in kpi_peers.SQL.items()}


class PostgreSQL:
    """`PGHOST` and so on name a server with an empty database."""
    name = "PostgreSQL, an index on each time"

    def psql(self, text):
        done = subprocess.run(["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1"],
                              input=text, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"psql: {done.stderr}")
        return done.stdout.split("\n")

    def load(self):
        lines = ["SET timezone = 'UTC';"]
        for table, times in kpi_peers.TIMES.items():
            lines.append(kpi_peers.schema(table, columns(table)) + ";")
            lines.append(f"\\copy {table} FROM '{DATA}/{table}.csv' WITH (FORMAT csv, HEADER)")
            lines += [f"CREATE INDEX ON {table} ({column});" for column in times]
        self.psql("\n".join(lines + ["CREATE INDEX ON orders (customer_id, product);", "VACUUM ANALYZE;"]))

    def measure(self):
        lines = self.psql("\n".join(sql + ";" for sql in kpi_peers.SQL.values()))
        return {goal: line.split("|")[0] for goal, line in zip(kpi_peers.SQL, lines)}


class Pandas:
    name = "pandas, from Parquet"

    def load(self):
        pass

    def measure(self):
        return kpi_peers.pandas_kpis(WORK)


# MARK: In one go


def main():
    made = company.make(DATA, ROWS)
    size = sum(os.path.getsize(f"{DATA}/{table}.csv") for table in made)
    print(f"{sum(made.values()):,} rows in nine CSV files of {size / 1e6:.0f} MB, {os.cpu_count()} cores\n")
    with open(f"{WORK}/goals.json", "w", encoding="utf-8") as file:
        json.dump({"currency": "EUR", "sources": {"crm": {"type": "csv", "folder": "data"}}, "channels": {"team": {"type": "console"}},
                   "notify": ["team"], "goals": [{"id": goal, "critical": condition}
                                                 for goal, condition in kpi_peers.GOALS.items()]}, file)
    print("| what | crmgoals | beside it |\n| --- | --- | --- |")

    first, (answer, first_memory) = seconds(lambda: crmgoals("sources"))
    duck = DuckDB()
    duck_load, _ = seconds(duck.load)
    report("first ingest", f"{first:.1f} s", f"DuckDB's load {duck_load:.1f} s: {first / duck_load:.1f} times as long")
    report("most memory of the first ingest", f"{first_memory:.0f} MB")

    rest, (answer, rest_memory) = median(check)
    ours = values(answer)
    peers = {}
    duck.parquet()
    for peer in [duck, SQLite(), Pandas()] + ([PostgreSQL()] if os.environ.get("PGHOST") else []):
        if peer is not duck:
            peer.load()
        peer.measure()
        peers[peer.name], theirs = median(peer.measure)
        agree(ours, theirs, peer.name)
    report("twelve KPIs, data at rest", f"{rest * 1000:.0f} ms", "")
    for name, taken in peers.items():
        report("", "", f"{name}: {taken * 1000:.0f} ms, {taken / rest:.1f} times ours")

    idle, _ = median(lambda: crmgoals("sources"))
    grown, read, memory = [], [], rest_memory
    for number in range(TIMES):
        append(2 * number)
        taken, (_, used) = seconds(check)
        grown.append(taken)
        append(2 * number + 1)
        read.append(seconds(lambda: crmgoals("sources"))[0])
        memory = max(memory, used)
    more = statistics.median(grown)
    report("twelve KPIs after 1,000 more rows", f"{more * 1000:.0f} ms",
           f"DuckDB, without reading them: {more / peers[duck.name]:.2f} of its time")
    report("1,000 lines added to three files, read", f"{(statistics.median(read) - idle) * 1000:.0f} ms",
           f"crmgoals sources with them less without: {idle * 1000:.0f} ms")
    report("most memory of everything after the first ingest", f"{memory:.0f} MB")
    start, _ = median(lambda: subprocess.run([PROGRAM, "--version"], capture_output=True), 11)
    report("of each of these times, the start of the program", f"{start * 1000:.0f} ms")


main()
