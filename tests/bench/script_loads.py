"""What the benchmark asks of scripts and functions: workloads."""

import hashlib

SET = "return redis.call('SET', KEYS[1], ARGV[1])"
TEN_CALLS = "for i = 1, 10 do redis.call('INCR', KEYS[1]) end return redis.status_reply('OK')"
SHA1 = hashlib.sha1(SET.encode()).hexdigest()
LIBRARY = """#!lua name=bench
redis.register_function('bench_set', function(keys, args) return redis.call('SET', keys[1], args[1]) end)
"""


def load_script():
    yield ("SCRIPT", "LOAD", SET)


def load_library():
    yield ("FUNCTION", "LOAD", "REPLACE", LIBRARY)


# name, words for redis-benchmark, budget, commands that prepare, what else a Workload takes
WORKLOADS = [
    ("EVALSHA of one SET", ["EVALSHA", SHA1, "1", "key:__rand_int__", "v" * 32], 0.70, load_script, {}),
    ("EVAL of one SET", ["EVAL", SET, "1", "key:__rand_int__", "v" * 32], 0.70, None, {}),
    ("EVAL of ten INCRs", ["EVAL", TEN_CALLS, "1", "counter:__rand_int__"], 0.60, None, {}),
    ("FCALL of one SET", ["FCALL", "bench_set", "1", "key:__rand_int__", "v" * 32], 0.70, load_library, {}),
]
