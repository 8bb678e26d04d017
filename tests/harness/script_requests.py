"""Random scripts: calls of every function that scripts find, commands with all kinds of arguments, replies of all
shapes, errors of all kinds; by EVAL and its kin, and as functions of a library.

A seed gives the same again. Left out is what differs on purpose (kvd/script/README.md), what depends on an address,
the time or chance, and what ends redis-server 7.0.
"""

import hashlib
import random

KEYS = ["k", "s", "h", "l", "z", "st", "text", "none"]
SETUP = [["FLUSHALL"], ["FUNCTION", "FLUSH"], ["SCRIPT", "FLUSH"], ["SET", "k", "5"], ["SET", "text", "text"],
         ["SADD", "s", "a"], ["HSET", "h", "f", "v"], ["RPUSH", "l", "a", "b", "c"], ["ZADD", "z", "1", "m"],
         ["XADD", "st", "1-1", "f", "v"]]

NUMBERS = """0 -0 1 2 3 -1 -2 0.5 -0.5 1.5 3.7 -3.7 10 16 36 37 100 255 256 65536 2^31 2^31-1 -2^31 2^32 2^53 2^53+1
    2^63 -2^63 1e15 1e16 1e100 1e-300 1/0 -1/0 1/3""".split()
SMALL = "0 1 2 3 4 5 7 10 100".split()
STRINGS = ["''", "'a'", "'abc'", "'hello world'", "'10'", "' 10 '", "'0x10'", "'1e1'", "'-5'", "'nan'", "'a\\0b'",
           "'\\255\\254'", "('x'):rep(100)", "'%d'", "'key=val; k2=v2'", "'[1,2,3]'", "'\\r\\n'", "'zz'", "'(a)'"]
OTHERS = ["nil", "true", "false", "cjson.null", "print", "function() return 1 end", "{}", "{1,2,3}", "{1,nil,3}",
          "{a=1}", "{[0]=1}", "{[1.5]=1}", "{[10]=1,[20]=2}", "{a=1,b={2,3},'x'}"]
PATTERNS = ["a", ".", "%a", "%d", "%s", "*", "+", "-", "?", "(", ")", "()", "[a-z]", "[^a]", "^", "$", "%b()",
            "%f[%a]", "%1", "%", "[", "l", "[]]", "%z"]
JSON = ["1", "-1.5e3", '"a"', "null", "true", '"\\\\u00e9"', '"\\\\ud83d"', "0x10", "01", "+1", "nan", "1e999", "tru",
        "[1,[2]]", '{"a":{"b":[]}}', "[1,", "{", " [ ] ", "12345678901234567890"]
REPLACEMENTS = ["'x'", "'%0'", "'%1'", "'%2'", "'%'", "{a='1',l=2,o=false}", "function(x) return x end",
                "function() return {} end", "5"]

# What they take: (n)umber, (i)nteger, (s)tring, (v)alue, (p)attern, (r)eplacement, (f)ormat of string,
# (F)ormat of struct, (J)SON, (m)essage of MessagePack, (b)oolean; * any number of values.
FUNCTIONS = {
    "string": "byte:sii char:ii find:spi find:ssib format:fv format:fn format:fs gsub:spri len:v lower:s match:spi "
              "rep:si reverse:s sub:sii sub:snn upper:v",
    "table": "concat:vsii insert:viv insert:vv remove:vi maxn:v getn:v sort:v setn:vn",
    "math": "abs:n acos:n atan:n atan2:nn ceil:n cos:n exp:n floor:n fmod:nn frexp:n ldexp:nn log:n log10:n max:nn "
            "max:* min:nn modf:n pow:nn sqrt:n tanh:n",
    "bit": "tobit:n bnot:n band:nn bor:nn bxor:nn lshift:nn rshift:nn arshift:nn rol:nn ror:nn bswap:n tohex:nn band:*",
    "cjson": "encode:v decode:J encode_sparse_array:bii encode_max_depth:i decode_max_depth:i "
             "encode_number_precision:i encode_keep_buffer:b encode_invalid_numbers:b decode_invalid_numbers:b",
    "cmsgpack": "pack:* unpack:m unpack_one:mi unpack_limit:mii",
    "struct": "pack:Fnnn pack:Fvv unpack:Fs unpack:Fm size:F",
    "redis": "sha1hex:* error_reply:* status_reply:* log:iv setresp:i acl_check_cmd:ss set_repl:i call:ssv pcall:ssv",
    "": "tostring:v tonumber:v tonumber:si type:v select:ivv unpack:vii rawget:vi rawset:vvv rawequal:vv next:vi "
        "ipairs:v assert:* pcall:vv error:s loadstring:s newproxy:v require:s dofile:s rawlen:v",
}
CALLS = [(f"{table}.{name}".lstrip("."), kinds)
         for table, names in FUNCTIONS.items()
         for name, kinds in (entry.split(":") for entry in names.split())]

COMMANDS = [c.split() for c in """get K;set K A;append K A;incr K;incrby K A;incrbyfloat K A;
    del K;exists K;hset K A A;hget K A;hgetall K;sadd K A;scard K;smismember K A A;lpush K A;
    lrange K A A;lrange K 0 -1;lpop K;zadd K A A;zrange K 0 -1 withscores;zscore K A;zmscore K A A;
    zincrby K A A;zrank K A;xrange K - +;xlen K;type K;mget K K;echo A;ping;ping A;nosuch;get;
    get K A;multi;exec;watch K;subscribe a;eval A A;script flush;config get maxmemory;client;
    select A;select 0;reset;quit;auth A;hello 3;debug protocol map;monitor;pubsub channels;
    publish A A;spublish A A;copy K K;rename K K;expire K A;ttl K;restore K 0 A;sort K;
    sort K store K;getex K;getset K A;setrange K A A;getrange K A A;bitcount K;setbit K A A;
    bitfield K get u8 0;pfcount K;geoadd K A A A;geopos K A;sintercard 1 K;unlink K;xack K A A;
    lcs K K;GET K;function stats;lmpop 1 K left;zmpop 1 K min""".replace("\n", "").split(";")]
ARGUMENTS = ["1", "'a'", "1.5", "-1", "1e10", "2^53", "0.5", "100000000000000000000", "ARGV[1]", "'x y'", "true", "nil",
             "{}", "0/0", "1/0", "-0", "3.0", "'m'", "'f'", "'10'"]
REPLIES = ["1", "-3.99", "1e15", "2^53", "2^63", "'x'", "''", "'a\\r\\nb'", "true", "false", "nil", "KEYS", "ARGV",
           "redis.error_reply('E x')", "redis.error_reply('noword')", "redis.error_reply({err='x'})",
           "redis.status_reply('a\\r\\nb')", "cjson.null", "{ok='fine'}", "{err='MY x'}", "{err='a\\r\\nb'}", "{}",
           "{map={['a']=1}}", "{map={[1]={2}}}", "{set={['a']=true}}", "{double=1.5}", "{double=1/0}", "{double='x'}",
           "{big_number='123'}", "{verbatim_string={string='t',format='txt'}}", "{verbatim_string={format='txt'}}",
           "{null=true}", "{ok=1}", "{err={}}", "{ok='a',err='b'}"]
BODIES = ["x=1", "return x", "return (", "x", "for", "return nil..1", "local t=nil return t.x", "return nosuch()",
          "KEYS=1 return KEYS", "ARGV[1]='z' return ARGV", "return _G.x", "redis.call=1", "string.x=1",
          "rawset(_G,'x',1)", "return ('x'):nosuch()", "local function f() error('deep') end f()",
          "local function f() error({err='A b'}) end\n f()", "return {pcall(error,{err='E z'})}", "return 1,2,3", "",
          "return {KEYS,ARGV}", "goto x", "return redis.call()", "return redis.call({})", "return redis.pcall('get')",
          "return {redis.pcall('incr','text'),1}"]
SHEBANGS = ["", "#!lua", "#!lua flags=no-writes", "#!lua flags=allow-oom", "#!lua flags=no-writes,allow-oom",
            "#!lua flags=", "#!lua flags=bad", "#!lua name=x", "#!lua flags=no-writes flags=allow-oom", "#!Lua", "#!",
            "#! lua", "#!lua x", "#!lua  flags=no-writes ", "#!lua flags=,no-writes", "#!lua FLAGS=no-writes",
            "#!lua flags='no-writes'", '#!lua\t"flags=allow-oom"', '#!lua "x', "#!lua flags=no-writes\r"]

# Shows all results of each call as text: keys in order, no addresses.
PROBE = r"""
local function show(v, depth)
  if type(v) == 'number' then return v ~= v and 'nan' or string.format('%.17g', v) end
  if type(v) == 'string' then return string.format('%q', v) end
  if type(v) ~= 'table' or depth > 5 then return type(v) == 'boolean' and tostring(v) or type(v) end
  local out = {}
  for k, e in pairs(v) do out[#out + 1] = show(k, depth + 1) .. '=' .. show(e, depth + 1) end
  table.sort(out)
  return '{' .. table.concat(out, ',') .. '}'
end
local out = {}
local function try(f)
  local r, text = {pcall(f)}, {}
  for i = 1, table.maxn(r) do text[i] = show(r[i], 0) end
  out[#out + 1] = (table.concat(text, ' '):gsub('0x%x+', ''))
end
"""
FRESH = """cjson.encode_sparse_array(false,2,10) cjson.encode_max_depth(1000) cjson.decode_max_depth(1000)
cjson.encode_number_precision(14) cjson.encode_keep_buffer(true) cjson.encode_invalid_numbers(false)
cjson.decode_invalid_numbers(false) redis.setresp(2)
"""


class Scripts:
    def __init__(self, seed):
        self.random = random.Random(seed)

    # -- functions ----------------------------------------------------------------------------

    def format(self):
        r = self.random
        return "'" + "".join(r.choice(["x", "", "%%"]) + "%" + r.choice(["", "-", "+", "0", " ", "#"])
                             + r.choice(["", "5", "10", "100"]) + r.choice(["", ".2", ".0", "."])
                             + r.choice("cdiouxXeEfgGqsaz") for _ in range(r.randint(1, 2))) + "'"

    def struct_format(self):
        r = self.random
        return "'" + "".join(r.choice(["", "", ">", "<", "!4", "!"]) + r.choice("bBhHlLTfdsxc0iI")
                             + r.choice(["", "", "1", "2", "4", "8"]) for _ in range(r.randint(1, 4))) + "'"

    def argument(self, kind):
        r = self.random
        if kind == "v":
            return r.choice(r.choice([NUMBERS, STRINGS, OTHERS]))
        if kind == "m":
            return f"cmsgpack.pack({self.argument('v')},{self.argument('v')})"
        if kind == "p":
            return "'" + "".join(r.choices(PATTERNS, k=r.randint(1, 4))) + "'"
        if kind == "J":
            return "'" + r.choice(JSON) + "'"
        if kind in "fF":
            return self.format() if kind == "f" else self.struct_format()
        return r.choice({"n": NUMBERS, "i": SMALL, "s": STRINGS, "r": REPLACEMENTS, "b": ["true", "false"]}[kind])

    def probe(self):
        """One script that makes many calls and returns what came of each."""
        r = self.random
        lines = []
        for _ in range(25):
            name, kinds = r.choice(CALLS)
            if kinds == "*":
                kinds = "v" * r.randint(0, 4)
            elif r.random() < 0.1:
                kinds = kinds[:-1]
            lines.append(f"try(function() return {name}({','.join(map(self.argument, kinds))}) end)")
        return ["EVAL", FRESH + PROBE + "\n".join(lines) + "\n" + FRESH + "return out", "0"]

    # -- commands and replies -----------------------------------------------------------------

    def command(self):
        r = self.random
        words = [{"K": lambda: r.choice(["KEYS[1]"] + [f"'{k}'" for k in KEYS]),
                  "A": lambda: r.choice(ARGUMENTS)}.get(word, lambda word=word: f"'{word}'")()
                 for word in r.choice(COMMANDS)]
        return f"redis.{r.choice(['call', 'call', 'pcall'])}({','.join(words)})"

    def reply(self, depth=0):
        if depth < 3 and self.random.random() < 0.3:
            return "{" + ",".join(self.reply(depth + 1) for _ in range(self.random.randint(1, 3))) + "}"
        return self.random.choice(REPLIES)

    def body(self):
        r = self.random
        text = r.choice([lambda: "return " + self.reply(), lambda: "return " + self.command(),
                         lambda: f"local x={self.command()} return {{x,{self.command()}}}",
                         lambda: f"local ok,e=pcall(function() return {self.command()} end) return {{ok,e,type(e)}}",
                         lambda: f"error({r.choice(STRINGS)}{r.choice(['', ',0', ',1', ',2'])})",
                         lambda: r.choice(BODIES)])()
        return r.choice(["", "", "redis.setresp(3) "]) + r.choice(["", "", "\n\n"]) + text

    def keys_and_arguments(self):
        r = self.random
        keys = r.choices(KEYS, k=r.randint(0, 3))
        count = str(len(keys)) if r.random() < 0.95 else r.choice(["-1", "x", "", "99", "1.5"])
        return [count] + keys + r.choices(["1", "x", "", "a b"], k=r.randint(0, 2))

    def requests(self):
        """What sends one script."""
        r = self.random
        kind = r.random()
        if kind < 0.3:
            return [self.probe()]
        body = self.body()
        if kind < 0.5:
            flags = r.choice(["{}", "{'no-writes'}", "{'allow-oom'}", "{'no-writes','allow-stale'}", "{'bad'}"])
            code = (f"#!lua name=lib\nredis.register_function{{function_name='f',flags={flags},"
                    f"callback=function(KEYS,ARGV) {body} end}}")
            call = [r.choice(["FCALL", "FCALL_RO"]), "f"] + self.keys_and_arguments()
            return [["FUNCTION", "LOAD", "REPLACE", code], call]
        if r.random() < 0.3:
            body = r.choice(SHEBANGS) + "\n" + body
        if kind < 0.9:
            return [[r.choice(["EVAL", "EVAL_RO"]), body] + self.keys_and_arguments()]
        return [["SCRIPT", "LOAD", body],
                ["EVALSHA", hashlib.sha1(body.encode()).hexdigest()] + self.keys_and_arguments()]
