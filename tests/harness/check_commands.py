#!/usr/bin/python3
"""Compares what a server tells about its commands with the facts in tests/data/commands.json.

    check_commands.py --server build/release/kvd       each disagreement is one line
    check_commands.py --rows HELLO "CONFIG SET"        the facts as a row of kvd's command table

Every command and subcommand the server has is checked: arity, flags, key specs, ACL categories,
tips, since, group, deprecation and arguments. A server need not have all the commands of the file.

The facts are those of the newest Redis that has the command. Where kvd differs on purpose, the
entry has "differs": {"arity": "the reason"}, and the fact itself is what kvd shows. A command that
Redis does not have has "own": "where it comes from".
"""

import argparse
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness.server import Server       # noqa: E402

FACTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                     "data", "commands.json")


# ---- Reading the server -------------------------------------------------------------------------

def plain(element):
    """An element of RESP3 as Python's own: text, number, list, sorted list of a set, dictionary."""
    if element.kind == ":":
        return int(element.value)
    if element.kind == "%":
        items = [plain(item) for item in element.items]
        return dict(zip(items[::2], items[1::2]))
    if element.items is not None:
        items = [plain(item) for item in element.items]
        return sorted(items) if element.kind == "~" and isinstance((items or [0])[0], str) else items
    return element.value.decode() if element.value is not None else None


def key_spec(shown):
    """A key spec as the facts write it: each flag is a key."""
    spec = {flag: True for flag in shown["flags"]}
    spec["begin_search"] = shown["begin_search"]
    spec["find_keys"] = shown["find_keys"]
    return spec


def argument(shown):
    """An argument of COMMAND DOCS as the facts write it."""
    fact = {name: value for name, value in shown.items()
            if name not in ("flags", "arguments", "display_text", "summary")}
    fact.update({flag: True for flag in shown.get("flags", [])})
    if "arguments" in shown:
        fact["arguments"] = [argument(inner) for inner in shown["arguments"]]
    return fact


def read_commands(server):
    """Name in capitals -> facts, of every command and subcommand of the server."""
    conn = server.connect()
    conn.call("HELLO", "3")
    infos, docs = plain(conn.call("COMMAND")), plain(conn.call("COMMAND", "DOCS"))
    conn.close()
    found = {}

    def add(info, doc):
        fact = {
            "arity": info[1],
            "flags": info[2],
            "acl_categories": sorted(category.lstrip("@") for category in info[6]),
            "tips": sorted(info[7]),
            "key_specs": [key_spec(spec) for spec in info[8]],
            "since": doc["since"],
            "group": doc["group"],
            "deprecated_since": doc.get("deprecated_since"),
            "replaced_by": doc.get("replaced_by"),
            "arguments": [argument(shown) for shown in doc.get("arguments", [])],
        }
        found[info[0].upper().replace("|", " ")] = fact
        for sub in info[9]:
            add(sub, doc["subcommands"][sub[0]])

    for info in infos:
        add(info, docs[info[0]])
    return found


# ---- Comparing ----------------------------------------------------------------------------------

def expected(facts):
    fact = {name: facts.get(name) for name in
            ("arity", "since", "group", "deprecated_since", "replaced_by", "key_specs", "arguments")}
    for name in ("flags", "acl_categories", "tips"):
        fact[name] = sorted(facts.get(name, []))
    return fact


def disagreements(facts, shown):
    """Lines that say what of a command differs."""
    for name, value in expected(facts).items():
        if value == shown[name]:
            continue
        if name == "arguments":
            texts = [syntax_of(args, len(facts["key_specs"])) for args in (shown[name], value)]
        else:
            texts = [json.dumps(shown[name]), json.dumps(value)]
        yield f"{name}: {texts[0]}, expected {texts[1]}"


def check(binary):
    with open(FACTS, encoding="utf-8") as f:
        facts = json.load(f)
    with Server(binary) as server:
        found = read_commands(server)
    failed = 0
    for name, shown in sorted(found.items()):
        if name not in facts:
            lines = ["not in tests/data/commands.json"]
        elif "own" in facts[name]:
            lines = []
        else:
            lines = list(disagreements(facts[name], shown))
        for line in lines:
            print(f"{name}: {line}")
        failed += bool(lines)
    print(f"{len(found) - failed} passed, {failed} failed")
    return failed == 0 and len(found) > 0


# ---- The facts as rows --------------------------------------------------------------------------

KEY_NAMES = ("key", "key1", "key2", "source", "destination", "newkey")


def token_word(token):
    plain_token = token and token[0].isalpha() and all(c.isupper() or c.isdigit() or c in "-_"
                                                       for c in token)
    return token if plain_token else f'"{token}"'


def syntax_of(args, specs, separator=" ", seen=None):
    """Arguments in the language that kvd/server/command.h describes."""
    seen = [0] if seen is None else seen
    return separator.join(syntax_of_one(arg, specs, seen, alone=separator == " | ",
                                        last=i == len(args) - 1)
                          for i, arg in enumerate(args))


def syntax_of_one(arg, specs, seen, alone, last):
    kind, name, token = arg["type"], arg["name"], arg.get("token")
    if kind == "pure-token":
        word = token_word(token)
        unnamed = name == token.lower() and (alone or last or arg.get("optional"))
        text = word if unnamed else f"{name}={word}"
    else:
        text = "" if token is None else token_word(token) + " "
        if kind == "oneof":
            text += f"{name}=( {syntax_of(arg['arguments'], specs, ' | ', seen)} )"
        elif kind == "block":
            text += f"{name}={{ {syntax_of(arg['arguments'], specs, ' ', seen)} }}"
        else:
            usual = "key" if name in KEY_NAMES else "string"
            text += name + ("" if kind == usual else ":" + kind)
            index = arg.get("key_spec_index")
            usual = min(seen[0], specs - 1) if kind == "key" and specs else None
            if index != usual:
                text += f"#{index}"
            seen[0] += kind == "key"
    if arg.get("multiple"):
        text += " *..." if arg.get("multiple_token") else " ..."
    for mark, fact in ("@", "since"), ("!", "deprecated_since"):
        if fact in arg:
            text += f" {mark}{arg[fact]}"
    return f"[ {text} ]" if arg.get("optional") else text


def key_macro(spec):
    flags = " | ".join("KS_" + flag.upper() for flag in spec
                       if flag not in ("begin_search", "find_keys"))
    begin, find = spec["begin_search"], spec["find_keys"]
    if begin["type"] == "index" and find["type"] == "keynum" and find["spec"]["firstkey"] == 1:
        return f"KEYNUM({begin['spec']['index']}, {find['spec']['keystep']}, {flags})"
    if begin["type"] == "index" and find["type"] == "range" and find["spec"]["limit"] == 0:
        where, last, step = begin["spec"]["index"], find["spec"]["lastkey"], find["spec"]["keystep"]
        if (last, step) == (0, 1):
            return f"KEY({where}, {flags})"
        return f"KEYS({where}, {last}, {step}, {flags})"
    return f"{{ {flags}: {json.dumps(begin)} {json.dumps(find)} }}"


IMPLIED = {"read", "write", "fast", "slow", "admin", "dangerous", "blocking", "pubsub"}


def row_of(name, fact):
    """The facts of a command as the C row; what the facts do not have is left to be written."""
    parts = [f'"{name.split()[-1].lower()}"', str(fact["arity"]),
             " | ".join("CMD_" + flag.upper() for flag in fact["flags"]) or "0"]
    if fact["key_specs"]:
        parts.append(f".keys = {{ {', '.join(key_macro(spec) for spec in fact['key_specs'])} }}")
    implied = IMPLIED - ({"dangerous"} if "admin" not in fact["flags"] else set())
    acl = [category for category in fact["acl_categories"] if category not in implied]
    if acl:
        parts.append(f".acl = {' | '.join('ACL_' + category.upper() for category in acl)}")
    parts += [f'.group = "{fact["group"]}"', f'.since = "{fact["since"]}"']
    if fact["arguments"]:
        text = syntax_of(fact["arguments"], len(fact["key_specs"])).replace('"', '\\"')
        parts.append(f'.args = "{text}"')
    if fact.get("tips"):
        parts.append(f'.tips = "{" ".join(fact["tips"])}"')
    if "deprecated_since" in fact:
        parts.append(f'.deprecated = "{fact["deprecated_since"]}"')
        parts.append(f'.replaced_by = "{fact["replaced_by"]}"')
    return "{ " + ", ".join(parts) + " },"


def print_rows(names):
    with open(FACTS, encoding="utf-8") as f:
        facts = json.load(f)
    for name in names or sorted(facts):
        if "own" not in facts[name.upper()]:
            print(row_of(name, facts[name.upper()]))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="build/release/kvd")
    parser.add_argument("--rows", nargs="*", metavar="NAME", default=None)
    args = parser.parse_args()
    if args.rows is not None:
        print_rows(args.rows)
        return 0
    return 0 if check(args.server) else 1


if __name__ == "__main__":
    sys.exit(main())
