/* Unit tests of server/command and server/keys: the table of commands, and the keys of requests. */
#include "server/command.h"

#include "base/mem.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

enum { ARGS_MAX = 32 };

static void nothing(struct call *c)
{
    (void)c;
}

/* The key of the third spec is the last argument of four. */
static unsigned find_last(unsigned spec, const struct bytes *argv, unsigned argc)
{
    (void)argv;
    return spec == 2 && argc == 4 ? 3 : 0;
}

static const struct command box_subs[] = {
    { "open", 2, CMD_FAST, .handler = nothing },
    { "put-in", -3, CMD_ADMIN, .keys = { KEY(2, KS_RW) }, .handler = nothing },
    COMMAND_END,
};

static const struct command plain[] = {
    { "get", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_STRING,
      .handler = nothing },
    { "del", -2, CMD_WRITE, .keys = { KEYS(1, -1, 1, KS_RM) }, .acl = ACL_KEYSPACE,
      .handler = nothing },
    { "mset", -3, CMD_WRITE, .keys = { KEYS(1, -1, 2, KS_OW) }, .handler = nothing },
    { "rename", 3, CMD_WRITE, .keys = { KEY(1, KS_RW), KEY(2, KS_OW) }, .handler = nothing },
    { "blpop", -3, CMD_WRITE | CMD_BLOCKING, .keys = { KEYS(1, -2, 1, KS_RW) },
      .handler = nothing },
    { "zunionstore", -4, CMD_WRITE, .keys = { KEY(1, KS_OW), KEYNUM(2, 1, KS_RO) },
      .handler = nothing },
    { "msetex", -4, CMD_WRITE, .keys = { KEYNUM(1, 2, KS_OW) }, .handler = nothing },
    { "xread", -4, CMD_READONLY,
      .keys = { { .flags = KS_RO,
                  .begin = BEGIN_KEYWORD,
                  .keyword = "STREAMS",
                  .index = 1,
                  .last = -1,
                  .step = 1,
                  .limit = 2 } },
      .handler = nothing },
    { "migrate", -6, CMD_WRITE,
      .keys = { { .flags = KS_RW | KS_INCOMPLETE, .begin = BEGIN_INDEX, .index = 3, .step = 1 },
                { .flags = KS_RW,
                  .begin = BEGIN_KEYWORD,
                  .keyword = "KEYS",
                  .index = -2,
                  .last = -1,
                  .step = 1 } },
      .handler = nothing },
    { "sort", -2, CMD_WRITE,
      .keys = { KEY(1, KS_RO),
                { .flags = KS_RO, .begin = BEGIN_UNKNOWN },
                { .flags = KS_OW, .begin = BEGIN_UNKNOWN } },
      .find_key = find_last, .handler = nothing },
    { "georadius", -2, CMD_WRITE,
      .keys = { KEY(1, KS_RO),
                { .flags = KS_OW | KS_INCOMPLETE,
                  .begin = BEGIN_KEYWORD,
                  .keyword = "STORE",
                  .index = 2,
                  .step = 1 },
                { .flags = KS_OW | KS_INCOMPLETE,
                  .begin = BEGIN_KEYWORD,
                  .keyword = "STOREDIST",
                  .index = 2,
                  .step = 1 } },
      .find_key = find_last, .handler = nothing },
    { "ping", -1, CMD_FAST, .acl = ACL_CONNECTION, .handler = nothing },
    { "box", -2, 0, .subs = box_subs },
    COMMAND_END,
};

static const struct command others[] = {
    { "auth", -2, CMD_NO_AUTH, .handler = nothing },
    COMMAND_END,
};

/* A request from words; valid until the next one. */
static struct bytes argv[ARGS_MAX];
static unsigned argc;

static void request(const char *text)
{
    static char words[512];
    char *save = NULL;

    ck_assert_uint_lt(strlen(text), sizeof words);
    strcpy(words, text);
    argc = 0;
    for (char *w = strtok_r(words, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
        ck_assert_uint_lt(argc, ARGS_MAX);
        argv[argc++] = bytes_str(w);
    }
}

static struct command_state *lookup(const char *text)
{
    request(text);
    return command_lookup(argv, argc);
}

static const char *name_found(const char *text)
{
    struct command_state *cmd = lookup(text);

    return cmd ? cmd->full_name : "(none)";
}

/* ---- The table ----------------------------------------------------------------------------------- */

START_TEST(names_are_found_in_any_case)
{
    ck_assert_str_eq(name_found("get k"), "get");
    ck_assert_str_eq(name_found("GET k"), "get");
    ck_assert_str_eq(name_found("gEt k"), "get");
    ck_assert_str_eq(name_found("ZUNIONSTORE"), "zunionstore");
    ck_assert_str_eq(name_found("zUnionStorE"), "zunionstore");
    ck_assert_str_eq(name_found("AUTH"), "auth");
}
END_TEST

START_TEST(other_names_are_not_found)
{
    static const char *const no[] = { "ge",     "gett",       "get1",       "g",
                                      "G\x05T", "zunionstor", "zunionstorx" };

    for (unsigned i = 0; i < sizeof no / sizeof *no; i++)
        ck_assert_ptr_null(lookup(no[i]));
    argv[0] = BYTES_LIT("");
    ck_assert_ptr_null(command_lookup(argv, 1));
    argv[0] = BYTES_LIT("get\0");
    ck_assert_ptr_null(command_lookup(argv, 1));
    argv[0] = BYTES_LIT("\0get");
    ck_assert_ptr_null(command_lookup(argv, 1));
}
END_TEST

/* Bit 5 is what tells the cases of a letter apart, and '[' from '{' or '@' from '`'. */
START_TEST(only_letters_have_case)
{
    static const struct command odd[] = {
        { "a[b", 1, 0, .handler = nothing },
        COMMAND_END,
    };

    command_register(odd);
    ck_assert_str_eq(name_found("A[B"), "a[b");
    ck_assert_ptr_null(lookup("a{b"));
}
END_TEST

START_TEST(any_other_byte_makes_another_name)
{
    static const char *const names[] = {
        "get", "auth", "blpop", "rename", "migrate", "zunionstore"
    };
    char text[16];

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);

        for (size_t at = 0; at < len; at++) {
            for (unsigned byte = 0; byte < 256; byte++) {
                memcpy(text, names[i], len);
                text[at] = (char)byte;
                argv[0] = bytes_make(text, len);
                ck_assert((command_lookup(argv, 1) != NULL) ==
                          (ascii_lower((uint8_t)byte) == (uint8_t)names[i][at]));
            }
        }
    }
}
END_TEST

START_TEST(containers_lead_to_their_subcommands)
{
    ck_assert_str_eq(name_found("box open"), "box|open");
    ck_assert_str_eq(name_found("BOX Put-In k"), "box|put-in");
    ck_assert_str_eq(name_found("box"), "box");
    ck_assert_str_eq(name_found("box nosuch"), "box");
    ck_assert_ptr_eq(lookup("box open")->parent, lookup("box"));
    ck_assert_ptr_null(lookup("open"));
    ck_assert_ptr_null(lookup("box|open"));
}
END_TEST

START_TEST(users_write_subcommands_with_a_bar)
{
    ck_assert_ptr_eq(command_find(BYTES_LIT("BOX|open")), lookup("box open"));
    ck_assert_ptr_eq(command_find(BYTES_LIT("get")), lookup("get"));
    ck_assert_ptr_null(command_find(BYTES_LIT("box|")));
    ck_assert_ptr_null(command_find(BYTES_LIT("box|nosuch")));
    ck_assert_ptr_null(command_find(BYTES_LIT("get|open")));
    ck_assert_ptr_null(command_find(BYTES_LIT("|open")));
    ck_assert_ptr_null(command_find(BYTES_LIT("")));
}
END_TEST

START_TEST(all_are_listed_in_order)
{
    unsigned count;
    struct command_state *const *all = command_all(&count);

    ck_assert_uint_eq(count, 14);
    for (unsigned i = 1; i < count; i++)
        ck_assert_str_lt(all[i - 1]->row->name, all[i]->row->name);
}
END_TEST

START_TEST(arity_counts_the_name)
{
    static const struct {
        const char *text;
        bool ok;
    } rows[] = {
        { "get", false },        { "get a", true },       { "get a b", false },
        { "del", false },        { "del a", true },       { "del a b c d", true },
        { "ping", true },        { "ping a b c", true },  { "box open", true },
        { "box open x", false }, { "box put-in", false }, { "box put-in a b", true },
    };

    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct command *row = lookup(rows[i].text)->row;

        ck_assert_int_eq(command_arity_ok(row, argc), rows[i].ok);
    }
}
END_TEST

START_TEST(categories_follow_from_the_flags)
{
    ck_assert_uint_eq(lookup("get")->acl, ACL_STRING | ACL_READ | ACL_FAST);
    ck_assert_uint_eq(lookup("del")->acl, ACL_KEYSPACE | ACL_WRITE | ACL_SLOW);
    ck_assert_uint_eq(lookup("blpop")->acl, ACL_WRITE | ACL_BLOCKING | ACL_SLOW);
    ck_assert_uint_eq(lookup("box put-in")->acl, ACL_ADMIN | ACL_DANGEROUS | ACL_SLOW);
}
END_TEST

START_TEST(the_first_key_is_known_if_it_is_fixed)
{
    ck_assert_int_eq(lookup("get")->first_key, 1);
    ck_assert_int_eq(lookup("box put-in")->first_key, 2);
    ck_assert_int_eq(lookup("zunionstore")->first_key, 1);
    ck_assert_int_eq(lookup("msetex")->first_key, 2); /* behind a count */
    ck_assert_int_eq(lookup("xread")->first_key, 0);
    ck_assert_int_eq(lookup("ping")->first_key, 0);
}
END_TEST

START_TEST(names_of_bits)
{
    ck_assert_str_eq(command_flag_name(0), "write");
    ck_assert_str_eq(command_flag_name(22), "only_sentinel");
    ck_assert_str_eq(command_flag_name(23), "script_runner");
    ck_assert_ptr_null(command_flag_name(24));
    ck_assert_str_eq(command_acl_name(17), "dangerous");
    ck_assert_ptr_null(command_acl_name(21));
    ck_assert_str_eq(command_key_flag_name(10), "variable_flags");
    ck_assert_ptr_null(command_key_flag_name(11));
}
END_TEST

/* ---- Renaming ------------------------------------------------------------------------------------ */

static bool rename_to(const char *old_name, const char *new_name)
{
    const char *why = NULL;
    bool ok = command_rename(bytes_str(old_name), bytes_str(new_name), &why);

    ck_assert_int_eq(ok, why == NULL);
    return ok;
}

START_TEST(a_renamed_command_has_only_its_new_name)
{
    struct command_state *cmd = lookup("get");

    ck_assert(rename_to("GET", "Fetch"));
    ck_assert_ptr_null(lookup("get k"));
    ck_assert_ptr_eq(lookup("fetch k"), cmd);
    ck_assert_ptr_eq(lookup("FETCH k"), cmd);
    ck_assert_str_eq(cmd->full_name, "get");
}
END_TEST

START_TEST(a_renamed_container_keeps_its_subcommands)
{
    ck_assert(rename_to("box", "crate"));
    ck_assert_str_eq(name_found("crate open"), "box|open");
    ck_assert_ptr_null(lookup("box open"));
}
END_TEST

START_TEST(an_empty_name_removes)
{
    unsigned before, after;

    command_all(&before);
    ck_assert(rename_to("del", ""));
    ck_assert_ptr_null(lookup("del k"));
    command_all(&after);
    ck_assert_uint_eq(after, before - 1);
    ck_assert(!rename_to("del", "delete"));
}
END_TEST

START_TEST(renaming_can_be_undone_and_names_swapped)
{
    struct command_state *get = lookup("get"), *del = lookup("del");

    ck_assert(rename_to("get", "other"));
    ck_assert(rename_to("del", "get"));
    ck_assert(rename_to("other", "del"));
    ck_assert_ptr_eq(lookup("del"), get);
    ck_assert_ptr_eq(lookup("get"), del);
    ck_assert_ptr_null(lookup("other"));
}
END_TEST

START_TEST(bad_names_are_refused)
{
    ck_assert(!rename_to("nosuch", "x"));
    ck_assert(!rename_to("get", "del"));
    ck_assert(!rename_to("get", "a-name-that-is-much-too-long-for-the-table-of-commands"));
    ck_assert_str_eq(name_found("get"), "get");
}
END_TEST

/* Many commands: probes run into each other, and renaming must not cut a chain. */
START_TEST(a_full_table_still_finds_everything)
{
    enum { MANY = 400 };
    static struct command rows[MANY + 1];
    static char names[MANY][16];
    char text[32];

    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "cmd%d", i);
        rows[i] = (struct command){ .name = names[i], .arity = 1, .handler = nothing };
    }
    command_register(rows);
    for (int i = 0; i < MANY; i += 2) {
        snprintf(text, sizeof text, "new%d", i);
        ck_assert(rename_to(names[i], text));
    }
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, i % 2 ? "CMD%d" : "NEW%d", i);
        ck_assert_str_eq(name_found(text), names[i]);
        if (i % 2 == 0)
            ck_assert_ptr_null(lookup(names[i]));
    }
}
END_TEST

/* ---- Keys ---------------------------------------------------------------------------------------- */

struct found {
    char text[256];
};

static void note_key(void *ctx, unsigned index, unsigned flags)
{
    struct found *f = ctx;
    size_t len = strlen(f->text);

    ck_assert_uint_lt(index, argc);
    snprintf(f->text + len, sizeof f->text - len, "%s%.*s:%s", len ? " " : "",
             BYTES_ARG(argv[index]), command_key_flag_name((unsigned)__builtin_ctz(flags)));
}

/* The keys of a request with their access, or "refused". */
static const char *keys_of(const char *text)
{
    static struct found f;
    struct command_state *cmd = lookup(text);

    f.text[0] = '\0';
    ck_assert_ptr_nonnull(cmd);
    return command_keys(cmd->row, argv, argc, note_key, &f) ? f.text : "refused";
}

START_TEST(keys_at_fixed_places)
{
    ck_assert_str_eq(keys_of("get a"), "a:RO");
    ck_assert_str_eq(keys_of("rename a b"), "a:RW b:OW");
    ck_assert_str_eq(keys_of("box put-in a b"), "a:RW");
    ck_assert_str_eq(keys_of("ping a"), "");
    ck_assert_str_eq(keys_of("sort a by b"), "a:RO b:OW");
    ck_assert_str_eq(keys_of("sort a"), "a:RO");
    ck_assert_str_eq(keys_of("georadius a STORE b"), "a:RO b:OW");
    ck_assert_str_eq(keys_of("georadius a STORE b STOREDIST c"), "a:RO");
}
END_TEST

START_TEST(keys_to_the_end)
{
    ck_assert_str_eq(keys_of("del a"), "a:RM");
    ck_assert_str_eq(keys_of("del a b c"), "a:RM b:RM c:RM");
    ck_assert_str_eq(keys_of("mset a 1 b 2"), "a:OW b:OW");
    ck_assert_str_eq(keys_of("blpop a b 0"), "a:RW b:RW");
    ck_assert_str_eq(keys_of("blpop a 0"), "a:RW");
}
END_TEST

START_TEST(keys_that_are_counted)
{
    ck_assert_str_eq(keys_of("zunionstore d 2 a b"), "d:OW a:RO b:RO");
    ck_assert_str_eq(keys_of("zunionstore d 1 a weights 3"), "d:OW a:RO");
    ck_assert_str_eq(keys_of("msetex 2 a 1 b 2 nx"), "a:OW b:OW");
}
END_TEST

START_TEST(counts_that_do_not_fit_are_refused)
{
    static const char *const bad[] = {
        "zunionstore d 3 a b",
        "zunionstore d 0 a b",
        "zunionstore d -1 a b",
        "zunionstore d x a b",
        "zunionstore d 1x a b",
        "zunionstore d 4294967297 a b",
        "zunionstore d 9223372036854775807 a b",
        "zunionstore d 99999999999999999999 a b",
        "msetex 3 a 1 b 2",
        "msetex 1152921504606846976 a 1",
    };

    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_str_eq(keys_of(bad[i]), "refused");
}
END_TEST

START_TEST(keys_behind_a_word)
{
    ck_assert_str_eq(keys_of("xread streams a 0"), "a:RO");
    ck_assert_str_eq(keys_of("xread count 2 STREAMS a b 0 0"), "a:RO b:RO");
    ck_assert_str_eq(keys_of("xread count 2 block"), "");
    ck_assert_str_eq(keys_of("xread count 2 streams"), "");
    ck_assert_str_eq(keys_of("migrate h p k 0 10"), "k:RW");
    ck_assert_str_eq(keys_of("migrate h p x 0 10 keys a b"), "x:RW a:RW b:RW");
    ck_assert_str_eq(keys_of("migrate h p x 0 10 COPY KEYS a"), "x:RW a:RW");
}
END_TEST

/* The table is the process's own; check runs each test in a process that has just these rows. */
static void setup(void)
{
    command_register(plain);
    command_register(others);
}

static Suite *suite(void)
{
    Suite *s = suite_create("command");
    TCase *t = tcase_create("command");

    tcase_add_checked_fixture(t, setup, NULL);
    tcase_add_test(t, names_are_found_in_any_case);
    tcase_add_test(t, other_names_are_not_found);
    tcase_add_test(t, only_letters_have_case);
    tcase_add_test(t, any_other_byte_makes_another_name);
    tcase_add_test(t, containers_lead_to_their_subcommands);
    tcase_add_test(t, users_write_subcommands_with_a_bar);
    tcase_add_test(t, all_are_listed_in_order);
    tcase_add_test(t, arity_counts_the_name);
    tcase_add_test(t, categories_follow_from_the_flags);
    tcase_add_test(t, the_first_key_is_known_if_it_is_fixed);
    tcase_add_test(t, names_of_bits);
    tcase_add_test(t, a_renamed_command_has_only_its_new_name);
    tcase_add_test(t, a_renamed_container_keeps_its_subcommands);
    tcase_add_test(t, an_empty_name_removes);
    tcase_add_test(t, renaming_can_be_undone_and_names_swapped);
    tcase_add_test(t, bad_names_are_refused);
    tcase_add_test(t, a_full_table_still_finds_everything);
    tcase_add_test(t, keys_at_fixed_places);
    tcase_add_test(t, keys_to_the_end);
    tcase_add_test(t, keys_that_are_counted);
    tcase_add_test(t, counts_that_do_not_fit_are_refused);
    tcase_add_test(t, keys_behind_a_word);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    sr = srunner_create(suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
