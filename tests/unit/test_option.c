#include "base/option.h"
#include "base/mem.h"
#include "base/num.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

static bool set_primary(const struct bytes *words, unsigned count, const char **why)
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

static void get_primary(struct buf *out)
{
    buf_add_str(out, primary);
}

static char note[128]; /* one word, taken as it is */

static bool set_note(const struct bytes *words, unsigned count, const char **why)
{
    (void)why;
    if (count != 1 || words[0].len > 100)
        return false;
    snprintf(note, sizeof note, "%.*s", BYTES_ARG(words[0]));
    return true;
}

static void get_note(struct buf *out)
{
    buf_add_str(out, note);
}

/* Pairs of numbers on lines of their own, with a default list: the shape of save. */
static struct {
    int64_t pair[64][2];
    unsigned count;
    bool is_default;
} saves;

static void reset_saves(void)
{
    saves.count = 1;
    saves.pair[0][0] = 3600;
    saves.pair[0][1] = 1;
    saves.is_default = true;
}

static bool set_saves(const struct bytes *words, unsigned count, const char **why)
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

static void get_saves(struct buf *out)
{
    for (unsigned i = 0; i < saves.count; i++)
        buf_addf(out, "%s%lld %lld", i ? "\n" : "", (long long)saves.pair[i][0],
                 (long long)saves.pair[i][1]);
}

/* What apply() was told, and whether it agrees. */
static unsigned listen_calls, hz_calls;
static int64_t listen_port_seen;
static bool listen_refuses;

static bool apply_listen(const char **why)
{
    listen_calls++;
    listen_port_seen = port;
    if (listen_refuses && port != 6379) {
        *why = "Unable to listen on this port";
        return false;
    }
    return true;
}

static bool apply_hz(const char **why)
{
    (void)why;
    hz_calls++;
    return true;
}

static bool check_title(struct bytes value, const char **why)
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

static void setup(void)
{
    set = option_set_new();
    option_set_add(set, rows);
    buf_init(&err, 64 * 1024);
    listen_calls = hz_calls = 0;
    listen_refuses = false;
}

static void teardown(void)
{
    option_set_free(set);
    buf_fini(&err);
}

/* A fresh set with the values of text. */
static void restart_with(const char *text)
{
    teardown();
    setup();
    ck_assert_msg(option_load_text(set, bytes_str(text), "t.conf", &err), "%s", buf_cstr(&err));
}

static const char *get(const char *name)
{
    static struct buf out = { .limit = BUF_UNLIMITED };

    buf_clear(&out);
    option_get(option_find(set, bytes_str(name)), &out);
    return buf_cstr(&out);
}

/* CONFIG SET of up to three pairs. */
static const char *refused;
static unsigned bad_pair;

static bool set_live(const char *n1, const char *v1, const char *n2, const char *v2)
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

/* ---- Tests ------------------------------------------------------------------------------------- */

START_TEST(variables_start_with_their_defaults)
{
    ck_assert(!flag);
    ck_assert_int_eq(hz, 10);
    ck_assert_str_eq(dir, ".");
    ck_assert_str_eq(password, "");
    ck_assert_str_eq(get("save"), "3600 1");
    ck_assert_str_eq(get("defrag-factor"), "1.5");
}
END_TEST

START_TEST(a_file_sets_values_of_every_type)
{
    restart_with("# a comment\n"
                 "\n"
                 "  appendonly\tYES  \r\n"
                 "HZ 11\n"
                 "maxmemory 100mb\n"
                 "maxmemory-clients 10%\n"
                 "maxmemory-policy AllKeys-LRU\n"
                 "\"dir\" '/var/lib/a b'\n"
                 "requirepass \"a \\\"b\\\" \\x41\\n\"\n"
                 "defrag-factor 2.25\n"
                 "unixsocketperm 0700\n"
                 "slaveof 10.0.0.1 6379\n"
                 "save 900 1\n"
                 "save 300 10 60 100");
    ck_assert(flag);
    ck_assert_int_eq(hz, 11);
    ck_assert_uint_eq(maxmemory, 100 << 20);
    ck_assert_str_eq(get("maxmemory"), "104857600");
    ck_assert_int_eq(client_memory, -10);
    ck_assert_str_eq(get("maxmemory-clients"), "10%");
    ck_assert_str_eq(get("maxmemory-policy"), "allkeys-lru");
    ck_assert_str_eq(dir, "/var/lib/a b");
    ck_assert_str_eq(password, "a \"b\" A\n");
    ck_assert_str_eq(get("defrag-factor"), "2.25");
    ck_assert_str_eq(get("unixsocketperm"), "700");
    ck_assert_str_eq(get("replicaof"), "10.0.0.1 6379");
    ck_assert_str_eq(get("save"), "900 1 300 10 60 100");
}
END_TEST

START_TEST(the_last_line_wins_but_multi_lines_add)
{
    restart_with("hz 1\nsave 1 1\nhz 2\nsave \"\"\nsave 2 2\nsave 3 3\n");
    ck_assert_int_eq(hz, 2);
    ck_assert_str_eq(get("save"), "2 2 3 3");
}
END_TEST

START_TEST(only_a_line_of_a_file_marks_an_option_as_set)
{
    restart_with("HZ 10\nslaveof h 1\n");
    ck_assert(set_live("port", "1", NULL, NULL));
    ck_assert(option_is_set(set, option_find(set, bytes_str("hz"))));
    ck_assert(option_is_set(set, option_find(set, bytes_str("replicaof"))));
    ck_assert(!option_is_set(set, option_find(set, bytes_str("port"))));
}
END_TEST

static void assert_load_error(const char *text, const char *message)
{
    buf_clear(&err);
    ck_assert(!option_load_text(set, bytes_str(text), "t.conf", &err));
    ck_assert_str_eq(buf_cstr(&err), message);
}

START_TEST(a_bad_line_is_named_with_its_reason)
{
    assert_load_error("hz 10\nmaxmemroy 10mb\n", "t.conf:2: directive 'maxmemroy 10mb': unknown "
                                                 "directive, did you mean 'maxmemory'?");
    assert_load_error("nothing-like-it 1", "t.conf:1: directive 'nothing-like-it 1': unknown "
                                           "directive");
    assert_load_error("hz 10 # often", "t.conf:1: directive 'hz 10 # often': wrong number of "
                                       "arguments");
    assert_load_error("hz", "t.conf:1: directive 'hz': wrong number of arguments");
    assert_load_error("save", "t.conf:1: directive 'save': wrong number of arguments");
    assert_load_error("dir \"abc", "t.conf:1: directive 'dir \"abc': unbalanced quotes");
    assert_load_error("dir \"abc\"d", "t.conf:1: directive 'dir \"abc\"d': unbalanced quotes");
    assert_load_error("unixsocketperm 999", "t.conf:1: directive 'unixsocketperm 999': argument "
                                            "couldn't be parsed as an octal number");
    assert_load_error("unixsocketperm 7777", "t.conf:1: directive 'unixsocketperm 7777': argument "
                                             "must be between 0 and 777 inclusive");
    assert_load_error("defrag-factor 0.5", "t.conf:1: directive 'defrag-factor 0.5': argument must "
                                           "be between 1 and 10 inclusive");
    assert_load_error("save 1", "t.conf:1: directive 'save 1': Invalid save parameters");
    assert_load_error("h\x01z\x7f 1", "t.conf:1: directive 'h\\x01z\\x7f 1': unknown directive");
}
END_TEST

START_TEST(secrets_are_not_shown_in_errors)
{
    assert_load_error("requirepass a b", "t.conf:1: directive 'requirepass ...': wrong number of "
                                         "arguments");
    assert_load_error("requirpas \"abc", "t.conf:1: directive 'requirpas ...': unbalanced quotes");
    assert_load_error("requirepass=abc", "t.conf:1: directive 'requirepass ...': unknown "
                                         "directive");
}
END_TEST

START_TEST(a_long_line_is_cut_in_its_error_and_refused_past_the_limit)
{
    size_t len = OPTION_LINE_MAX + 1;
    uint8_t *line = mem_alloc(len);

    memset(line, 'a', len);
    ck_assert(!option_load_text(set, bytes_make(line, len), "t.conf", &err));
    ck_assert(strstr(buf_cstr(&err), "...': the line is too long") != NULL);
    ck_assert_uint_lt(err.len, 200);
    mem_free(line);
}
END_TEST

START_TEST(any_legal_string_fits_a_line)
{
    struct buf text, old;
    const struct option *o = option_find(set, bytes_str("requirepass"));
    uint8_t *long_text = mem_alloc(64 * 1024);
    struct bytes word = bytes_make(long_text, 64 * 1024);
    const char *why;

    memset(long_text, 1, word.len);
    ck_assert(option_set_words(set, o, &word, 1, &why));
    buf_init(&text, BUF_UNLIMITED);
    buf_init(&old, BUF_UNLIMITED);
    option_rewrite(set, buf_bytes(&old), &text);
    ck_assert_uint_gt(text.len, 4 * word.len);
    ck_assert(option_load_text(set, buf_bytes(&text), "t.conf", &err));
    ck_assert(bytes_eq(bytes_str(password), word));
    mem_free(long_text);
    buf_fini(&text);
}
END_TEST

START_TEST(names_are_found_in_any_case_and_by_alias)
{
    ck_assert_ptr_eq(option_find(set, bytes_str("MaxMemory")), &rows[3]);
    ck_assert_ptr_eq(option_find(set, bytes_str("slaveof")),
                     option_find(set, bytes_str("REPLICAOF")));
    ck_assert_ptr_null(option_find(set, bytes_str("maxmemor")));
    ck_assert_ptr_null(option_find(set, bytes_make("maxmemory\0", 10)));
    ck_assert_ptr_null(option_find(set, BYTES_LIT("")));
}
END_TEST

START_TEST(the_nearest_name_is_near)
{
    ck_assert_str_eq(option_nearest(set, bytes_str("max-memory")), "maxmemory");
    ck_assert_str_eq(option_nearest(set, bytes_str("DATABASE")), "databases");
    ck_assert_str_eq(option_nearest(set, bytes_str("slavof")), "slaveof");
    ck_assert_ptr_null(option_nearest(set, bytes_str("zh")));
    ck_assert_ptr_null(option_nearest(set, bytes_str("something-else")));
    ck_assert_ptr_null(option_nearest(set, BYTES_LIT("")));
}
END_TEST

static void collect(void *ctx, const char *name, const struct option *o)
{
    (void)o;
    buf_addf(ctx, "%s ", name);
}

START_TEST(options_are_listed_by_pattern_in_order)
{
    struct buf out;

    buf_init(&out, 4096);
    option_each(set, BYTES_LIT("MAX*"), collect, &out);
    ck_assert_str_eq(buf_cstr(&out), "maxmemory maxmemory-clients maxmemory-policy ");
    buf_clear(&out);
    option_each(set, BYTES_LIT("*of"), collect, &out);
    ck_assert_str_eq(buf_cstr(&out), "replicaof slaveof ");
    buf_clear(&out);
    option_each(set, BYTES_LIT("secret*"), collect, &out);
    ck_assert_str_eq(buf_cstr(&out), "");
    option_each(set, BYTES_LIT("secret-LEVEL"), collect, &out);
    ck_assert_str_eq(buf_cstr(&out), "secret-level ");
    buf_fini(&out);
}
END_TEST

START_TEST(help_names_every_option_once)
{
    struct buf out;

    buf_init(&out, 64 * 1024);
    option_help(set, &out);
    ck_assert(strstr(buf_cstr(&out), "  hz <number>  (default 10)\n      Turns of") != NULL);
    ck_assert(strstr(buf_cstr(&out), "noeviction|allkeys-lru|volatile-ttl  (default noevi") !=
              NULL);
    ck_assert(strstr(buf_cstr(&out), "slaveof") == NULL);
    ck_assert(strstr(buf_cstr(&out), "secret-level") == NULL);
    buf_fini(&out);
}
END_TEST

/* ---- CONFIG SET -------------------------------------------------------------------------------- */

START_TEST(config_set_changes_values)
{
    ck_assert(set_live("hz", "20", "maxmemory", "1gb"));
    ck_assert_int_eq(hz, 20);
    ck_assert_uint_eq(maxmemory, 1 << 30);
    ck_assert_uint_eq(hz_calls, 1);
    ck_assert(set_live("hz", "20", "requirepass", "x y"));
    ck_assert_uint_eq(hz_calls, 1); /* nothing changed */
    ck_assert_str_eq(password, "x y");
    ck_assert(set_live("save", "900 1 300 10", "slaveof", "h 1"));
    ck_assert_str_eq(get("save"), "900 1 300 10");
    ck_assert(set_live("save", "", "replicaof", ""));
    ck_assert_str_eq(get("save"), "");
    ck_assert_str_eq(get("replicaof"), "");
}
END_TEST

START_TEST(config_set_refuses_with_the_words_clients_know)
{
    assert_refused("appendonly", "maybe", "argument must be 'yes' or 'no'");
    assert_refused("hz", "abc", "argument couldn't be parsed into an integer");
    assert_refused("hz", "010", "argument couldn't be parsed into an integer");
    assert_refused("hz", "", "argument couldn't be parsed into an integer");
    assert_refused("hz", "501", "argument must be between 1 and 500 inclusive");
    assert_refused("hz", "0", "argument must be between 1 and 500 inclusive");
    assert_refused("maxmemory", "foo", "argument must be a memory value");
    assert_refused("maxmemory", "-1", "argument must be a memory value");
    assert_refused("maxmemory", "10%", "argument must be a memory value");
    assert_refused("maxmemory", "1 gb", "argument must be a memory value");
    assert_refused("maxmemory-clients", "x%", "argument must be a memory or percent value");
    assert_refused("maxmemory-clients", "%", "argument must be a memory or percent value");
    assert_refused("maxmemory-clients", "101%", "percentage argument must be less or equal to 100");
    assert_refused("maxmemory-policy", "foo",
                   "argument(s) must be one of the following: noeviction, allkeys-lru, "
                   "volatile-ttl");
    assert_refused("databases", "4", "can't set immutable config");
    assert_refused("dir", "/tmp", "can't set protected config");
    assert_refused("save", "a b", "Invalid save parameters");
    assert_refused("proc-title-template", "{x", "template format is invalid");
    ck_assert(!set_live("nosuch", "1", NULL, NULL));
    ck_assert_ptr_null(refused);
    ck_assert(!set_live("hz", "10", "hz", "11"));
    ck_assert_uint_eq(bad_pair, 1);
    ck_assert_str_eq(refused, "duplicate parameter");
    ck_assert(!set_live("slaveof", "a 1", "replicaof", "b 1"));
    ck_assert_str_eq(refused, "duplicate parameter");
}
END_TEST

START_TEST(a_verbatim_word_keeps_its_blanks_and_quotes)
{
    static const char *const words[] = { "a", "", " a b ", "\"a\"", "''", "\"a" };

    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        ck_assert(set_live("note", words[i], NULL, NULL));
        ck_assert_str_eq(get("note"), words[i]);
    }
    restart_with("note ' \"a\" '\n");
    ck_assert_str_eq(get("note"), " \"a\" ");
    ck_assert(!option_load_text(set, BYTES_LIT("note a b\n"), "t.conf", &err));
    ck_assert_ptr_nonnull(strstr(buf_cstr(&err), "wrong number of arguments"));
}
END_TEST

START_TEST(config_set_of_a_string_with_nul_is_refused)
{
    struct option_pair pair = { BYTES_LIT("requirepass"), BYTES_LIT("a\0b") };

    ck_assert(!option_set_live(set, &pair, 1, false, &bad_pair, &refused));
    ck_assert_str_eq(refused, "argument must not contain NUL bytes");
}
END_TEST

START_TEST(protected_options_can_be_set_when_allowed)
{
    struct option_pair pair = { BYTES_LIT("dir"), BYTES_LIT("/x") };

    ck_assert(option_set_live(set, &pair, 1, true, &bad_pair, &refused));
    ck_assert_str_eq(dir, "/x");
}
END_TEST

START_TEST(config_set_is_all_or_nothing)
{
    ck_assert(!set_live("maxmemory", "1kb", "appendonly", "maybe"));
    ck_assert_uint_eq(bad_pair, 1);
    ck_assert_uint_eq(maxmemory, 0);
    ck_assert(!set_live("maxmemory", "1kb", "nosuch", "maybe"));
    ck_assert_ptr_null(refused);
    ck_assert_uint_eq(maxmemory, 0);
    /* A custom row says no after others were stored. */
    ck_assert(set_live("save", "5 5 6 6", "requirepass", "old"));
    ck_assert(!set_live("requirepass", "new", "save", "7 7 8"));
    ck_assert_uint_eq(bad_pair, 1);
    ck_assert_str_eq(password, "old");
    ck_assert_str_eq(get("save"), "5 5 6 6");
    ck_assert(set_live("save", "", NULL, NULL));
    ck_assert(!set_live("replicaof", "a 1", "save", "x"));
    ck_assert_str_eq(get("save"), "");
    ck_assert_str_eq(get("replicaof"), "");
}
END_TEST

START_TEST(a_refused_apply_brings_everything_back)
{
    ck_assert(set_live("save", "5 5", "requirepass", "old"));
    listen_refuses = true;
    ck_assert(!set_live("hz", "33", "port", "1"));
    ck_assert_uint_eq(bad_pair, 1);
    ck_assert_str_eq(refused, "Unable to listen on this port");
    ck_assert_int_eq(hz, 10);
    ck_assert_int_eq(port, 6379);
    ck_assert_uint_eq(hz_calls, 2); /* with the new value, then with the old one */
    ck_assert_uint_eq(listen_calls, 2);
    ck_assert_int_eq(listen_port_seen, 6379);
    ck_assert(!set_live("save", "6 6", "port", "2"));
    ck_assert_str_eq(get("save"), "5 5");
    ck_assert(!set_live("requirepass", "new", "port", "2"));
    ck_assert_str_eq(password, "old");
}
END_TEST

START_TEST(a_shared_apply_is_called_once)
{
    struct option_pair pairs[] = {
        { BYTES_LIT("port"), BYTES_LIT("7000") },
        { BYTES_LIT("dir"), BYTES_LIT("/x") },
    };

    ck_assert(option_set_live(set, pairs, 2, true, &bad_pair, &refused));
    ck_assert_uint_eq(listen_calls, 1);
}
END_TEST

START_TEST(more_pairs_than_options_are_refused)
{
    enum { COUNT = 10000 };
    struct option_pair *pairs = mem_alloc(COUNT * sizeof *pairs);

    for (unsigned i = 0; i < COUNT; i++)
        pairs[i] = (struct option_pair){ BYTES_LIT("hz"), BYTES_LIT("11") };
    ck_assert(!option_set_live(set, pairs, COUNT, false, &bad_pair, &refused));
    ck_assert_uint_eq(bad_pair, 1);
    mem_free(pairs);
}
END_TEST

/* ---- Words ------------------------------------------------------------------------------------- */

static void assert_words(const char *line, const char *joined)
{
    struct buf scratch, out;
    struct bytes words[8];
    unsigned count = 0;
    bool ok;

    buf_init(&scratch, 4096);
    buf_init(&out, 4096);
    ok = option_split_line(bytes_str(line), &scratch, words, 8, &count);
    for (unsigned i = 0; i < count; i++)
        buf_addf(&out, "<%.*s>", BYTES_ARG(words[i]));
    ck_assert_str_eq(ok ? buf_cstr(&out) : "refused", joined);
    buf_fini(&scratch);
    buf_fini(&out);
}

START_TEST(lines_split_into_words)
{
    assert_words("", "");
    assert_words(" \t ", "");
    assert_words("a  b\tc ", "<a><b><c>");
    assert_words("a \"b c\" 'd e'", "<a><b c><d e>");
    assert_words("\"\" ''", "<><>");
    assert_words("\"\\n\\x41\\\"\\q\\\\\"", "<\nA\"q\\>");
    assert_words("'it\\'s \\n'", "<it's \\n>");
    assert_words("ab\"c d\"", "<abc d>");
    assert_words("a\\b", "<a\\b>");
    assert_words("\"\\x4\"", "<x4>");
    assert_words("\"abc", "refused");
    assert_words("\"abc\\\"", "refused");
    assert_words("\"abc\"d", "refused");
    assert_words("'abc", "refused");
    assert_words("1 2 3 4 5 6 7 8", "<1><2><3><4><5><6><7><8>");
    assert_words("1 2 3 4 5 6 7 8 9", "refused");
}
END_TEST

/* ---- Includes ---------------------------------------------------------------------------------- */

static char root[] = "/tmp/test_option_XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", root, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static bool load(const char *name)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", root, name);
    buf_clear(&err);
    return option_load_file(set, path, &err);
}

static void assert_file_error(const char *name, const char *ending)
{
    ck_assert(!load(name));
    ck_assert_msg(strstr(buf_cstr(&err), ending) != NULL, "%s", buf_cstr(&err));
}

START_TEST(includes_are_read_in_place)
{
    write_file("main.conf", "hz 1\ninclude part-*.conf\ninclude none-*.conf\nport 1\n");
    write_file("part-a.conf", "hz 2\nport 2\nsave 1 1\n");
    write_file("part-b.conf", "maxmemory 3\nsave 2 2\n");
    ck_assert_msg(load("main.conf"), "%s", buf_cstr(&err));
    ck_assert_int_eq(hz, 2);
    ck_assert_int_eq(port, 1);
    ck_assert_uint_eq(maxmemory, 3);
    ck_assert_str_eq(get("save"), "1 1 2 2");
}
END_TEST

START_TEST(a_directory_with_special_characters_is_no_pattern)
{
    char path[256];

    snprintf(path, sizeof path, "%s/odd[a]*", root);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    write_file("odd[a]*/main.conf", "include one.conf\ninclude two*.conf\n");
    write_file("odd[a]*/one.conf", "hz 21\n");
    write_file("odd[a]*/two2.conf", "port 22\n");
    ck_assert_msg(load("odd[a]*/main.conf"), "%s", buf_cstr(&err));
    ck_assert_int_eq(hz, 21);
    ck_assert_int_eq(port, 22);
}
END_TEST

START_TEST(bad_includes_are_refused)
{
    write_file("loop.conf", "include loop.conf\n");
    assert_file_error("loop.conf", "loop.conf:1: directive 'include loop.conf': includes are "
                                   "nested too deeply");
    write_file("wide.conf", "include wide2.conf\ninclude wide2.conf\ninclude wide.conf\n");
    write_file("wide2.conf", "include wide3.conf\ninclude wide3.conf\ninclude wide.conf\n");
    write_file("wide3.conf", "hz 3\n");
    assert_file_error("wide.conf", "includes are nested too deeply");
    write_file("missing.conf", "hz 2\ninclude nosuch.conf\n");
    assert_file_error("missing.conf", "missing.conf:2: directive 'include nosuch.conf': No such "
                                      "file or directory");
    assert_file_error("nosuch.conf", "nosuch.conf: No such file or directory");
    write_file("inner.conf", "hz 2\n\nhz x\n");
    write_file("outer.conf", "include inner.conf\n");
    assert_file_error("outer.conf", "/inner.conf:3: directive 'hz x': argument couldn't be");
    write_file("two.conf", "include a b\n");
    assert_file_error("two.conf", "wrong number of arguments");
    write_file("none.conf", "include\n");
    assert_file_error("none.conf", "wrong number of arguments");
    write_file("dir.conf", "include .\n");
    assert_file_error("dir.conf", "Is a directory");
}
END_TEST

START_TEST(too_many_includes_are_refused)
{
    struct buf text;

    buf_init(&text, BUF_UNLIMITED);
    for (unsigned i = 0; i <= OPTION_INCLUDE_MAX; i++)
        buf_add_str(&text, "include wide3.conf\n");
    write_file("wide3.conf", "hz 3\n");
    write_file("many.conf", buf_cstr(&text));
    assert_file_error("many.conf", "many.conf:1025: directive 'include wide3.conf': too many "
                                   "included files");
    buf_fini(&text);
}
END_TEST

/* ---- CONFIG REWRITE ---------------------------------------------------------------------------- */

/* The rewritten text; checks that rewriting it again changes nothing. */
static const char *rewrite(const char *old)
{
    static struct buf once = { .limit = BUF_UNLIMITED };
    struct buf twice;

    buf_clear(&once);
    option_rewrite(set, bytes_str(old), &once);
    buf_init(&twice, BUF_UNLIMITED);
    option_rewrite(set, buf_bytes(&once), &twice);
    ck_assert_str_eq(buf_cstr(&twice), buf_cstr(&once));
    buf_fini(&twice);
    return buf_cstr(&once);
}

START_TEST(a_rewrite_without_changes_changes_nothing)
{
    static const char text[] = "# comment\n"
                               "\n"
                               "  hz    20\n"
                               "maxmemory 1024mb\n"
                               "   # indented\n"
                               "unixsocketperm 0700\n"
                               "requirepass 'a b'\n"
                               "slaveof  h  1\r\n"
                               "maxmemory-policy AllKeys-LRU\n"
                               "save 900 1\n"
                               "save 1 1\n"
                               "proc-title-template \"A {title} \\x41\"\n";

    restart_with(text);
    ck_assert_str_eq(rewrite(text), text);
}
END_TEST

START_TEST(changed_values_are_written_in_place)
{
    ck_assert(set_live("hz", "20", "maxmemory", "100mb"));
    ck_assert(set_live("requirepass", "two words", "slaveof", "h 1"));
    ck_assert_str_eq(rewrite("# top\nHz 10\n\n# memory\nmaxmemory 0\nslaveof a 2\nport 6379\n"),
                     "# top\nHz 20\n\n# memory\nmaxmemory 100mb\nslaveof h 1\nport 6379\n"
                     "\n# Generated by CONFIG REWRITE\nrequirepass \"two words\"\n");
}
END_TEST

START_TEST(of_repeated_lines_the_last_one_stays)
{
    restart_with("hz 20\n");
    ck_assert_str_eq(rewrite("hz 5\n# between\nhz 6\n"), "# between\nhz 20\n");
    ck_assert_str_eq(rewrite("hz 20\n# between\nhz 20\n"), "# between\nhz 20\n");
}
END_TEST

START_TEST(a_default_is_written_only_over_an_old_line)
{
    ck_assert_str_eq(rewrite(""), "");
    ck_assert_str_eq(rewrite("hz 20\nport 1\n"), "hz 10\nport 6379\n");
    ck_assert_str_eq(rewrite("save 1 1\nrequirepass x\n"), "save 3600 1\nrequirepass \"\"\n");
}
END_TEST

START_TEST(items_take_the_lines_of_their_directive)
{
    restart_with("save 1 1\nsave 2 2\nsave 3 3\n");
    ck_assert_str_eq(rewrite("save 9 9\n# c\nsave   2 2\nhz 10\n"),
                     "save 1 1\n# c\nsave   2 2\nsave 3 3\nhz 10\n");
    ck_assert_str_eq(rewrite("save 1 1 2 2 3 3\n"), "save 1 1\nsave 2 2\nsave 3 3\n");
    ck_assert_str_eq(rewrite("save 1 1\nsave 1 1\nsave 1 1\nsave 1 1\nsave 1 1\n"),
                     "save 1 1\nsave 2 2\nsave 3 3\n");
    ck_assert(set_live("save", "", NULL, NULL));
    ck_assert_str_eq(rewrite("save 9 9\nsave 8 8\n"), "save \"\"\n");
    ck_assert_str_eq(rewrite(""), "\n# Generated by CONFIG REWRITE\nsave \"\"\n");
}
END_TEST

START_TEST(a_value_that_became_nothing_loses_its_line)
{
    ck_assert_str_eq(rewrite("replicaof h 1\nhz 10\n"), "hz 10\n");
    ck_assert_str_eq(rewrite("replicaof \"\"\nhz 10\n"), "replicaof \"\"\nhz 10\n");
}
END_TEST

START_TEST(the_words_of_a_line_may_be_one_value)
{
    restart_with("bind 127.0.0.1   -::1\n");
    ck_assert_str_eq(get("bind"), "127.0.0.1 -::1");
    ck_assert_str_eq(rewrite("bind 127.0.0.1   -::1\n"), "bind 127.0.0.1   -::1\n");
    ck_assert_str_eq(rewrite("bind \"127.0.0.1 -::1\"\n"), "bind \"127.0.0.1 -::1\"\n");
    ck_assert(set_live("bind", "10.0.0.1 ::1", NULL, NULL));
    ck_assert_str_eq(rewrite("bind 127.0.0.1 -::1\n"), "bind 10.0.0.1 ::1\n");
    ck_assert(set_live("bind", "", NULL, NULL));
    ck_assert_str_eq(rewrite("bind 127.0.0.1 -::1\n"), "bind \"\"\n");
    restart_with("bind \"\"\n");
    ck_assert_str_eq(get("bind"), "");
}
END_TEST

START_TEST(what_is_not_understood_stays)
{
    static const char text[] = "include x.conf\nunknown 1 2\ndir \"unbalanced\n\\\n#hz 3\n";

    ck_assert_str_eq(rewrite(text), text);
}
END_TEST

START_TEST(control_characters_never_break_lines)
{
    ck_assert(set_live("requirepass", "a\nport 1\r\n", NULL, NULL));
    snprintf(primary, sizeof primary, "h\nhz 1");
    ck_assert_str_eq(rewrite("requirepass x\nreplicaof y 1\n"),
                     "requirepass \"a\\nport 1\\r\\n\"\nreplicaof h hz 1\n");
    snprintf(primary, sizeof primary, "h\" 1\nhz");
    ck_assert_str_eq(rewrite("replicaof y 1\nrequirepass 1\n"),
                     "replicaof \"h\\\" 1\\nhz\"\nrequirepass \"a\\nport 1\\r\\n\"\n");
    set_primary((struct bytes[]){ BYTES_LIT("") }, 1, NULL);
}
END_TEST

START_TEST(the_generated_comment_comes_once)
{
    restart_with("hz 20\n");
    ck_assert_str_eq(rewrite("port 6379\n\n# Generated by CONFIG REWRITE\nmaxmemory 0\n"),
                     "port 6379\n\n# Generated by CONFIG REWRITE\nmaxmemory 0\nhz 20\n");
}
END_TEST

START_TEST(what_an_include_sets_is_overridden_behind_it)
{
    write_file("inc.conf", "hz 50\nport 7000\nsave 1 1\nmaxmemory 5\n");
    write_file("base.conf", "hz 10\ninclude inc.conf\nsave 2 2\nmaxmemory 6\n");
    ck_assert(load("base.conf"));
    ck_assert(set_live("hz", "20", "port", "6379"));
    ck_assert_str_eq(rewrite("hz 10\ninclude inc.conf\nsave 2 2\nmaxmemory 6\n"),
                     "include inc.conf\nsave 2 2\nmaxmemory 6\n"
                     "\n# Generated by CONFIG REWRITE\nhz 20\nport 6379\n");
    /* Loading what was written gives the same values. */
    write_file("base.conf", rewrite("hz 10\ninclude inc.conf\nsave 2 2\nmaxmemory 6\n"));
    teardown();
    setup();
    ck_assert(load("base.conf"));
    ck_assert_int_eq(hz, 20);
    ck_assert_int_eq(port, 6379);
    ck_assert_uint_eq(maxmemory, 6);
    ck_assert_str_eq(get("save"), "1 1 2 2");
}
END_TEST

/* A rewrite and a restart bring back any values, whatever the old file was. */

enum { NAME_COUNT = 12 };
static const char *const names[NAME_COUNT] = {
    "appendonly", "hz",   "maxmemory",     "maxmemory-clients", "requirepass",      "dir",
    "replicaof",  "save", "defrag-factor", "unixsocketperm",    "maxmemory-policy", "note",
};

static void set_random_values(void)
{
    uint8_t text[16];
    struct bytes word = { text, (size_t)(rand() % 15) };
    const struct option *o = option_find(set, bytes_str(rand() % 2 ? "dir" : "requirepass"));
    const char *why;

    flag = rand() % 2;
    hz = 1 + rand() % 500;
    maxmemory = (uint64_t)rand() << (rand() % 31);
    client_memory = rand() % 2 ? -(rand() % 100) - 1 : rand();
    policy = rand() % 3;
    factor = 1 + (double)rand() / RAND_MAX;
    mode = rand() % 512;
    for (size_t i = 0; i < word.len; i++)
        text[i] = (uint8_t)(1 + rand() % 255);
    ck_assert(option_set_words(set, o, &word, 1, &why));
    saves.is_default = false;
    saves.count = (unsigned)rand() % 4;
    for (unsigned i = 0; i < saves.count; i++) {
        saves.pair[i][0] = rand() % 3;
        saves.pair[i][1] = rand() % 3;
    }
    primary[0] = '\0';
    if (rand() % 2)
        snprintf(primary, sizeof primary, "host %d", rand() % 9);
    for (size_t i = 0; i + 1 < sizeof note; i++)
        note[i] = " \"'\\$ab\n"[rand() % 8];
    note[rand() % 9] = '\0';
}

static void add_random_lines(struct buf *text)
{
    static const char *const lines[] = {
        "hz 10\n",    "hz 77\n",          "save 1 2\n",        "save \"\"\n",    "# note\n",
        "\n",         "port 6379\n",      "requirepass 'a'\n", "maxmemory 1k\n", "replicaof a 1\n",
        "dir '/a'\n", "appendonly yes\n", "slaveof b 2\n",     "note ' a'\n",
    };

    for (unsigned n = (unsigned)rand() % 12; n > 0; n--)
        buf_add_str(text, lines[(unsigned)rand() % (sizeof lines / sizeof *lines)]);
}

START_TEST(any_values_survive_a_rewrite_and_a_restart)
{
    char before[NAME_COUNT][256];
    struct buf old;

    buf_init(&old, BUF_UNLIMITED);
    srand(7);
    for (unsigned round = 0; round < 3000; round++) {
        set_random_values();
        for (unsigned i = 0; i < NAME_COUNT; i++)
            snprintf(before[i], sizeof before[i], "%s", get(names[i]));
        buf_clear(&old);
        add_random_lines(&old);
        restart_with(rewrite(buf_cstr(&old)));
        for (unsigned i = 0; i < NAME_COUNT; i++)
            ck_assert_str_eq(get(names[i]), before[i]);
    }
    buf_fini(&old);
}
END_TEST

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

int main(void)
{
    Suite *suite = suite_create("option");
    TCase *tc = tcase_create("option");
    SRunner *sr;
    int failed;

    mem_thread_start();
    if (mkdtemp(root) == NULL)
        return 1;
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, variables_start_with_their_defaults);
    tcase_add_test(tc, a_file_sets_values_of_every_type);
    tcase_add_test(tc, the_last_line_wins_but_multi_lines_add);
    tcase_add_test(tc, only_a_line_of_a_file_marks_an_option_as_set);
    tcase_add_test(tc, a_bad_line_is_named_with_its_reason);
    tcase_add_test(tc, secrets_are_not_shown_in_errors);
    tcase_add_test(tc, a_long_line_is_cut_in_its_error_and_refused_past_the_limit);
    tcase_add_test(tc, any_legal_string_fits_a_line);
    tcase_add_test(tc, names_are_found_in_any_case_and_by_alias);
    tcase_add_test(tc, the_nearest_name_is_near);
    tcase_add_test(tc, options_are_listed_by_pattern_in_order);
    tcase_add_test(tc, help_names_every_option_once);
    tcase_add_test(tc, config_set_changes_values);
    tcase_add_test(tc, config_set_refuses_with_the_words_clients_know);
    tcase_add_test(tc, a_verbatim_word_keeps_its_blanks_and_quotes);
    tcase_add_test(tc, config_set_of_a_string_with_nul_is_refused);
    tcase_add_test(tc, protected_options_can_be_set_when_allowed);
    tcase_add_test(tc, config_set_is_all_or_nothing);
    tcase_add_test(tc, a_refused_apply_brings_everything_back);
    tcase_add_test(tc, a_shared_apply_is_called_once);
    tcase_add_test(tc, more_pairs_than_options_are_refused);
    tcase_add_test(tc, lines_split_into_words);
    tcase_add_test(tc, includes_are_read_in_place);
    tcase_add_test(tc, a_directory_with_special_characters_is_no_pattern);
    tcase_add_test(tc, bad_includes_are_refused);
    tcase_add_test(tc, too_many_includes_are_refused);
    tcase_add_test(tc, a_rewrite_without_changes_changes_nothing);
    tcase_add_test(tc, changed_values_are_written_in_place);
    tcase_add_test(tc, of_repeated_lines_the_last_one_stays);
    tcase_add_test(tc, a_default_is_written_only_over_an_old_line);
    tcase_add_test(tc, items_take_the_lines_of_their_directive);
    tcase_add_test(tc, a_value_that_became_nothing_loses_its_line);
    tcase_add_test(tc, the_words_of_a_line_may_be_one_value);
    tcase_add_test(tc, what_is_not_understood_stays);
    tcase_add_test(tc, control_characters_never_break_lines);
    tcase_add_test(tc, the_generated_comment_comes_once);
    tcase_add_test(tc, what_an_include_sets_is_overridden_behind_it);
    tcase_add_test(tc, any_values_survive_a_rewrite_and_a_restart);
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return failed != 0;
}
