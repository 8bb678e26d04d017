"""What the kernel knows about a process: resident memory, CPU time, open files."""

import os
import time


def rss_bytes(pid):
    """Resident memory, exact to the page (VmRSS of /proc/<pid>/status is not)."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
        for line in f:
            if line.startswith("Rss:"):
                return int(line.split()[1]) * 1024
    raise OSError(f"process {pid} has no Rss")


# Longer than allocators keep what was freed before they give it back (two seconds, kvd's).
DECAYED_S = 2.5


def settled_rss_bytes(pid, quiet=0.4, limit=10.0):
    """Resident memory once it has not moved by a page for `quiet` seconds."""
    end = time.monotonic() + limit
    last = rss_bytes(pid)
    while time.monotonic() < end:
        time.sleep(quiet)
        now = rss_bytes(pid)
        if now == last:
            break
        last = now
    return last


def cpu_seconds(pid):
    """User and system time of all threads, those that ended included, in nanosecond steps.

    This is clock_getcpuclockid(3): the clock's number is made of the process id and the constant
    CPUCLOCK_SCHED = 2. /proc/<pid>/stat would say the same in steps of 10 ms.
    """
    return time.clock_gettime((~pid << 3) | 2)


def longest_stop_ms(core, seconds):
    """For how long, at most, this thread is stopped on that core while it does nothing but read the clock."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    longest, last = 0, time.monotonic_ns()
    end = last + int(seconds * 1e9)
    while last < end:
        now = time.monotonic_ns()
        longest = max(longest, now - last)
        last = now
    os.sched_setaffinity(0, before)
    return longest / 1e6


def open_files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            return f.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
