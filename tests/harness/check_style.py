#!/usr/bin/python3
"""Checks what the house rules ask of every C file and a compiler does not check by itself.

    format      clang-format would change nothing
    layers      a folder includes only itself and folders below it; libevent only in libshared/net
    own first   a .c includes its own header first, then ours, then the system's
    alone       every header compiles alone

Prints one line for each breach and 'N passed, N failed', counting files.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# From the bottom up: a layer may include itself and those before it in its list.
SHARED = ["base", "ds", "resp", "obj", "topo", "net"]
KVD = ["store", "persist", "repl", "cluster", "server", "script", "cmd"]
PROGRAMS = ["kvcli", "sentinel", "clusterctl"]
HOUSE = ["libshared", "kvd", *PROGRAMS]

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
COMPILE = ["-std=gnu11", "-D_GNU_SOURCE", "-Ilibshared", "-Ikvd", "-fsyntax-only", "-Wall",
           "-Wextra", "-Werror", "-Wno-unused-function",
           *subprocess.run(["pkg-config", "--cflags", "lua5.1"], capture_output=True, text=True,
                           check=True).stdout.split()]


def sources():
    """All C files of the house and its tests, relative to the root."""
    for top in HOUSE + ["tests"]:
        for folder, folders, names in os.walk(os.path.join(ROOT, top)):
            folders[:] = sorted(f for f in folders if f != "node_modules")
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), ROOT)


def includes(path):
    """(line number, quoted or not, name) of every include."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            found = INCLUDE.match(line)
            if found:
                yield number, found.group(1) == '"', found.group(2)


def allowed_layers(path):
    """Layers a file may include from, or None if it may include from all."""
    parts = path.split("/")
    if parts[0] == "libshared" and parts[1] in SHARED:
        return SHARED[:SHARED.index(parts[1]) + 1]
    if parts[0] == "kvd" and len(parts) == 3 and parts[1] in KVD:
        return SHARED + KVD[:KVD.index(parts[1]) + 1]
    if parts[0] in PROGRAMS:
        return SHARED + [parts[0]]
    return None


def layer_breaches(path):
    allowed = allowed_layers(path)
    for number, quoted, name in includes(path):
        layer = name.split("/")[0]
        if not quoted:
            if (name.startswith("event2/") or name == "event.h") \
                    and not path.startswith(("libshared/net/", "tests/")):
                yield f"{path}:{number}: only libshared/net may use libevent ({name})"
        elif allowed is not None and "/" in name and layer not in allowed:
            known = layer in SHARED + KVD + PROGRAMS
            yield f"{path}:{number}: {name} is " + (
                f"above this layer, which may include {', '.join(allowed)}" if known
                else "of no layer of the house")


def order_breaches(path):
    if not path.endswith(".c") or path.startswith("tests/"):
        return
    seen = list(includes(path))
    header = path[:-2] + ".h"
    own = [name for name in (header.split("/", 1)[1], os.path.basename(header))
           if os.path.exists(os.path.join(ROOT, header))]
    if own and (not seen or seen[0][2] not in own):
        yield f"{path}:{seen[0][0] if seen else 1}: a .c includes its own header first"
    system = False
    for number, quoted, name in seen:
        if not quoted:
            system = True
        elif system:
            yield f"{path}:{number}: {name} stands behind a system header; ours come first"
            return


def alone_breaches(path):
    if not path.endswith(".h"):
        return
    folder = "-I" + path.split("/")[0]
    done = subprocess.run([os.environ.get("CC", "gcc"), *COMPILE, folder, "-x", "c", path],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        text = next((t for t in done.stderr.splitlines() if "error" in t), done.stderr.strip())
        yield f"{path}: does not compile alone: {text}"


def format_breaches(path):
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", path], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        first = done.stderr.splitlines()[0] if done.stderr else "clang-format failed"
        yield f"{first.split(': error')[0]}: not formatted; run: clang-format -i {path}"


def check(path):
    return [breach for checker in (layer_breaches, order_breaches, alone_breaches, format_breaches)
            for breach in checker(path)]


def main():
    paths = sys.argv[1:] or list(sources())
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for breaches in pool.map(check, paths):
            failed += bool(breaches)
            for breach in breaches:
                print(breach)
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
