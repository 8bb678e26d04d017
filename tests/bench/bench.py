#!/usr/bin/python3
"""Compares kvd with redis-server in one run: CPU per request, latency, memory per element.

README.md here says how to read the numbers and which BENCH_* variables there are.
"""

import csv
import io
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))

import collection_loads as coll                 # noqa: E402
import crowd                                    # noqa: E402
import eviction                                 # noqa: E402
import expiry                                   # noqa: E402
import geo_loads                                # noqa: E402
import publishing                               # noqa: E402
import script_loads                             # noqa: E402
import sketch_loads                             # noqa: E402
from harness import load, proc                  # noqa: E402
from harness.server import Server               # noqa: E402


def setting(name, default):
    return type(default)(os.environ.get("BENCH_" + name, default))


KVD = setting("KVD", os.path.join(ROOT, "build", "release", "kvd"))
ORACLE = setting("ORACLE", "redis-server")
ROUNDS = setting("ROUNDS", 12)
SECONDS = setting("SECONDS", 0.4)           # of one measurement
KEYS = setting("KEYS", 1_000_000)
CONNECTIONS = setting("CONNECTIONS", 10_000)
GROW = setting("GROW", 0)                   # keys for the longest rehash step; 0 = only what is loaded
ONLY = setting("ONLY", "")                  # part of the names of the measurements to run
PARTS = setting("PARTS", "speed,publishing,memory,connections,crowd").split(",")
OUT = setting("OUT", os.path.join(ROOT, "build", "bench.json"))
SERVER_CORE, CLIENT_CORE = 0, min(1, os.cpu_count() - 1)
CLIENTS = 50


class Workload:
    """One redis-benchmark command. budget: the fraction of redis-server's CPU per request that
    DESIGN.md allows, or None. prepare yields commands that load what the workload needs, refill: before
    every round. requests: how many in a round; None: as many as take about SECONDS. Without
    words it is one of transactions of ten SETs, which redis-benchmark does not have."""

    def __init__(self, name, words, pipeline, budget=None, value_len=32, keys=KEYS, *, prepare=None,
                 refill=False, requests=None, clients=CLIENTS):
        self.name = f"{name} -P {pipeline}"
        self.words = words
        self.pipeline = pipeline
        self.budget = budget
        self.value_len = value_len
        self.keys = keys
        self.prepare = prepare
        self.refill = refill
        self.requests = requests
        self.clients = clients


KB_KEYS = min(KEYS, 100_000)
WORKLOADS = [
    Workload("GET", ["-t", "get"], 1, 0.92),
    Workload("SET", ["-t", "set"], 1, 0.92),
    Workload("GET", ["-t", "get"], 16, 0.45),
    Workload("SET", ["-t", "set"], 16, 0.55),
    Workload("GET", ["-t", "get"], 64, 0.33),
    Workload("SET", ["-t", "set"], 64),
    Workload("INCR", ["-t", "incr"], 16, 0.60),
    Workload("MSET of 10", ["-t", "mset"], 1),
    Workload("GET tracked", ["-t", "get", "--enable-tracking", "-3"], 16, 0.60),
    Workload("MULTI of 10 SETs", None, 1, 0.50),
    Workload("MULTI of 10 SETs", None, 16, 0.50),
    Workload("GET 1 KB", ["-t", "get"], 1, value_len=1024, keys=KB_KEYS),
    Workload("SET 1 KB", ["-t", "set"], 1, value_len=1024, keys=KB_KEYS),
    Workload("GET 1 KB", ["-t", "get"], 16, value_len=1024, keys=KB_KEYS),
    Workload("SET 1 KB", ["-t", "set"], 16, value_len=1024, keys=KB_KEYS),
]

COLLECTION_WORKLOADS = [
    Workload(name, words, **{"pipeline": 16, "budget": budget, "prepare": prepare, **more})
    for loads in (coll, sketch_loads, geo_loads, script_loads)
    for name, words, budget, prepare, more in loads.WORKLOADS
]

# name, value of a key, TTL in seconds, bytes per element that DESIGN.md allows
DATA_SETS = [
    ("string, 16 B key, 32 B value", b"v" * 32, None, 78),
    ("the same with TTL", b"v" * 32, 100_000, 105),
    ("16 B key, integer value", lambda number: b"%d" % (1_000_000 + number), None, 48),
]
CONNECTION_BUDGET = 4096


def chosen(name):
    return ONLY.lower() in name.lower()


def say(text=""):
    print(text, flush=True)


def server(binary, **options):
    words = [(name.replace("_", "-"), str(value)) for name, value in options.items()]
    return Server(binary, options=words, cpu=SERVER_CORE)


# ---- Speed ---------------------------------------------------------------------------------------

def redis_benchmark(target, workload, requests):
    """Returns how many requests were sent, how many in a second, median and 99th percentile."""
    words = ["taskset", "-c", str(CLIENT_CORE), "redis-benchmark", "-h", "127.0.0.1", "-p",
             str(target.port), "-c", str(workload.clients), "-P", str(workload.pipeline), "-r",
             str(workload.keys), "-d", str(workload.value_len), "-n", str(requests), "--csv",
             *workload.words]
    done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=True)
    row = next(csv.DictReader(io.StringIO(done.stdout)))
    return requests, *(float(row[name]) for name in ("rps", "p50_latency_ms", "p99_latency_ms"))


def transactions(target, workload, requests):
    """The same of transactions."""
    done, seconds, found = load.InBackground(
        load.run_transactions, target.address, requests, workload.keys, b"v" * workload.value_len,
        workload.clients, workload.pipeline, 10, CLIENT_CORE).result()
    return done, done / seconds, load.percentile(found, 0.5), load.percentile(found, 0.99)


def run_benchmark(target, workload, requests):
    """Runs so many requests. Returns what the client saw and the server's CPU microseconds for each."""
    before = proc.cpu_seconds(target.pid)
    run = redis_benchmark if workload.words else transactions
    done, rps, p50, p99 = run(target, workload, requests)
    cpu = proc.cpu_seconds(target.pid) - before
    return {"cpu_us": cpu * 1e6 / done, "rps": rps, "p50_ms": p50, "p99_ms": p99}


def prepare(target, workload, due):
    if workload.prepare and due:
        load.run_commands(target.address, workload.prepare())


def requests_for(target, workload):
    """How many requests take about SECONDS; also warms the server up."""
    if workload.requests:
        return workload.requests
    probe = 20_000 if workload.pipeline == 1 or workload.words is None else 200_000
    rps = run_benchmark(target, workload, probe)["rps"]
    return max(probe, int(rps * SECONDS) // 1000 * 1000)


def summary(rounds):
    """CPU time is the lower quartile: what else the machine does only ever adds to it."""
    found = {field: statistics.median(r[field] for r in rounds) for field in rounds[0]}
    found["cpu_us"] = sorted(r["cpu_us"] for r in rounds)[len(rounds) // 4]
    return found


def measure_speed(workloads):
    """Both servers run, each is measured in turn; the idle one costs nothing worth mention."""
    results = []
    with server(KVD) as kvd, server(ORACLE) as oracle:
        targets = {"kvd": kvd, "redis": oracle}
        for target in targets.values():
            if workloads[0].prepare is None:
                load.load_keys(target.address, workloads[0].keys, b"v" * workloads[0].value_len)
        for workload in workloads:
            for target in targets.values():
                prepare(target, workload, True)
            requests = {name: requests_for(t, workload) for name, t in targets.items()}
            rounds = {name: [] for name in targets}
            for _ in range(ROUNDS):
                for name, target in targets.items():
                    prepare(target, workload, workload.refill)
                    rounds[name].append(run_benchmark(target, workload, requests[name]))
            result = {"name": workload.name, "budget": workload.budget,
                      **{name: summary(found) for name, found in rounds.items()}, "rounds": rounds}
            result["ratio"] = result["kvd"]["cpu_us"] / result["redis"]["cpu_us"]
            results.append(result)
            show_speed(result)
        rehash = rehash_us(kvd)
    return results, rehash


def show_speed(r):
    k, o = r["kvd"], r["redis"]
    say(f"{r['name']:<18} {k['cpu_us']:7.3f} {o['cpu_us']:7.3f} {r['ratio']:6.2f}  "
        f"{mark(r['ratio'], r['budget'], '.2f'):<10} {k['rps'] / 1000:7.0f} {o['rps'] / 1000:7.0f}  "
        f"{k['p50_ms']:6.2f} {o['p50_ms']:6.2f} {k['p99_ms']:6.2f} {o['p99_ms']:6.2f}")


def mark(value, budget, form):
    if budget is None:
        return "-"
    return f"{budget:{form}} {'ok' if value <= budget else 'over'}"


def speed_part():
    say(f"{'workload':<18} CPU us/request ratio  at most      1000 requests/s"
        f"  p50 ms        p99 ms\n{'':<18} {'kvd':>7} {'redis':>7} {'':>6}  {'':<10} "
        f"{'kvd':>7} {'redis':>7}  {'kvd':>6} {'redis':>6} {'kvd':>6} {'redis':>6}")
    results, rehash = [], None
    groups = [[w for w in WORKLOADS if w.value_len == value_len] for value_len in (32, 1024)]
    for group in (*groups, COLLECTION_WORKLOADS):
        group = [w for w in group if chosen(w.name)]
        if group:
            found, longest = measure_speed(group)
            results += found
            rehash = max(filter(None, (rehash, longest)), default=None)
    say()
    return {"speed": results, "rehash_longest_us": rehash}


# ---- Memory --------------------------------------------------------------------------------------

WARM = 100                                  # keys or commands that touch the server's own pages first


def bytes_per_element(binary, fill, elements):
    """fill(address, most) loads so many elements, with no more than so many keys or commands."""
    with server(binary) as target:
        fill(target.address, WARM)
        target.call("FLUSHALL", "SYNC")
        before = proc.settled_rss_bytes(target.pid, quiet=proc.DECAYED_S)
        fill(target.address, None)
        return (proc.settled_rss_bytes(target.pid, quiet=proc.DECAYED_S) - before) / elements


def memory_sets():
    """Name, elements, what loads them, budget."""
    for name, value, ttl_s, budget in DATA_SETS:
        yield name, KEYS, lambda a, most, v=value, t=ttl_s: load.load_keys(a, most or KEYS, v, t), budget
    for name, elements, commands, budget in coll.DATA_SETS:
        yield (name, elements,
               lambda a, most, c=commands: load.run_commands(a, itertools.islice(c(), most)), budget)


def memory_part():
    sets = [s for s in memory_sets() if chosen(s[0])]
    results = []
    if sets:
        say(f"{'resident bytes per element, ' + format(KEYS, ',') + ' elements':<52} "
            f"{'kvd':>7} {'redis':>7} {'ratio':>6}  at most")
    for name, elements, fill, budget in sets:
        k, o = (bytes_per_element(binary, fill, elements) for binary in (KVD, ORACLE))
        results.append({"name": name, "kvd": k, "redis": o, "ratio": k / o, "budget": budget})
        say(f"{name:<52} {k:7.1f} {o:7.1f} {k / o:6.2f}  {mark(k, budget, 'g')}")
    say()
    return {"memory": results, **growth_part()}


def rehash_us(target):
    """The longest rehash step of kvd since its start in microseconds, None if it does not say."""
    value = target.info().get("rehash_longest_us")
    return None if value is None else float(value)


def growth_part():
    """Grows kvd to GROW small keys while another client watches, if GROW is set."""
    if not GROW:
        return {}
    with server(KVD) as kvd:
        seconds = max(5.0, GROW / 400_000)
        watch = load.InBackground(load.ping_latencies_ms, kvd.address, seconds)
        begin = time.monotonic()
        load.load_keys(kvd.address, GROW, b"v" * 8, batch=500)
        took = time.monotonic() - begin
        latencies = watch.result(seconds + 60)
        result = {"keys": GROW, "seconds": took, "rehash_longest_us": rehash_us(kvd),
                  "machine_stop_ms": proc.longest_stop_ms(SERVER_CORE, took),
                  "ping_max_ms": latencies[-1],
                  "ping_p99_ms": load.percentile(latencies, 0.99)}
    say(f"growing to {GROW:,} keys took {took:.0f} s: longest rehash step "
        f"{result['rehash_longest_us']} us; another client waited {result['ping_p99_ms']:.2f} ms at "
        f"p99, {result['ping_max_ms']:.2f} ms at most; a process that only reads the clock was stopped by "
        f"the machine for up to {result['machine_stop_ms']:.2f} ms\n")
    return {"growth": result}


# ---- Expiry --------------------------------------------------------------------------------------

SET_EX_BUDGET = 1.15                        # CPU of SET with a deadline, by that of SET without
SET_PLAIN = Workload("SET", ["SET", "key:__rand_int__", "v" * 32], 16)
SET_EX = Workload("SET EX", ["SET", "key:__rand_int__", "v" * 32, "EX", "100000"], 16)


def set_ex_part():
    """All keys are there with a deadline before SET EX is measured, and without one before SET is."""
    found = {}
    for name, binary in (("kvd", KVD), ("redis", ORACLE)):
        rounds = {"SET": [], "SET EX": []}
        with server(binary) as plain, server(binary) as timed:
            load.load_keys(plain.address, KEYS, b"v" * 32)
            load.load_keys(timed.address, KEYS, b"v" * 32, 100_000)
            requests = requests_for(plain, SET_PLAIN)
            for _ in range(ROUNDS):
                rounds["SET"].append(run_benchmark(plain, SET_PLAIN, requests))
                rounds["SET EX"].append(run_benchmark(timed, SET_EX, requests))
        found[name] = {key: summary(r)["cpu_us"] for key, r in rounds.items()}
        found[name]["ratio"] = found[name]["SET EX"] / found[name]["SET"]
    say(f"{'CPU us/request, 16 deep':<54} {'kvd':>9} {'redis':>9}")
    for field in ("SET", "SET EX", "ratio"):
        k, o = found["kvd"][field], found["redis"][field]
        limit = mark(k, SET_EX_BUDGET, ".2f") if field == "ratio" else ""
        say(f"  {field:<52} {k:9.3f} {o:9.3f}  {limit}")
    say()
    return {"set_ex": found}


def expiry_part():
    result = expiry.run(say, {"kvd": KVD, "redis": ORACLE}, server, KEYS, chosen)
    if chosen("expiry SET EX"):
        result.update(set_ex_part())
    return {"expiry": result}


# ---- Connections ---------------------------------------------------------------------------------

def bytes_per_connection(binary):
    with server(binary, maxclients=CONNECTIONS + 100) as target:
        target.call("PING")
        before = proc.settled_rss_bytes(target.pid, quiet=proc.DECAYED_S)
        socks = load.open_connections(target.address, CONNECTIONS)
        time.sleep(3)                       # servers shrink the buffers of idle clients by and by
        after = proc.settled_rss_bytes(target.pid, quiet=proc.DECAYED_S)
        for sock in socks:
            sock.close()
        return (after - before) / CONNECTIONS


def connects(binary):
    """A storm of connects, with the server's CPU time and what another client sees of it."""
    with server(binary) as target:
        before = proc.cpu_seconds(target.pid)
        storm = load.InBackground(load.connect_storm, target.address, 60_000, 2.0)
        watch = load.InBackground(load.ping_latencies_ms, target.address, 2.0)
        count, latencies = storm.result(), watch.result()
        cpu = proc.cpu_seconds(target.pid) - before
        return {"per_second": count / 2, "cpu_us": cpu * 1e6 / count,
                "ping_p99_ms": load.percentile(latencies, 0.99), "ping_max_ms": latencies[-1]}


def connections_part():
    result = {}
    if chosen("idle connections"):
        k, o = bytes_per_connection(KVD), bytes_per_connection(ORACLE)
        result["idle_connection_bytes"] = {"kvd": k, "redis": o, "ratio": k / o,
                                           "budget": CONNECTION_BUDGET}
        say(f"{format(CONNECTIONS, ',') + ' idle connections: resident bytes each':<52} {k:7.0f} "
            f"{o:7.0f} {k / o:6.2f}  {mark(k, CONNECTION_BUDGET, 'd')}")
    if chosen("connects"):
        result["connects"] = {name: connects(binary)
                              for name, binary in (("kvd", KVD), ("redis", ORACLE))}
        rows = (("connects per second (one client process)", "per_second", ".0f"),
                ("server CPU us per connect, PING and close", "cpu_us", ".1f"),
                ("another client meanwhile: ms at p99", "ping_p99_ms", ".2f"),
                ("another client meanwhile: ms at most", "ping_max_ms", ".2f"))
        for text, field, form in rows:
            k, o = (result["connects"][name][field] for name in ("kvd", "redis"))
            say(f"{text:<52} {k:7{form}} {o:7{form}} {k / o:6.2f}")
    say()
    return result


def publishing_part():
    return publishing.part(server, KVD, ORACLE, say, chosen)


def crowd_part():
    return crowd.part(server, KVD, ORACLE, say)


def eviction_part():
    return eviction.part(server, KVD, ORACLE, say, chosen, CLIENT_CORE)


# ---- All -----------------------------------------------------------------------------------------

def version_of(binary):
    return subprocess.run([binary, "--version"], capture_output=True, text=True,
                          check=False).stdout.strip()


def main():
    result = {"machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.release()}",
              "kvd": version_of(KVD), "redis": version_of(ORACLE),
              "settings": {"rounds": ROUNDS, "seconds": SECONDS, "keys": KEYS,
                           "connections": CONNECTIONS}}
    say(f"{result['kvd']}\n{result['redis']}\n{result['machine']}; server on core {SERVER_CORE}, "
        f"clients on core {CLIENT_CORE}\n")
    os.sched_setaffinity(0, {CLIENT_CORE})
    begin = time.monotonic()
    for name, part in (("speed", speed_part), ("publishing", publishing_part),
                       ("memory", memory_part),
                       ("connections", connections_part), ("crowd", crowd_part), ("eviction", eviction_part),
                       ("expiry", expiry_part)):
        if name in PARTS:
            result.update(part())
    if result.get("rehash_longest_us") is not None:
        say(f"longest rehash step of kvd: {result['rehash_longest_us']:.0f} us")
    os.makedirs(os.path.dirname(OUT), exist_ok=True)
    with open(OUT, "w", encoding="utf-8") as f:
        json.dump(result, f, indent=2)
    say(f"{time.monotonic() - begin:.0f} s; written to {os.path.relpath(OUT)}")


if __name__ == "__main__":
    main()
