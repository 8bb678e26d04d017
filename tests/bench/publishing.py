"""CPU of the server per delivered message: PUBLISH to many subscribers of a channel.

Each subscriber is written to once for what publishers send at about the same time, and that write is the
same work in the kernel for every server: nearly all of it with one message, less and less with more. So it
matters whether the publisher waits until all have the message (a write, then all is taken), or goes on when it
has its reply, as publishers do.
"""

import select
import socket
import statistics
import subprocess

from harness import load, proc, resp

SUBSCRIBERS = 1000
ROUNDS = 4
DELIVERIES = 100_000                        # of a round, or fewer with few subscribers
PUBLISHES = 20_000
GOES_ON = 500                               # publishes of a round by one that goes on
BUDGET = 0.60
# name, publishers, publishes in one write of each (0: one that goes on with each reply), subscribers, length of
# the message, budget
WORKLOADS = [
    ("PUBLISH by 1 that goes on to 1000 subscribers", 1, 0, SUBSCRIBERS, 32, BUDGET),
    ("PUBLISH by 1 to 1000 subscribers -P 1", 1, 1, SUBSCRIBERS, 32, BUDGET),
    ("PUBLISH by 1 to 1000 subscribers -P 16", 1, 16, SUBSCRIBERS, 32, BUDGET),
    ("PUBLISH by 1 to 1000 subscribers -P 64", 1, 64, SUBSCRIBERS, 32, BUDGET),
    ("PUBLISH by 50 to 1000 subscribers -P 1", 50, 1, SUBSCRIBERS, 32, BUDGET),
    ("PUBLISH 4 KB by 1 to 1000 subscribers -P 1", 1, 1, SUBSCRIBERS, 4096, None),
    ("PUBLISH by 1 to 1 subscriber -P 16", 1, 16, 1, 32, None),
    ("PUBLISH by 1 to nobody -P 16", 1, 16, 0, 32, None),
]


class Audience:
    """The subscribers of one server and the publishers, in this process."""

    def __init__(self, address, publishers, count):
        load.allow_open_files(count + 100)
        self.publishers = [resp.Connection(address, timeout=60) for _ in range(publishers)]
        self.subscribers = [socket.create_connection(address) for _ in range(count)]
        for sock in self.subscribers:
            sock.sendall(resp.encode("SUBSCRIBE", "channel"))
        for sock in self.subscribers:
            sock.recv(4096)
            sock.setblocking(False)
        self.poll = select.epoll()
        self.by_fd = {sock.fileno(): sock for sock in self.subscribers}
        for fd in self.by_fd:
            self.poll.register(fd, select.EPOLLIN)

    def publish(self, request, times, message_len):
        """Each publishes so many times, and all that arrives is taken."""
        for publisher in self.publishers:
            publisher.send(request * times)
        self.take(message_len * times * len(self.publishers) * len(self.subscribers))
        for publisher in self.publishers:
            for _ in range(times):
                if int(publisher.read().value) != len(self.subscribers):
                    raise resp.ProtocolError("a wrong count of receivers")

    def take(self, missing):
        while missing > 0:
            for fd, _ in self.poll.poll():
                missing -= len(self.by_fd[fd].recv(1 << 20))

    def close(self):
        self.poll.close()
        for publisher in self.publishers:
            publisher.close()
        for sock in self.subscribers:
            sock.close()


def cpu_us_going_on(server, audience, payload, message_len):
    words = ["redis-benchmark", "-p", str(server.port), "-c", "1", "-n", str(GOES_ON), "-q",
             "PUBLISH", "channel", payload]
    deliveries = GOES_ON * len(audience.subscribers)
    before = proc.cpu_seconds(server.pid)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL):
        audience.take(deliveries * message_len)
    return (proc.cpu_seconds(server.pid) - before) * 1e6 / deliveries


def cpu_us(server, audience, pipeline, payload_len):
    """Microseconds per delivered message, or per PUBLISH if there is nobody."""
    payload = b"m" * payload_len
    request = resp.encode("PUBLISH", "channel", payload)
    message_len = len(resp.encode("message", "channel", payload))
    if pipeline == 0:
        return cpu_us_going_on(server, audience, payload, message_len)
    receivers = max(1, len(audience.subscribers))
    together = pipeline * len(audience.publishers)
    times = max(1, min(DELIVERIES // receivers, PUBLISHES) // together)
    before = proc.cpu_seconds(server.pid)
    for _ in range(times):
        audience.publish(request, pipeline, message_len)
    return (proc.cpu_seconds(server.pid) - before) * 1e6 / (times * together * receivers)


def measure(servers, publishers, pipeline, count, payload_len):
    """Lower quartile of the rounds for each server, which take turns."""
    audiences = {name: Audience(server.address, publishers, count) for name, server in servers.items()}
    found = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            found[name].append(cpu_us(server, audiences[name], pipeline, payload_len))
    for audience in audiences.values():
        audience.close()
    return {name: statistics.quantiles(rounds, n=4)[0] for name, rounds in found.items()}


def part(start, kvd, oracle, say, chosen):
    workloads = [w for w in WORKLOADS if chosen(w[0])]
    results = []
    if not workloads:
        return {}
    say(f"{'server CPU us per delivered message':<46} {'kvd':>7} {'redis':>7} {'ratio':>6}  at most")
    with start(kvd) as ours, start(oracle) as theirs:
        for name, publishers, pipeline, count, payload_len, budget in workloads:
            found = measure({"kvd": ours, "redis": theirs}, publishers, pipeline, count, payload_len)
            ratio = found["kvd"] / found["redis"]
            results.append({"name": name, **found, "ratio": ratio, "budget": budget})
            verdict = "-" if budget is None else f"{budget} {'ok' if ratio <= budget else 'over'}"
            say(f"{name:<46} {found['kvd']:7.3f} {found['redis']:7.3f} {ratio:6.2f}  {verdict}")
    say()
    return {"publishing": results}
