"""What the benchmark asks of places: workloads."""

import random

from harness import load

PLACES = 100_000
SIDE = 10   # degrees, from 0, 0 on


def places():
    """So many in a square of about 1112 by 1112 km."""
    rng = random.Random(1)
    for group in load.grouped(range(PLACES), 100):
        yield ("GEOADD", "places", *(w for i in group for w in (
            b"%.6f" % rng.uniform(0, SIDE), b"%.6f" % rng.uniform(0, SIDE), b"m:%012d" % i)))


SEARCH = ["GEOSEARCH", "places", "FROMMEMBER", "m:__rand_int__", "BYRADIUS"]
OF_PLACES = {"keys": PLACES}

# name, words for redis-benchmark, budget, commands that prepare, what else a Workload takes
WORKLOADS = [
    ("GEOSEARCH, 50 of 100 k", [*SEARCH, "14", "km"], 0.60, places, OF_PLACES),
    ("GEOSEARCH ASC, 50 of 100 k", [*SEARCH, "14", "km", "ASC", "WITHDIST"], 0.60, None, OF_PLACES),
    ("GEOSEARCH COUNT 10 ANY", [*SEARCH, "14", "km", "COUNT", "10", "ANY"], 0.60, None, OF_PLACES),
    ("GEOADD on 100 k", ["GEOADD", "places", "__rand_int__e-4", "__rand_int__e-4", "m:__rand_int__"],
     None, None, OF_PLACES),
]
