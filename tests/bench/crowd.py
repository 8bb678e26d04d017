"""The part `crowd`: how long a client waits for PONG while others misbehave, next to the time without them.

All clients share a core; those that misbehave yield it to the one that measures.
"""

import os
import socket
import time

from harness import load, resp

SECONDS = 4.0
RAMP_S = 1.0            # they are at work then
TRICKLERS = 10_000
DEAF = 20
BUDGET = 2.0            # p99, by that without them


def until_over(seconds):
    os.nice(19)
    return time.monotonic() + seconds


def never_reads(address, seconds):
    """Pipelines as fast as it is taken, and reads nothing; begins anew when it is closed."""
    end = until_over(seconds)
    requests = resp.encode("GET", "big") * 1000
    while time.monotonic() < end:
        with socket.create_connection(address) as sock:
            sock.settimeout(max(0.01, end - time.monotonic()))
            try:
                while True:
                    sock.sendall(requests)
            except OSError:
                pass


def trickles(address, seconds):
    """Many connections that send a byte each second."""
    socks = load.open_connections(address, TRICKLERS)
    end = until_over(seconds)
    request = resp.encode("PING")
    share = len(socks) // 20
    for step in range(10 ** 9):
        at = step % 20
        for sock in socks[at * share:(at + 1) * share]:
            sock.send(request[step // 20 % len(request):][:1])
        if time.monotonic() >= end:
            return
        time.sleep(0.05)


def deaf(address, seconds):
    """Subscribers that do not read, and who publishes to them."""
    end = until_over(seconds)
    socks = [socket.create_connection(address) for _ in range(DEAF)]
    for sock in socks:
        sock.sendall(resp.encode("SUBSCRIBE", "channel"))
    publisher = resp.Connection(address, timeout=60)
    message = resp.encode("PUBLISH", "channel", b"m" * 10_000) * 4
    while time.monotonic() < end:
        publisher.send(message)
        load.check_replies(publisher, 4)


CROWDS = [("nobody else", None), ("one pipelines and never reads", never_reads),
          (f"{TRICKLERS:,} send a byte a second", trickles),
          (f"{DEAF} subscribers stop reading", deaf)]


def p99_ms(target, crowd):
    behind = None
    if crowd:
        behind = load.InBackground(crowd, target.address, SECONDS + 2 * RAMP_S)
        time.sleep(RAMP_S)
        while crowd is trickles and int(target.info("clients")["connected_clients"]) < TRICKLERS:
            time.sleep(0.1)
    found = load.ping_latencies_ms(target.address, SECONDS)
    if behind:
        behind.result()
    return load.percentile(found, 0.99)


def part(server, kvd, oracle, say):
    say("another client's PING, ms at p99                 kvd   redis")
    results = []
    # Without a limit redis-server keeps replies until the machine has no memory left.
    with server(kvd, maxclients=2 * TRICKLERS) as k, \
            server(oracle, maxclients=2 * TRICKLERS, client_output_buffer_limit="normal 1gb 0 0") as o:
        for target in (k, o):
            target.call("SET", "big", "x" * 1000)
        for name, crowd in CROWDS:
            row = {"name": name, "kvd": p99_ms(k, crowd), "redis": p99_ms(o, crowd)}
            results.append(row)
            by = row["kvd"] / results[0]["kvd"]
            mark = f"kvd: {by:.1f} times, at most {BUDGET:g}" if crowd else ""
            say(f"{name:<44} {row['kvd']:8.3f} {row['redis']:7.3f}  {mark}")
    say()
    return {"crowd": results}
