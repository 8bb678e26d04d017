"""Fixtures of the scenario tests.

KVD names the server under test (default: build/release/kvd). A redis-server may be named too: that
is how a new test proves that it asks for nothing but what Redis does. Tests of what only kvd has
are marked `kvd_only` and are skipped then.
"""

import os
import shutil
import socket
import subprocess

import pytest

from harness.server import Server, kind_of

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
KVD = os.environ.get("KVD", os.path.join(ROOT, "build", "release", "kvd"))


def pytest_configure(config):
    config.addinivalue_line("markers", "kvd_only: what redis-server does not have")


def pytest_collection_modifyitems(items):
    if kind_of(KVD) == "redis":
        for item in items:
            if "kvd_only" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="redis-server does not have this"))


def pytest_sessionstart(session):
    del session
    if not shutil.which(KVD):
        pytest.exit(f"{KVD} is missing: run make first, or name a server in KVD", returncode=2)


@pytest.fixture(scope="session")
def binary():
    """Path of the server under test."""
    return os.path.abspath(shutil.which(KVD))


@pytest.fixture(name="start", scope="module")
def start_fixture(binary):
    """start(name=value, ...) starts another server under test; all are stopped after the module.

    Underscores in names stand for dashes. After the module every one of them must have ended
    cleanly and without a sanitizer's report.
    """
    servers = []

    def start(config=None, server=binary, **options):
        words = [(name.replace("_", "-"), str(value)) for name, value in options.items()]
        servers.append(Server(server, options=words, config=config))
        return servers[-1].start()

    yield start
    for server in servers:
        server.stop()
    complaints = [c for c in (server.complaint() for server in servers) if c]
    for server in servers:
        server.clean()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="module")
def shared(start):
    """One server for the tests of a module; `kvd` is what tests use."""
    return start()


@pytest.fixture
def kvd(shared):
    """A running server, emptied."""
    shared.call("FLUSHALL")
    return shared


@pytest.fixture(scope="module")
def oracle(start):
    """Debian's redis-server."""
    return start(server="redis-server")


@pytest.fixture
def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """node(script, server, ...) runs a script of tests/scenario/node with its pinned packages."""
    folder = str(tmp_path_factory.mktemp("node"))
    shutil.copytree(os.path.join(HERE, "node"), folder, dirs_exist_ok=True)

    def run(*words, timeout=60):
        done = subprocess.run(words, capture_output=True, text=True, timeout=timeout, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("npm", "ci", "--prefix", folder, "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund",
        timeout=300)
    return lambda script, server, *words: run("node", os.path.join(folder, script), str(server.port), *words)
