"""Measurements of eviction: hit ratio of each policy, SET under constant eviction, overshoot.

Both servers see the same requests at the same time. For hit ratios both have the same maxmemory: what
redis-server needs for a tenth of the keys.
"""

import itertools
import random
import subprocess
import threading
import time

from harness import load, proc

VALUE = b"v" * 100
HIT = b"$%d\r\n%b\r\n" % (len(VALUE), VALUE)
MISS = b"$-1\r\n"
KEYS = 200_000
BATCH = 100                 # keys per MGET
RATE = 50_000               # lookups per second: keys stay for seconds, so that clocks of seconds tell
LOOKUPS = 500_000           # of which the second half counts
SCAN_EVERY, SCAN_KEYS = 20_000, 10_000
FIRST_SCANNED = 10 * KEYS   # keys of scans are of their own, and come once

ALLKEYS = ["allkeys-lru", "allkeys-lfu", "allkeys-random"]
VOLATILE = ["volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"]
ONLY_KVD = ["allkeys-lrm", "volatile-lrm"]


def zipf(count, exponent, draws, rng):
    weights = list(itertools.accumulate((i + 1) ** -exponent for i in range(count)))
    return rng.choices(range(count), cum_weights=weights, k=draws)


def with_scans(trace):
    """The trace with a run over keys that nobody asks for again after every SCAN_EVERY lookups."""
    scanned = FIRST_SCANNED
    for first in range(0, len(trace), SCAN_EVERY):
        yield from trace[first:first + SCAN_EVERY]
        yield from range(scanned, scanned + SCAN_KEYS)
        scanned += SCAN_KEYS


def ttl_of(number):
    """Keys that are asked for often live longer: what volatile-ttl needs to be of use."""
    return 1000 + 10_000_000 // (number % FIRST_SCANNED + 10)


class Cache:
    """A server as a cache: what is missing is set."""

    def __init__(self, server, policy):
        self.conn = server.connect(timeout=60)
        self.volatile = policy.startswith("volatile")
        self.hits = self.asked = 0

    def look_up(self, numbers, counts):
        keys = [load.key_of(n) for n in numbers]
        self.conn.send(b"*%d\r\n$4\r\nMGET\r\n" % (len(keys) + 1) +
                       b"".join(b"$%d\r\n%b\r\n" % (load.KEY_LEN, key) for key in keys))
        found = self.read(b"*%d\r\n" % len(keys), len(keys))
        if counts:
            mine = [f for f, n in zip(found, numbers) if n < FIRST_SCANNED]
            self.asked += len(mine)
            self.hits += sum(mine)
        missing = [n for f, n in zip(found, numbers) if not f]
        if missing:
            self.conn.send(b"".join(self.set_request(n) for n in missing))
            self.conn.read_exact(len(b"+OK\r\n") * len(missing))

    def set_request(self, number):
        return next(iter(load.set_requests([number], VALUE,
                                           ttl_of(number) if self.volatile else None)))

    def read(self, head, count):
        """Which of the keys were found."""
        assert self.conn.read_exact(len(head)) == head
        found = []
        while len(found) < count:
            is_hit = self.conn.read_exact(len(MISS)) != MISS
            if is_hit:
                self.conn.read_exact(len(HIT) - len(MISS))
            found.append(is_hit)
        return found

    def ratio(self):
        return self.hits / self.asked


def room_for(server, keys):
    """maxmemory with which the server holds so many keys."""
    load.load_keys(server.address, keys, VALUE)
    return server.info("memory")["used_memory"]


def hit_ratios(servers, policy, trace, room):
    caches = []
    for server in servers.values():
        server.call("FLUSHALL", "SYNC", timeout=60)
        server.call("CONFIG", "SET", "maxmemory", room)
        server.call("CONFIG", "SET", "maxmemory-policy", policy)
        caches.append(Cache(server, policy))
    begin = time.monotonic()
    for at in range(0, len(trace), BATCH):
        for cache in caches:
            cache.look_up(trace[at:at + BATCH], counts=at >= len(trace) // 2)
        ahead = begin + at / RATE - time.monotonic()
        if ahead > 0.01:
            time.sleep(ahead)
    return {name: cache.ratio() for name, cache in zip(servers, caches)}


def hit_ratio_part(start, kvd, oracle, say, chosen):
    rng = random.Random(5)
    plain = zipf(KEYS, 0.99, LOOKUPS, rng)
    traces = {"Zipf 0.99": plain, "with scans": list(with_scans(plain))}
    found = []
    say(f"{'hit ratio at 10 % memory':<40} {'kvd':>8} {'redis':>8} {'ratio':>6}")
    with start(kvd) as k, start(oracle) as o:
        both = {"kvd": k, "redis": o}
        room = room_for(o, KEYS // 10)
        for policy in ALLKEYS + VOLATILE + ONLY_KVD:
            servers = {"kvd": k} if policy in ONLY_KVD else both
            for name, trace in traces.items():
                if not chosen(f"{policy}, {name}"):
                    continue
                got = hit_ratios(servers, policy, trace, room)
                found.append({"policy": policy, "trace": name, **got})
                redis = got.get("redis")
                say(f"{policy + ', ' + name:<40} {got['kvd']:8.4f} " +
                    (f"{redis:8.4f} {got['kvd'] / redis:6.3f}" if redis else f"{'-':>8}"))
    return found


# ---- Throughput ----------------------------------------------------------------------------------

def set_rate(server, requests, with_ttl, client_core):
    """SET of new keys, all of which evict: requests per second and server CPU us per request."""
    before = proc.cpu_seconds(server.pid)
    words = ["taskset", "-c", str(client_core), "redis-benchmark", "-p", str(server.port), "-q",
             "--csv", "-P", "16", "-r", "100000000", "-n", str(requests),
             "SET", "key:__rand_int__", VALUE, *(["EX", "100000"] if with_ttl else [])]
    done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=True)
    cpu = proc.cpu_seconds(server.pid) - before
    rps = float(done.stdout.splitlines()[-1].split(",")[1].strip('"'))
    return rps, cpu * 1e6 / requests


def throughput_part(start, kvd, oracle, say, chosen, client_core):
    found = []
    say(f"\n{'SET -P 16 under constant eviction':<40} {'kvd':>8} {'redis':>8} {'ratio':>6}"
        "  (CPU us/request; 1000/s)")
    for policy in ("allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-ttl"):
        if not chosen(f"SET under {policy}"):
            continue
        rounds = {"kvd": [], "redis": []}
        with_ttl = policy.startswith("volatile")
        with start(kvd) as k, start(oracle) as o:
            for server in (k, o):
                server.call("CONFIG", "SET", "maxmemory", "100mb")
                server.call("CONFIG", "SET", "maxmemory-policy", policy)
                load.load_keys(server.address, 1_000_000, VALUE, 100_000 if with_ttl else None)
            for _ in range(4):
                for name, server in (("kvd", k), ("redis", o)):
                    rounds[name].append(set_rate(server, 300_000, with_ttl, client_core))
        best = {name: min(r, key=lambda x: x[1]) for name, r in rounds.items()}
        (krps, kcpu), (orps, ocpu) = best["kvd"], best["redis"]
        found.append({"policy": policy, **best})
        say(f"{policy:<40} {kcpu:8.3f} {ocpu:8.3f} {kcpu / ocpu:6.2f}  {krps / 1000:6.0f} "
            f"{orps / 1000:6.0f} {krps / orps:6.2f}")
    return found


# ---- Overshoot -----------------------------------------------------------------------------------

def overshoot(server, limit, clients=50, seconds=4, value_len=1 << 20):
    """The greatest excess seen over the limit while clients SET large values, as a share of it."""
    request = b"*3\r\n$3\r\nSET\r\n$16\r\n%b\r\n$%d\r\n" % (b"%b", value_len)
    body = b"v" * value_len + b"\r\n"
    end = time.monotonic() + seconds
    counts = [0] * clients

    def write(index):
        conn = server.connect(timeout=60)
        n = 0
        while time.monotonic() < end:
            conn.send(request % load.key_of(index * 1_000_000 + n) + body)
            reply = conn.read_exact(5)
            assert reply == b"+OK\r\n", reply
            n += 1
        counts[index] = n
        conn.close()

    threads = [threading.Thread(target=write, args=(i,)) for i in range(clients)]
    for t in threads:
        t.start()
    watch = server.connect(timeout=60)
    worst = 0
    while time.monotonic() < end:
        reply = watch.call("INFO", "memory").value.decode()
        used = int(reply.split("used_memory:")[1].split("\r\n")[0])
        worst = max(worst, used - limit)
        time.sleep(0.001)
    for t in threads:
        t.join()
    return max(worst, 0) / limit, sum(counts)


def overshoot_part(start, kvd, oracle, say, chosen):
    limit = 256 << 20
    if not chosen("overshoot"):
        return None
    got = {}
    for name, binary in (("kvd", kvd), ("redis", oracle)):
        with start(binary) as server:
            server.call("CONFIG", "SET", "maxmemory", str(limit))
            server.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
            load.load_keys(server.address, 2_000_000, VALUE)
            got[name] = overshoot(server, limit)
    (k, kn), (o, on) = got["kvd"], got["redis"]
    say(f"\n{'overshoot, 1 MB values, 50 clients, %':<40} {k * 100:8.2f} {o * 100:8.2f}"
        f"   ({kn} and {on} values set)")
    return got


def part(start, kvd, oracle, say, chosen, client_core):
    """start(binary) makes a pinned server."""
    return {"eviction": {
        "hit_ratio": hit_ratio_part(start, kvd, oracle, say, chosen),
        "throughput": throughput_part(start, kvd, oracle, say, chosen, client_core),
        "overshoot": overshoot_part(start, kvd, oracle, say, chosen)}}
