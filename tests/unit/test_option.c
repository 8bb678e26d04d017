#include "option_rows.h"

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

int main(void)
{
    Suite *suite = suite_create("option");
    TCase *tc = tcase_create("option");
    SRunner *sr;
    int failed;

    mem_thread_start();
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
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
