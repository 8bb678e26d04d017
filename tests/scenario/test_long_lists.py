"""LPOS, LINSERT and LREM on long lists: in slices, and still one operation each."""

import pytest

from harness import load, resp

COUNT = 300_000
FORMS = {"blocks": {}, "compressed": {"list_compress_depth": 1},
         "single": {"list_max_listpack_size": 1}}


def element(i):
    """Every tenth is the same; the others are met once."""
    return f"element:{i:07d}" if i % 10 else "often"


def check(server):
    if server.kind == "kvd":
        assert server.call("DEBUG", "KEYSPACE-CHECK") == "OK"


@pytest.fixture(params=FORMS, scope="module")
def shared(start, request):
    return start(enable_debug_command="yes", **FORMS[request.param])


@pytest.fixture
def kvd(shared):
    shared.call("FLUSHALL")
    load.run_commands(shared.address, (("RPUSH", "list", *map(element, group))
                                       for group in load.grouped(range(COUNT), 500)))
    return shared


def test_a_long_list_is_searched_from_both_ends(kvd):
    conn = kvd.connect(timeout=20)
    last = COUNT - 1
    assert int(conn.call("LPOS", "list", element(last)).value) == last
    assert conn.call("LPOS", "list", element(1), "RANK", -1).value == b"1"
    assert conn.call("LPOS", "list", "nowhere").value is None
    assert conn.call("LPOS", "list", "nowhere", "COUNT", 0).items == []
    places = [int(e.value) for e in conn.call("LPOS", "list", "often", "COUNT", 0).items]
    assert places == list(range(0, COUNT, 10))
    places = [int(e.value) for e in
              conn.call("LPOS", "list", "often", "RANK", -3, "COUNT", 20000).items]
    assert places == list(range(0, COUNT, 10))[-3::-1][:20000]
    assert conn.call("LPOS", "list", element(last), "MAXLEN", last).value is None
    assert int(conn.call("LPOS", "list", element(last), "MAXLEN", COUNT).value) == last


def test_elements_are_inserted_far_from_the_ends(kvd):
    conn = kvd.connect(timeout=20)
    assert int(conn.call("LINSERT", "list", "AFTER", element(COUNT - 9), "new").value) == COUNT + 1
    assert conn.call("LINDEX", "list", COUNT - 8).value == b"new"
    assert int(conn.call("LINSERT", "list", "BEFORE", "new", "newer").value) == COUNT + 2
    assert conn.call("LINDEX", "list", COUNT - 8).value == b"newer"
    assert conn.call("LINSERT", "list", "BEFORE", "nowhere", "x").value == b"-1"
    check(kvd)


@pytest.mark.parametrize("count", [0, 20000, -20000])
def test_elements_are_removed_all_over_the_list(kvd, count):
    conn = kvd.connect(timeout=20)
    model = list(map(element, range(COUNT)))
    places = [i for i, e in enumerate(model) if e == "often"]
    gone = set(places if count == 0 else places[:count] if count > 0 else places[count:])
    model = [e for i, e in enumerate(model) if i not in gone]
    assert int(conn.call("LREM", "list", count, "often").value) == len(gone)
    assert [e.value.decode() for e in conn.call("LRANGE", "list", 0, -1).items] == model
    assert conn.call("LREM", "list", 0, "nowhere").value == b"0"
    check(kvd)


def test_a_list_that_loses_all_is_gone(kvd):
    kvd.call("DEL", "list")
    load.run_commands(kvd.address, (("RPUSH", "list", *["same"] * 500) for _ in range(400)))
    assert kvd.connect(timeout=20).call("LREM", "list", 0, "same").value == b"200000"
    assert kvd.call("EXISTS", "list") == "0"


def test_others_see_the_list_before_or_after(kvd):
    """Whoever names the key comes in between neither the search nor the change."""
    first, second, third = (kvd.connect(timeout=20) for _ in range(3))
    first.send(resp.encode("LREM", "list", 0, "often"))
    second.send(resp.encode("LLEN", "list"))
    third.send(resp.encode("RPUSH", "list", "often"))
    left = COUNT - COUNT // 10
    assert int(second.read().value) in (COUNT, COUNT + 1, left, left + 1)
    third.read()
    assert int(first.read().value) in (COUNT // 10, COUNT // 10 + 1)
    first.send(resp.encode("LPOS", "list", "nowhere", "COUNT", 0))
    second.send(resp.encode("DEL", "list"))
    assert first.read().items == []
    assert second.read().value == b"1"


def test_what_finds_nothing_is_no_change(kvd):
    """Neither a search nor an insertion that finds no pivot ends a transaction of another."""
    watcher = kvd.connect(timeout=20)
    watcher.call("WATCH", "list")
    conn = kvd.connect(timeout=20)
    assert conn.call("LINSERT", "list", "BEFORE", "nowhere", "x").value == b"-1"
    assert conn.call("LREM", "list", 0, "nowhere").value == b"0"
    watcher.call("MULTI")
    watcher.call("LREM", "list", 1, element(COUNT - 1))
    assert [e.value for e in watcher.call("EXEC").items] == [b"1"]


def test_clients_may_go_and_keys_expire_meanwhile(kvd):
    for request in (("LREM", "list", 0, "often"), ("LINSERT", "list", "BEFORE", "nowhere", "x"),
                    ("LPOS", "list", "nowhere")):
        conn = kvd.connect(timeout=20)
        conn.send(resp.encode(*request))
        conn.close()
    check(kvd)
    conn = kvd.connect(timeout=20)
    conn.send(resp.encode("PEXPIRE", "list", 1) + resp.encode("LREM", "list", 0, "often") +
              resp.encode("EXISTS", "list"))
    assert [conn.read().is_error() for _ in range(3)] == [False] * 3
    check(kvd)
