#include "option_rows.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

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
    Suite *suite = suite_create("option_file");
    TCase *tc = tcase_create("option_file");
    SRunner *sr;
    int failed;

    mem_thread_start();
    if (mkdtemp(root) == NULL)
        return 1;
    tcase_add_checked_fixture(tc, setup, teardown);
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
