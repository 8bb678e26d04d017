/*
 * option_rows -- what the tests of options share: rows of every type, a set of them made anew for each test, and
 * CONFIG SET in short.
 */
#ifndef KV_TEST_OPTION_ROWS_H
#define KV_TEST_OPTION_ROWS_H

#include "base/mem.h"
#include "base/num.h"
#include "base/option.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Rows of every type ------------------------------------------------------------------------ */

static bool flag;
static int64_t hz, port, mode, fixed_count, secret_level;
static uint64_t maxmemory;
static int64_t client_memory;
static int policy;
static char *dir, *password, *title, *addresses;
static double factor;

static const struct option_name policies[] = {
    { "noeviction", 0 }, { "allkeys-lru", 1 }, { "volatile-ttl", 2 }, { NULL, 0 }
};

/* Two words, kept as one text: the shape of replicaof. */
static char primary[128];

static inline bool set_primary(const struct bytes *words, unsigned count, const char **why)
{
    if (count == 1 && words[0].len == 0) {
        primary[0] = '\0';
        return true;
    }
    if (count != 2 || words[0].len + words[1].len > 100) {
        *why = "needs a host and a port";
        return false;
    }
    snprintf(primary, sizeof primary, "%.*s %.*s", BYTES_ARG(words[0]), BYTES_ARG(words[1]));
    return true;
}

static inline void get_primary(struct buf *out)
{
    buf_add_str(out, primary);
}

static char note[128]; /* one word, taken as it is */

static inline bool set_note(const struct bytes *words, unsigned count, const char **why)
{
    (void)why;
    if (count != 1 || words[0].len > 100)
        return false;
    snprintf(note, sizeof note, "%.*s", BYTES_ARG(words[0]));
    return true;
}

static inline void get_note(struct buf *out)
{
    buf_add_str(out, note);
}

/* Pairs of numbers on lines of their own, with a default list: the shape of save. */
static struct {
    int64_t pair[64][2];
    unsigned count;
    bool is_default;
} saves;

static inline void reset_saves(void)
{
    saves.count = 1;
    saves.pair[0][0] = 3600;
    saves.pair[0][1] = 1;
    saves.is_default = true;
}

static inline bool set_saves(const struct bytes *words, unsigned count, const char **why)
{
    unsigned first = saves.is_default ? 0 : saves.count;
    int64_t numbers[64];

    *why = "Invalid save parameters";
    if (count == 1 && words[0].len == 0) {
        saves.count = 0;
        saves.is_default = false;
        return true;
    }
    if (count % 2 != 0 || count > 64 || first + count / 2 > 64)
        return false;
    for (unsigned i = 0; i < count; i++)
        if (!num_parse_int(words[i], &numbers[i]))
            return false;
    for (unsigned i = 0; i < count; i++)
        saves.pair[first + i / 2][i % 2] = numbers[i];
    saves.count = first + count / 2;
    saves.is_default = false;
    return true;
}

static inline void get_saves(struct buf *out)
{
    for (unsigned i = 0; i < saves.count; i++)
        buf_addf(out, "%s%lld %lld", i ? "\n" : "", (long long)saves.pair[i][0],
                 (long long)saves.pair[i][1]);
}

/* What apply() was told, and whether it agrees. */
static unsigned listen_calls, hz_calls;
static int64_t listen_port_seen;
static bool listen_refuses;

static inline bool apply_listen(const char **why)
{
    listen_calls++;
    listen_port_seen = port;
    if (listen_refuses && port != 6379) {
        *why = "Unable to listen on this port";
        return false;
    }
    return true;
}

static inline bool apply_hz(const char **why)
{
    (void)why;
    hz_calls++;
    return true;
}

static inline bool check_title(struct bytes value, const char **why)
{
    *why = "template format is invalid";
    return value.len == 0 || value.ptr[0] != '{';
}

static const struct option rows[] = {
    OPTION_BOOL("appendonly", &flag, "no", OPT_LIVE, "Keeps an append-only file."),
    { .name = "hz",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &hz,
      .fallback = "10",
      .min = 1,
      .max = 500,
      .apply = apply_hz,
      .summary = "Turns of the periodic jobs per second." },
    { .name = "port",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &port,
      .fallback = "6379",
      .min = 0,
      .max = 65535,
      .apply = apply_listen,
      .summary = "The TCP port." },
    OPTION_MEMORY("maxmemory", &maxmemory, "0", 0, INT64_MAX, OPT_LIVE, "Most memory."),
    OPTION_MEMORY("maxmemory-clients", &client_memory, "0", 0, INT64_MAX, OPT_LIVE | OPT_PERCENT,
                  "Most memory of clients."),
    OPTION_ENUM("maxmemory-policy", &policy, "noeviction", policies, OPT_LIVE, "What goes."),
    { .name = "dir",
      .type = OPT_STRING,
      .flags = OPT_LIVE | OPT_PROTECTED,
      .value = &dir,
      .fallback = ".",
      .max = 4096,
      .apply = apply_listen,
      .summary = "Where files go." },
    OPTION_STRING("requirepass", &password, NULL, OPT_LIVE | OPT_SENSITIVE, "The password."),
    OPTION_STRING("bind", &addresses, "* -::*", OPT_LIVE | OPT_WORDS, "Where to listen."),
    { .name = "proc-title-template",
      .type = OPT_STRING,
      .flags = OPT_LIVE,
      .value = &title,
      .fallback = "{title}",
      .max = 64 * 1024,
      .check = check_title,
      .summary = "The process title." },
    { .name = "defrag-factor",
      .type = OPT_DOUBLE,
      .flags = OPT_LIVE,
      .value = &factor,
      .fallback = "1.5",
      .dmin = 1,
      .dmax = 10,
      .summary = "A factor." },
    { .name = "unixsocketperm",
      .type = OPT_OCTAL,
      .flags = OPT_LIVE,
      .value = &mode,
      .fallback = "0",
      .max = 0777,
      .summary = "A mode." },
    { .name = "replicaof",
      .alias = "slaveof",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE,
      .fallback = "",
      .set = set_primary,
      .get = get_primary,
      .summary = "The primary." },
    { .name = "save",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE | OPT_MULTI,
      .set = set_saves,
      .get = get_saves,
      .reset = reset_saves,
      .summary = "When to save." },
    { .name = "note",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE | OPT_VERBATIM,
      .fallback = "",
      .set = set_note,
      .get = get_note,
      .summary = "A text." },
    OPTION_INT("databases", &fixed_count, "16", 1, INT32_MAX, OPT_FIXED, "How many."),
    OPTION_INT("secret-level", &secret_level, "0", 0, 9, OPT_LIVE | OPT_HIDDEN, "For developers."),
    OPTION_END
};

static struct option_set *set;
static struct buf err;

static inline void setup(void)
{
    set = option_set_new();
    option_set_add(set, rows);
    buf_init(&err, 64 * 1024);
    listen_calls = hz_calls = 0;
    listen_refuses = false;
}

static inline void teardown(void)
{
    option_set_free(set);
    buf_fini(&err);
}

/* A fresh set with the values of text. */
static inline void restart_with(const char *text)
{
    teardown();
    setup();
    ck_assert_msg(option_load_text(set, bytes_str(text), "t.conf", &err), "%s", buf_cstr(&err));
}

static inline const char *get(const char *name)
{
    static struct buf out = { .limit = BUF_UNLIMITED };

    buf_clear(&out);
    option_get(option_find(set, bytes_str(name)), &out);
    return buf_cstr(&out);
}

/* CONFIG SET of up to three pairs. */
static const char *refused;
static unsigned bad_pair;

static inline bool set_live(const char *n1, const char *v1, const char *n2, const char *v2)
{
    struct option_pair pairs[2] = { { bytes_str(n1), bytes_str(v1) } };

    if (n2 != NULL)
        pairs[1] = (struct option_pair){ bytes_str(n2), bytes_str(v2) };
    refused = NULL;
    bad_pair = 99;
    return option_set_live(set, pairs, n2 ? 2 : 1, false, &bad_pair, &refused);
}

#define assert_refused(name, value, text)                                                          \
    do {                                                                                           \
        ck_assert(!set_live(name, value, NULL, NULL));                                             \
        ck_assert_uint_eq(bad_pair, 0);                                                            \
        ck_assert_str_eq(refused, text);                                                           \
    } while (0)

#endif
