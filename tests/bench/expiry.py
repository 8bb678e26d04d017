"""The part `expiry` of the benchmark: how late keys go, what a crowd of them does, what SET EX costs.

Nobody is told of a deletion in a way that both servers share, so lateness is read off DBSIZE, looked at
every millisecond: the n-th key to go is taken for the one with the n-th deadline.
"""

import time

from harness import load, proc, resp

OTHERS_TTL_S = 100_000
WATCHED = 4000
SPREAD_MS = 8000          # from the first of their deadlines to the last
PATIENCE_S = 20           # what is there so long after the last deadline counts as not delivered
VALUE = b"v" * 32
FIELDS_OF_COMMAND = 500


def now_ms():
    return time.time() * 1000


def ms(value):
    return "never" if value is None else f"{value:.0f}"


# ---- Lateness ------------------------------------------------------------------------------------

def set_watched(conn, first_ms):
    """The deadlines, sorted."""
    deadlines = [int(first_ms + SPREAD_MS * i / WATCHED) for i in range(WATCHED)]
    for i, at_ms in enumerate(deadlines):
        conn.send(resp.encode("SET", f"watched:{i}", "v", "PXAT", at_ms))
    for _ in deadlines:
        assert conn.read().value == b"OK"
    return deadlines


def when_gone(conn, others, last_ms):
    """When each of the watched keys was gone, as far as it was, in order."""
    gone = []
    while len(gone) < WATCHED and now_ms() < last_ms + PATIENCE_S * 1000:
        left = int(conn.call("DBSIZE").value) - others
        gone += [now_ms()] * (WATCHED - len(gone) - left)
        time.sleep(0.001)
    return gone


def lateness(target, keys):
    load.load_keys(target.address, keys, VALUE, OTHERS_TTL_S)
    conn = target.connect(timeout=60)
    conn.call("CONFIG", "RESETSTAT")
    deadlines = set_watched(conn, now_ms() + 2000)
    gone = when_gone(conn, keys, deadlines[-1])
    late = sorted(max(0.0, at - deadline) for at, deadline in zip(gone, deadlines))
    late += [None] * (WATCHED - len(gone))

    def at(share):
        return late[min(WATCHED - 1, int(WATCHED * share))]

    return {"delivered": len(gone) / WATCHED, "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": late[-1],
            "own": target.info("stats").get("expire_lateness_usec")}


def show_lateness(say, keys, results):
    say(f"{WATCHED} keys expire among {keys:,} with later deadlines   {'kvd':>9} {'redis':>9}")
    rows = [("gone within 20 s of the last deadline", lambda r: f"{100 * r['delivered']:.1f}%")]
    rows += [(f"late by ms, {name}", lambda r, f=field: ms(r[f]))
             for name, field in (("p50", "p50_ms"), ("p99", "p99_ms"), ("at most", "max_ms"))]
    for text, form in rows:
        say(f"  {text:<52} {form(results['kvd']):>9} {form(results['redis']):>9}")
    say(f"  kvd's own expire_lateness_usec: {results['kvd']['own']}\n")


# ---- A crowd -------------------------------------------------------------------------------------

def load_crowd(target, keys, at_ms):
    conn = target.connect(timeout=60)
    tail = b"$4\r\nPXAT\r\n$13\r\n%d\r\n" % at_ms
    for group in load.grouped(range(keys), 5000):
        conn.send(b"".join(b"*5\r\n$3\r\nSET\r\n$16\r\n%b\r\n$32\r\n%b\r\n%b" %
                           (load.key_of(i), VALUE, tail) for i in group))
        assert conn.read_exact(5 * len(group)) == b"+OK\r\n" * len(group)


def load_crowd_of_fields(target, fields, at_ms):
    load.run_commands(target.address, (
        ("HSETEX", "h", "PXAT", at_ms, "FIELDS", len(group), *(w for i in group for w in (f"f{i}", "v")))
        for group in load.grouped(range(fields), FIELDS_OF_COMMAND)))
    target.call("HSET", "h", "stays", "v")


def keys_left(target):
    return int(target.call("DBSIZE"))


def fields_left(fields):
    return lambda target: fields - int(target.info("stats")["expired_subkeys"])


def crowd(target, count, fill, left):
    """What count things do that expire at once. left(target) says how many of them there are."""
    target.call("PING")
    empty = proc.settled_rss_bytes(target.pid, quiet=proc.DECAYED_S)
    at_ms = int(now_ms()) + 8000 + count // 60
    fill(target, count, at_ms)
    target.call("CONFIG", "RESETSTAT")
    before = peak = proc.settled_rss_bytes(target.pid, quiet=proc.DECAYED_S)
    if now_ms() > at_ms - 300:
        raise RuntimeError("the machine is too slow to load the crowd in time")
    time.sleep((at_ms - now_ms()) / 1000 - 0.2)
    watch = load.InBackground(load.ping_latencies_ms, target.address, 6.0)
    while left(target) > 0 and now_ms() < at_ms + PATIENCE_S * 1000:
        peak = max(peak, proc.rss_bytes(target.pid))
        time.sleep(0.005)
    gone_ms = now_ms() - at_ms
    pings = watch.result()
    time.sleep(3)
    info = target.info("stats")
    return {"gone_ms": gone_ms, "ping_p99_ms": load.percentile(pings, 0.99), "ping_max_ms": pings[-1],
            "slice_us": int(info.get("expire_longest_slice_us", 0)),
            "cpu_ms": int(info["expire_cycle_cpu_milliseconds"]), "before": before - empty,
            "peak": peak - empty, "after": proc.settled_rss_bytes(target.pid, quiet=proc.DECAYED_S) - empty}


CROWD_ROWS = (
    ("ms until all are gone", "gone_ms", 1),
    ("processor time of expiry, ms", "cpu_ms", 1),
    ("another client's PING, ms at p99", "ping_p99_ms", 1),
    ("another client's PING, ms at most", "ping_max_ms", 1),
    ("longest slice of expiry work, processor us", "slice_us", 1),
    ("resident MB before the deadline", "before", 1e6),
    ("resident MB at most", "peak", 1e6),
    ("resident MB after it", "after", 1e6),
)


def show_crowd(say, title, results):
    say(f"{title:<54} {'kvd':>9} {'redis':>9}")
    for text, field, unit in CROWD_ROWS:
        words = [f"{results[name][field] / unit:.1f}" if results.get(name) else "-"
                 for name in ("kvd", "redis")]
        if field == "slice_us":
            words[1] = "-"
        say(f"  {text:<52} {words[0]:>9} {words[1]:>9}")
    say()


# ---- All -----------------------------------------------------------------------------------------

def run(say, servers, server, keys, chosen):
    """servers: binaries by name; server(binary) starts one. Returns what was measured."""
    result = {}
    if chosen("expiry lateness"):
        result["lateness"] = {}
        for name, binary in servers.items():
            with server(binary) as target:
                result["lateness"][name] = lateness(target, keys)
        show_lateness(say, keys, result["lateness"])
    if chosen("expiry crowd"):
        result["crowd"] = {}
        for name, binary in servers.items():
            with server(binary) as target:
                result["crowd"][name] = crowd(target, keys, load_crowd, keys_left)
        show_crowd(say, f"{keys:,} keys with one deadline", result["crowd"])
    if chosen("expiry fields"):
        with server(servers["kvd"]) as target:
            result["fields"] = {"kvd": crowd(target, keys, load_crowd_of_fields, fields_left(keys))}
        show_crowd(say, f"a hash of {keys:,} fields with one deadline", result["fields"])
    return result
