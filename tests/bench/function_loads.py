"""What the benchmark asks of functions: workloads."""

LIBRARY = """#!lua name=bench
redis.register_function('bench_set', function(keys, args) return redis.call('SET', keys[1], args[1]) end)
"""


def library():
    yield ("FUNCTION", "LOAD", "REPLACE", LIBRARY)


# name, words for redis-benchmark, budget, commands that prepare, what else a Workload takes
WORKLOADS = [
    ("FCALL of one SET", ["FCALL", "bench_set", "1", "key:__rand_int__", "v" * 32], 0.70, library, {}),
]
