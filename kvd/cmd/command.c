/* COMMAND: the command table, as clients see it. */
#include "server/command.h"

#include "base/assert.h"
#include "base/glob.h"
#include "cmd/families.h"
#include "obj/blob.h"
#include "server/argspec.h"
#include "server/reply.h"
#include "server/reply_sink.h"

#include <stdio.h>

/* Client libraries ask for the whole table when they connect, so its replies are kept: they never
 * change once clients are there. */
struct kept_reply {
    struct blob *bytes[2]; /* RESP2, RESP3; NULL before the first request */
};

static void reply_kept(struct call *c, struct kept_reply *kept, void (*build)(struct call *c))
{
    struct blob **bytes = &kept->bytes[c->proto - 2];
    size_t start = c->out->len;

    reply_as_bytes(c);
    if (*bytes) {
        buf_add_bytes(c->out, blob_bytes(*bytes));
        return;
    }
    build(c);
    if (!c->out->failed)
        *bytes = blob_dup(bytes_from(buf_bytes(c->out), start));
}

/* ---- INFO ---------------------------------------------------------------------------------------- */

/* A set of the names of the bits, each with the prefix. */
static void reply_names(struct call *c, uint32_t bits, const char *(*name)(unsigned bit),
                        const char *prefix)
{
    char text[48];

    reply_set(c, (size_t)__builtin_popcount(bits));
    for (unsigned bit = 0; bits >> bit; bit++) {
        if (!(bits >> bit & 1))
            continue;
        snprintf(text, sizeof text, "%s%s", prefix, name(bit));
        reply_simple(c, text);
    }
}

/* A set of the words in a row's text. */
static void reply_words(struct call *c, const char *text)
{
    size_t mark = reply_later(c), count = 0;

    for (text = text ? text : ""; *text; count++) {
        size_t len = strcspn(text, " ");

        reply_bulk(c, bytes_make(text, len));
        text += len;
        text += strspn(text, " ");
    }
    reply_later_set(c, mark, '~', count);
}

static void reply_named_int(struct call *c, const char *name, int64_t n)
{
    reply_bulk_str(c, name);
    reply_int(c, n);
}

/* "begin_search" or "find_keys", its type, and the header of a spec with so many pairs. */
static void reply_search(struct call *c, const char *what, const char *type, size_t pairs)
{
    reply_bulk_str(c, what);
    reply_map(c, 2);
    reply_bulk_str(c, "type");
    reply_bulk_str(c, type);
    reply_bulk_str(c, "spec");
    reply_map(c, pairs);
}

static void reply_begin(struct call *c, const struct key_spec *ks)
{
    if (ks->begin == BEGIN_INDEX) {
        reply_search(c, "begin_search", "index", 1);
        reply_named_int(c, "index", ks->index);
    } else if (ks->begin == BEGIN_KEYWORD) {
        reply_search(c, "begin_search", "keyword", 2);
        reply_bulk_str(c, "keyword");
        reply_bulk_str(c, ks->keyword);
        reply_named_int(c, "startfrom", ks->index);
    } else {
        reply_search(c, "begin_search", "unknown", 0);
    }
}

static void reply_find(struct call *c, const struct key_spec *ks)
{
    if (ks->find == FIND_RANGE) {
        reply_search(c, "find_keys", "range", 3);
        reply_named_int(c, "lastkey", ks->last);
        reply_named_int(c, "keystep", ks->step);
        reply_named_int(c, "limit", ks->limit);
    } else if (ks->find == FIND_KEYNUM) {
        reply_search(c, "find_keys", "keynum", 3);
        reply_named_int(c, "keynumidx", ks->keynum);
        reply_named_int(c, "firstkey", ks->first);
        reply_named_int(c, "keystep", ks->step);
    } else {
        reply_search(c, "find_keys", "unknown", 0);
    }
}

static void reply_key_specs(struct call *c, const struct command *row)
{
    unsigned count = command_key_spec_count(row);

    reply_set(c, count);
    for (unsigned i = 0; i < count; i++) {
        reply_map(c, 3);
        reply_bulk_str(c, "flags");
        reply_names(c, row->keys[i].flags & KS_SHOWN, command_key_flag_name, "");
        reply_begin(c, &row->keys[i]);
        reply_find(c, &row->keys[i]);
    }
}

static bool is_fixed(const struct key_spec *ks)
{
    return ks->begin == BEGIN_INDEX && ks->find == FIND_RANGE;
}

/* First key, last key and step: what clients knew before there were key specs. It is the first spec
 * with fixed positions, joined with those that continue it. */
static void reply_key_range(struct call *c, const struct command *row)
{
    unsigned count = command_key_spec_count(row), i = 0;
    int first = 0, last = 0, step = 0;

    while (i < count && !is_fixed(&row->keys[i]))
        i++;
    if (i < count) {
        first = row->keys[i].index;
        step = row->keys[i].step;
        last = row->keys[i].last >= 0 ? first + row->keys[i].last : row->keys[i].last;
    }
    for (i++; i < count && last > 0; i++) {
        const struct key_spec *ks = &row->keys[i];

        if (!is_fixed(ks) || ks->index != last + 1 || ks->step != step)
            break;
        last = ks->last >= 0 ? ks->index + ks->last : ks->last;
    }
    reply_int(c, first);
    reply_int(c, last);
    reply_int(c, step);
}

static void reply_info(struct call *c, const struct command_state *cmd)
{
    const struct command *row = cmd->row;

    reply_array(c, 10);
    reply_bulk_str(c, cmd->full_name);
    reply_int(c, row->arity);
    reply_names(c, row->flags & (2 * CMD_LAST_SHOWN - 1) & ~CMD_MAY_REPLICATE, command_flag_name,
                "");
    reply_key_range(c, row);
    reply_names(c, cmd->acl, command_acl_name, "@");
    reply_words(c, row->tips);
    reply_key_specs(c, row);
    if (cmd->sub_count == 0) {
        reply_set(c, 0); /* not an array: what redis-server sends to RESP3 clients */
        return;
    }
    reply_array(c, cmd->sub_count);
    for (unsigned i = 0; i < cmd->sub_count; i++)
        reply_info(c, &cmd->subs[i]);
}

static void reply_all_infos(struct call *c)
{
    unsigned count;
    struct command_state *const *all = command_all(&count);

    reply_array(c, count);
    for (unsigned i = 0; i < count; i++)
        reply_info(c, all[i]);
}

/* COMMAND */
static void cmd_command(struct call *c)
{
    static struct kept_reply kept;

    reply_kept(c, &kept, reply_all_infos);
}

/* COMMAND INFO [command-name ...] */
static void command_info(struct call *c)
{
    if (args_left(c) == 0) {
        cmd_command(c);
        return;
    }
    reply_array(c, args_left(c));
    while (args_left(c) > 0) {
        const struct command_state *cmd = command_find(arg_bytes(c));

        if (cmd)
            reply_info(c, cmd);
        else
            reply_null(c);
    }
}

/* COMMAND COUNT */
static void command_count(struct call *c)
{
    unsigned count;

    command_all(&count);
    reply_int(c, count);
}

/* ---- DOCS ---------------------------------------------------------------------------------------- */

/* A pair of a map whose size is counted as it grows; a NULL value is left out. */
static size_t reply_pair(struct call *c, const char *name, const char *value)
{
    if (value == NULL)
        return 0;
    reply_bulk_str(c, name);
    reply_bulk_str(c, value);
    return 1;
}

static void reply_arg_flags(struct call *c, const struct argspec_arg *a)
{
    reply_bulk_str(c, "flags");
    reply_set(c, (size_t)a->optional + a->multiple + a->multiple_token);
    if (a->optional)
        reply_simple(c, "optional");
    if (a->multiple)
        reply_simple(c, "multiple");
    if (a->multiple_token)
        reply_simple(c, "multiple_token");
}

/* An array of the argument and those behind it, named "arguments"; returns its pairs: one. */
static size_t reply_args(struct call *c, const struct argspec_arg *a)
{
    size_t array, map, count = 0, pairs;

    reply_bulk_str(c, "arguments");
    array = reply_later(c);
    for (; a; a = a->next, count++) {
        map = reply_later(c);
        pairs = reply_pair(c, "name", a->name);
        pairs += reply_pair(c, "type", argspec_type_name(a->type));
        pairs += reply_pair(c, "display_text", a->inner ? NULL : a->name);
        if (a->key_spec >= 0) {
            reply_named_int(c, "key_spec_index", a->key_spec);
            pairs++;
        }
        pairs += reply_pair(c, "token", a->token);
        pairs += reply_pair(c, "since", a->since);
        pairs += reply_pair(c, "deprecated_since", a->deprecated);
        if (a->optional || a->multiple) {
            reply_arg_flags(c, a);
            pairs++;
        }
        if (a->inner)
            pairs += reply_args(c, a->inner);
        reply_later_set(c, map, '%', pairs);
    }
    reply_later_set(c, array, '*', count);
    return 1;
}

/* "7.0.0: Added this.; 7.2.0: Added that." as a set of pairs: the version and what came with it. */
static size_t reply_history(struct call *c, const char *text)
{
    size_t set, count = 0;

    if (text == NULL)
        return 0;
    reply_bulk_str(c, "history");
    set = reply_later(c);
    while (text) {
        const char *what = strstr(text, ": "), *next = what;

        kv_assert(what != NULL);
        do
            next = strstr(next + 2, "; ");
        while (next && !(next[2] >= '0' && next[2] <= '9'));
        reply_array(c, 2);
        reply_bulk(c, bytes_make(text, (size_t)(what - text)));
        what += 2;
        reply_bulk(c, bytes_make(what, next ? (size_t)(next - what) : strlen(what)));
        count++;
        text = next ? next + 2 : NULL;
    }
    reply_later_set(c, set, '~', count);
    return 1;
}

static void reply_docs(struct call *c, const struct command_state *cmd)
{
    const struct command *row = cmd->row;
    struct argspec *spec;
    const char *why = NULL;
    size_t at, map, pairs;

    spec = argspec_parse(row->args, command_key_spec_count(row), &why, &at);
    kv_assert(spec != NULL); /* the rows are ours; a unit test reads them all */
    reply_bulk_str(c, cmd->full_name);
    map = reply_later(c);
    pairs = reply_pair(c, "summary", row->summary);
    pairs += reply_pair(c, "since", row->since);
    pairs += reply_pair(c, "group", row->group);
    pairs += reply_pair(c, "complexity", row->complexity);
    if (row->deprecated) {
        reply_bulk_str(c, "doc_flags");
        reply_set(c, 1);
        reply_simple(c, "deprecated");
        pairs++;
    }
    pairs += reply_pair(c, "deprecated_since", row->deprecated);
    pairs += reply_pair(c, "replaced_by", row->replaced_by);
    pairs += reply_history(c, row->history);
    if (argspec_first(spec))
        pairs += reply_args(c, argspec_first(spec));
    if (cmd->sub_count > 0) {
        reply_bulk_str(c, "subcommands");
        reply_map(c, cmd->sub_count);
        for (unsigned i = 0; i < cmd->sub_count; i++)
            reply_docs(c, &cmd->subs[i]);
        pairs++;
    }
    reply_later_set(c, map, '%', pairs);
    argspec_free(spec);
}

static void reply_all_docs(struct call *c)
{
    unsigned count;
    struct command_state *const *all = command_all(&count);

    reply_map(c, count);
    for (unsigned i = 0; i < count; i++)
        reply_docs(c, all[i]);
}

/* COMMAND DOCS [command-name ...] */
static void command_docs(struct call *c)
{
    static struct kept_reply kept;
    size_t map, found = 0;

    if (args_left(c) == 0) {
        reply_kept(c, &kept, reply_all_docs);
        return;
    }
    map = reply_later(c);
    while (args_left(c) > 0) {
        const struct command_state *cmd = command_find(arg_bytes(c));

        if (cmd == NULL)
            continue;
        reply_docs(c, cmd);
        found++;
    }
    reply_later_set(c, map, '%', found);
}

/* ---- LIST ---------------------------------------------------------------------------------------- */

enum filter { BY_NONE, BY_MODULE, BY_ACLCAT, BY_PATTERN };

static bool is_listed(const struct command_state *cmd, enum filter by, struct bytes what)
{
    if (by == BY_ACLCAT) {
        for (unsigned bit = 0; cmd->acl >> bit; bit++)
            if (cmd->acl >> bit & 1 && bytes_is_word(what, command_acl_name(bit)))
                return true;
        return false;
    }
    if (by == BY_PATTERN)
        return glob_match_nocase(what, bytes_str(cmd->full_name));
    return by == BY_NONE; /* no command comes from a module */
}

/* Lists those of the command and its subcommands that the filter wants; returns how many. */
static size_t list(struct call *c, const struct command_state *cmd, enum filter by,
                   struct bytes what)
{
    size_t count = 0;

    if (is_listed(cmd, by, what)) {
        reply_bulk_str(c, cmd->full_name);
        count++;
    }
    for (unsigned i = 0; i < cmd->sub_count; i++)
        count += list(c, &cmd->subs[i], by, what);
    return count;
}

/* COMMAND LIST [FILTERBY MODULE module-name | ACLCAT category | PATTERN pattern] */
static void command_list(struct call *c)
{
    struct command_state *const *all;
    struct bytes what = { 0 };
    enum filter by = BY_NONE;
    unsigned total;
    size_t mark, count = 0;

    if (arg_word(c, "filterby")) {
        if (arg_word(c, "module"))
            by = BY_MODULE;
        else if (arg_word(c, "aclcat"))
            by = BY_ACLCAT;
        else if (arg_word(c, "pattern"))
            by = BY_PATTERN;
        else
            arg_fail(c, KV_SYNTAX, NULL);
        what = arg_bytes(c);
    }
    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    all = command_all(&total);
    mark = reply_later(c);
    for (unsigned i = 0; i < total; i++)
        count += list(c, all[i], by, what);
    reply_later_set(c, mark, '*', count);
}

/* ---- GETKEYS ------------------------------------------------------------------------------------- */

struct found_keys {
    struct call *call;
    const struct bytes *argv;
    bool with_flags;
    size_t count;
};

static void count_key(void *ctx, unsigned index, unsigned flags)
{
    struct found_keys *f = ctx;

    (void)index;
    (void)flags;
    f->count++;
}

static void reply_key(void *ctx, unsigned index, unsigned flags)
{
    struct found_keys *f = ctx;

    if (f->with_flags)
        reply_array(f->call, 2);
    reply_bulk(f->call, f->argv[index]);
    if (f->with_flags)
        reply_names(f->call, flags & KS_SHOWN, command_key_flag_name, "");
}

static void getkeys(struct call *c, bool with_flags)
{
    const struct bytes *argv = c->argv + c->next;
    unsigned argc = args_left(c);
    const struct command_state *cmd = command_lookup(argv, argc);
    struct found_keys found = { .call = c, .argv = argv, .with_flags = with_flags };

    if (cmd == NULL || cmd->row->subs) {
        reply_error(c, "ERR Invalid command specified");
    } else if (command_key_spec_count(cmd->row) == 0) {
        reply_error(c, "ERR The command has no key arguments");
    } else if (!command_arity_ok(cmd->row, argc)) {
        reply_error(c, "ERR Invalid number of arguments specified for command");
    } else if (command_keys(cmd->row, argv, argc, count_key, &found)) {
        reply_array(c, found.count);
        command_keys(cmd->row, argv, argc, reply_key, &found);
    } else if (cmd->row->flags & CMD_NO_MANDATORY_KEYS) {
        reply_array(c, 0);
    } else {
        reply_error(c, "ERR Invalid arguments specified for command");
    }
}

/* COMMAND GETKEYS command [arg ...] */
static void command_getkeys(struct call *c)
{
    getkeys(c, false);
}

/* COMMAND GETKEYSANDFLAGS command [arg ...] */
static void command_getkeysandflags(struct call *c)
{
    getkeys(c, true);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

#define ABOUT     CMD_LOADING | CMD_STALE, .acl = ACL_CONNECTION, .group = "server"
#define ANY_ORDER "nondeterministic_output_order"

static const struct command subs[] = {
    { "count", 2, ABOUT, .handler = command_count, .since = "2.8.13", .complexity = "O(1)",
      .summary = "Counts the commands." },
    { "docs", -2, ABOUT, .handler = command_docs, .since = "7.0.0",
      .complexity = "O(N) where N is the number of commands to tell about.",
      .summary = "Tells what commands, or all of them, are for, and their arguments.",
      .args = "[ command-name ... ]", .tips = ANY_ORDER },
    { "getkeys", -3, ABOUT, .handler = command_getkeys, .since = "2.8.13",
      .complexity = "O(N) where N is the number of arguments.",
      .summary = "Finds the keys in a whole command.", .args = "command [ arg ... ]" },
    { "getkeysandflags", -3, ABOUT, .handler = command_getkeysandflags, .since = "7.0.0",
      .complexity = "O(N) where N is the number of arguments.",
      .summary = "Finds the keys in a whole command, and what it does to each.",
      .args = "command [ arg ... ]" },
    { "help", 2, ABOUT, .handler = reply_help, .since = "5.0.0", .complexity = "O(1)",
      .summary = "Lists the subcommands of COMMAND." },
    { "info", -2, ABOUT, .handler = command_info, .since = "2.8.13",
      .complexity = "O(N) where N is the number of commands to tell about.",
      .summary = "Tells arity, flags and keys of commands, or of all of them.",
      .args = "[ command-name ... ]", .tips = ANY_ORDER,
      .history = "7.0.0: All commands are meant when none is named." },
    { "list", -2, ABOUT, .handler = command_list, .since = "7.0.0",
      .complexity = "O(N) where N is the number of commands.",
      .summary = "Lists the names of the commands.",
      .args = "[ FILTERBY filterby=( MODULE module-name | ACLCAT category"
              " | PATTERN pattern:pattern ) ]",
      .tips = ANY_ORDER },
    COMMAND_END,
};

const struct command command_commands[] = {
    { "command", -1, ABOUT, .handler = cmd_command, .since = "2.8.13",
      .complexity = "O(N) where N is the number of commands.",
      .summary = "Tells arity, flags and keys of all commands.", .tips = ANY_ORDER, .subs = subs },
    COMMAND_END,
};
