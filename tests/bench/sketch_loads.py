"""What the benchmark asks of HyperLogLogs."""

from harness import load

DENSE_ELEMENTS = 50_000
SPARSE_ELEMENTS = 1_200  # about 2.3 KB: not far from hll-sparse-max-bytes
FEW_ELEMENTS = 30
COUNTERS = 100_000


def sketch(name, first, count):
    for group in load.grouped(range(first, first + count), 100):
        yield ("PFADD", name, *(b"element:%d" % i for i in group))


def three_dense():
    for i in range(3):
        yield from sketch("pfd%d" % i, i * 20_000, DENSE_ELEMENTS)


def three_sparse():
    for i in range(3):
        yield from sketch("pfs%d" % i, i * 500, SPARSE_ELEMENTS)


def one_sparse():
    yield from sketch("pfx", 0, SPARSE_ELEMENTS)


def many_small():
    for i in range(10_000):
        yield ("PFADD", b"pfm:%012d" % i, *range(i, i + FEW_ELEMENTS))


def many_counters():
    """What counts the visitors of pages: more than the caches hold."""
    for i in range(COUNTERS):
        yield ("PFADD", b"pfc:%012d" % i, *range(i, i + 10))


KNOWN = ["PFADD", "pfx", "element:600"]
UNION_OF_DENSE = ["PFCOUNT", "pfd0", "pfd1", "pfd2"]
UNION_OF_SPARSE = ["PFCOUNT", "pfs0", "pfs1", "pfs2"]

# As collection_loads.WORKLOADS.
WORKLOADS = [
    ("PFADD", ["PFADD", "pf", "element:__rand_int__"], 0.60, None, {}),
    ("PFADD to 10 k small", ["PFADD", "pfm:__rand_int__", "element:__rand_int__"], 0.60, many_small,
     {"keys": 10_000, "refill": True, "requests": 100_000}),
    ("PFADD to 100 k counters", ["PFADD", "pfc:__rand_int__", "element:__rand_int__"], 0.60,
     many_counters, {"keys": COUNTERS, "requests": 200_000}),
    ("PFADD of what a sparse one has", KNOWN, 0.60, one_sparse, {}),
    ("PFCOUNT of one", ["PFCOUNT", "pfd0"], None, three_dense, {}),
    ("PFCOUNT of three dense", UNION_OF_DENSE, 0.50, three_dense, {"requests": 2_000}),
    ("PFCOUNT of three sparse", UNION_OF_SPARSE, 0.50, three_sparse, {"requests": 2_000}),
    ("PFMERGE of three dense", ["PFMERGE", "pfto", "pfd0", "pfd1", "pfd2"], None, three_dense,
     {"requests": 2_000}),
    ("PFMERGE of three sparse", ["PFMERGE", "pfts", "pfs0", "pfs1", "pfs2"], None, three_sparse,
     {"requests": 500}),
]
