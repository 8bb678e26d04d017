#include "server/config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "server/client_mem.h"
#include "server/command.h"
#include "server/keyspace_events.h"
#include "server/server.h"
#include "store/evict.h"

/* ---- A set of options like the server's ------------------------------------------------------------ */

static int64_t port, maxclients;
static char *addresses, *password;

static const struct option own_options[] = {
    OPTION_INT("port", &port, "6379", 0, 65535, OPT_LIVE, "The port."),
    OPTION_INT("maxclients", &maxclients, "10000", 1, INT32_MAX, OPT_LIVE, "Most clients."),
    OPTION_STRING("bind", &addresses, "* -::*", OPT_LIVE | OPT_WORDS, "Where to listen."),
    OPTION_STRING("requirepass", &password, "", OPT_LIVE | OPT_SENSITIVE, "The password."),
    OPTION_END,
};

static struct option_set *set;
static char folder[] = "/tmp/test_config.XXXXXX";

static void setup(void)
{
    set = option_set_new();
    option_set_add(set, own_options);
    option_set_add(set, config_options);
    option_set_add(set, client_mem_options);
    option_set_add(set, evict_options);
    option_set_add(set, keyspace_events_options);
    option_set_add(set, later_options);
    ck_assert_int_eq(chdir(folder), 0);
}

static void teardown(void)
{
    option_set_free(set);
}

static const char *get(const char *name)
{
    static struct buf out = { .limit = BUF_UNLIMITED };

    buf_clear(&out);
    option_get(option_find(set, bytes_str(name)), &out);
    return buf_cstr(&out);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

static const char *read_file(const char *path)
{
    static char text[64 * 1024];
    FILE *f = fopen(path, "r");

    ck_assert_ptr_nonnull(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

#define ARGS_MAX 12
#define run(...) run_words((const char *[ARGS_MAX]){ "kvd", __VA_ARGS__ })

static enum config_result run_words(const char **words)
{
    char *argv[ARGS_MAX + 1] = { NULL };
    int argc = 0;

    while (words[argc] != NULL) {
        argv[argc] = (char *)(uintptr_t)words[argc]; /* read only */
        argc++;
    }
    return config_load(argc, argv, set);
}

/* What config_load says, in a child whose streams are files. */
static const char *said; /* on both streams */

#define talk(...) talk_words((const char *[ARGS_MAX]){ "kvd", __VA_ARGS__ }, NULL)

static enum config_result talk_words(const char **words, const char *input)
{
    int status;
    pid_t child;

    write_file("in", input ? input : "");
    child = fork();
    if (child == 0) {
        ck_assert_ptr_nonnull(freopen("in", "r", stdin));
        ck_assert_ptr_nonnull(freopen("out", "w", stdout));
        dup2(STDOUT_FILENO, STDERR_FILENO);
        status = (int)run_words(words);
        fflush(stdout);
        _exit(status);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    said = read_file("out");
    return (enum config_result)WEXITSTATUS(status);
}

/* ---- The command line ------------------------------------------------------------------------------ */

START_TEST(without_words_everything_has_its_default)
{
    ck_assert_int_eq(run(NULL), CONFIG_RUN);
    ck_assert_int_eq(port, 6379);
    ck_assert_ptr_null(server.config_file);
}
END_TEST

START_TEST(the_file_comes_first_and_the_command_line_wins)
{
    char path[64];

    write_file("a.conf", "# comment\nport 7000\nmaxclients 50\n");
    ck_assert_int_eq(run("a.conf", "--port", "7001"), CONFIG_RUN);
    ck_assert_int_eq(port, 7001);
    ck_assert_int_eq(maxclients, 50);
    snprintf(path, sizeof path, "%s/a.conf", folder);
    ck_assert_str_eq(server.config_file, path);
}
END_TEST

START_TEST(a_value_may_be_several_words)
{
    ck_assert_int_eq(run("--bind", "127.0.0.1", "::1", "--port", "7"), CONFIG_RUN);
    ck_assert_str_eq(addresses, "127.0.0.1 ::1");
    ck_assert_int_eq(port, 7);
}
END_TEST

START_TEST(words_are_taken_as_they_are)
{
    ck_assert_int_eq(run("--requirepass", "a \"b\" \\x41\n"), CONFIG_RUN);
    ck_assert_str_eq(password, "a \"b\" \\x41\n");
}
END_TEST

START_TEST(behind_a_name_dashes_are_a_value)
{
    ck_assert_int_eq(run("--requirepass", "--secret", "--port", "7"), CONFIG_RUN);
    ck_assert_str_eq(password, "--secret");
    ck_assert_int_eq(port, 7);
}
END_TEST

START_TEST(a_directive_may_be_one_word)
{
    ck_assert_int_eq(run("--port 7", "--bind 10.0.0.1", "::1", "--", "maxclients", "5"),
                     CONFIG_RUN);
    ck_assert_int_eq(port, 7);
    ck_assert_str_eq(addresses, "10.0.0.1 ::1");
    ck_assert_int_eq(maxclients, 5);
}
END_TEST

START_TEST(save_may_have_no_value)
{
    ck_assert_int_eq(run("--save", "--port", "7"), CONFIG_RUN);
    ck_assert_int_eq(port, 7);
    ck_assert_str_eq(get("save"), "");
    ck_assert_int_eq(run("--save", "900", "1", "--save", "60 5"), CONFIG_RUN);
    ck_assert_str_eq(get("save"), "900 1 60 5");
    ck_assert_int_eq(run("--save"), CONFIG_RUN);
    ck_assert_str_eq(get("save"), "");
    ck_assert_int_eq(run("--save", "10", "1", "--save", ""), CONFIG_RUN);
    ck_assert_str_eq(get("save"), "");
}
END_TEST

START_TEST(a_dash_reads_standard_input)
{
    const char *first[ARGS_MAX] = { "kvd", "-", "--check-config", "--port", "1" };
    const char *last[ARGS_MAX] = { "kvd", "--port", "1", "--check-config", "-" };
    const char *bad[ARGS_MAX] = { "kvd", "-" };

    ck_assert_int_eq(talk_words(first, "maxclients 5\n"), CONFIG_EXIT_OK);
    ck_assert_int_eq(talk_words(last, "maxclients 5\n"), CONFIG_EXIT_OK);
    ck_assert_int_eq(talk_words(bad, "port 1\nport x\n"), CONFIG_EXIT_ERROR);
    ck_assert_str_eq(said, "kvd: standard input:2: directive 'port x': "
                           "argument couldn't be parsed into an integer\n");
}
END_TEST

START_TEST(help_lists_every_directive)
{
    ck_assert_int_eq(talk("--help"), CONFIG_EXIT_OK);
    ck_assert_ptr_nonnull(strstr(said, "Usage: kvd [file | -] [--directive value ...]\n"));
    ck_assert_ptr_nonnull(strstr(said, "\n  maxclients <number>  (default 10000)\n"));
    ck_assert_int_eq(talk("-h"), CONFIG_EXIT_OK);
}
END_TEST

START_TEST(version_is_one_line)
{
    ck_assert_int_eq(talk("--version"), CONFIG_EXIT_OK);
    ck_assert_int_eq(strncmp(said, "kvd v=", 6), 0);
    ck_assert_ptr_nonnull(strstr(said, " redis=7.2.4 malloc="));
    ck_assert_ptr_nonnull(strstr(said, " bits=64\n"));
    ck_assert_int_eq(talk("-v"), CONFIG_EXIT_OK);
}
END_TEST

START_TEST(a_check_says_ok_and_what_is_kept)
{
    write_file("good.conf", "port 7000\n");
    ck_assert_int_eq(talk("--check-config", "good.conf"), CONFIG_EXIT_OK);
    ck_assert_str_eq(said, "config ok\n");
    ck_assert_int_eq(talk("good.conf", "--check-config"), CONFIG_EXIT_OK);
    write_file("later.conf", "slaveof 10.0.0.1 6379\nappendonly no\nport 7000\n");
    ck_assert_int_eq(talk("--check-config", "later.conf"), CONFIG_EXIT_OK);
    ck_assert_str_eq(said, "config ok\nkept for parts still to come: appendonly, replicaof\n");
    write_file("bad.conf", "port 70000\n");
    ck_assert_int_eq(talk("--check-config", "bad.conf"), CONFIG_EXIT_ERROR);
}
END_TEST

START_TEST(what_cannot_be_read_is_refused)
{
    char text[256];

    ck_assert_int_eq(talk("--maxclint", "3"), CONFIG_EXIT_ERROR);
    ck_assert_str_eq(said, "kvd: command line:1: directive 'maxclint \"3\"': unknown directive, "
                           "did you mean 'maxclients'?\n");
    ck_assert_int_eq(talk("-port", "7"), CONFIG_EXIT_ERROR);
    ck_assert_str_eq(said, "kvd: '-port': directives begin with two dashes: '--port'\n");
    ck_assert_int_eq(talk("--check-config", "--port", "7", "--check-config", "x"),
                     CONFIG_EXIT_ERROR);
    ck_assert_ptr_nonnull(strstr(said, "kvd: 'x': the config file comes first"));
    ck_assert_int_eq(talk("--port"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--port", "7", "8"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--requirepass", "tellnobody", "x"), CONFIG_EXIT_ERROR);
    ck_assert_ptr_null(strstr(said, "tellnobody"));
    ck_assert_int_eq(talk("none.conf"), CONFIG_EXIT_ERROR);
    ck_assert_str_eq(said, "kvd: none.conf: No such file or directory\n");
    ck_assert_int_eq(talk("."), CONFIG_EXIT_ERROR);
    write_file("bad.conf", "port 1\n\nmaxmemroy 10mb\n");
    ck_assert_int_eq(talk("bad.conf"), CONFIG_EXIT_ERROR);
    snprintf(text, sizeof text,
             "kvd: %s/bad.conf:3: directive 'maxmemroy 10mb': unknown directive, "
             "did you mean 'maxmemory'?\n",
             folder);
    ck_assert_str_eq(said, text);
}
END_TEST

/* ---- rename-command -------------------------------------------------------------------------------- */

static const struct command commands[] = {
    { "fetch", 2 },
    { "drop", 2 },
    { "look", 2 },
    COMMAND_END,
};

START_TEST(commands_get_other_names)
{
    struct bytes hidden = BYTES_LIT("HIDDEN"), fetch = BYTES_LIT("fetch"), drop = BYTES_LIT("drop");

    command_register(commands);
    write_file("r.conf", "rename-command FETCH hidden\nrename-command drop \"\"\n");
    ck_assert_int_eq(run("r.conf"), CONFIG_RUN);
    ck_assert_ptr_null(command_lookup(&fetch, 1));
    ck_assert_ptr_null(command_lookup(&drop, 1));
    ck_assert_str_eq(command_lookup(&hidden, 1)->row->name, "fetch");
    ck_assert_int_eq(config_rewrite(set), KV_OK);
    ck_assert_str_eq(read_file("r.conf"),
                     "rename-command FETCH hidden\nrename-command drop \"\"\n");
}
END_TEST

START_TEST(bad_renames_are_refused)
{
    command_register(commands);
    ck_assert_int_eq(talk("--rename-command", "nosuch", "x"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--rename-command", "fetch"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--rename-command", "fetch", "drop"), CONFIG_EXIT_ERROR);
    ck_assert_ptr_null(strstr(said, "drop")); /* a new name is a secret */
}
END_TEST

/* ---- The notice of directives kept ----------------------------------------------------------------- */

START_TEST(the_log_names_what_is_kept_once)
{
    const char *line;

    ck_assert(log_set_file("log"));
    config_log_later(set);
    ck_assert_str_eq(read_file("log"), "");
    ck_assert_int_eq(run("--save", "", "--port", "7", "--appendonly", "yes"), CONFIG_RUN);
    config_log_later(set);
    line = strstr(read_file("log"), "config: ");
    ck_assert_str_eq(line, "config: kept for parts still to come: appendonly, save\n");
    log_set_file("");
}
END_TEST

/* ---- CONFIG REWRITE -------------------------------------------------------------------------------- */

START_TEST(a_rewrite_keeps_comments_and_permissions)
{
    struct stat st;

    write_file("w.conf", "# mine\nport 7000   \n\n# end\n");
    ck_assert_int_eq(chmod("w.conf", 0640), 0);
    ck_assert_int_eq(run("w.conf", "--maxclients", "5"), CONFIG_RUN);
    port = 7001;
    ck_assert_int_eq(config_rewrite(set), KV_OK);
    ck_assert_str_eq(read_file("w.conf"), "# mine\nport 7001\n\n# end\n\n"
                                          "# Generated by CONFIG REWRITE\nmaxclients 5\n");
    ck_assert_int_eq(stat("w.conf", &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0640);
}
END_TEST

START_TEST(a_rewrite_follows_a_link_and_leaves_it)
{
    struct stat st;

    write_file("target.conf", "port 7000\n");
    unlink("link.conf");
    ck_assert_int_eq(symlink("target.conf", "link.conf"), 0);
    ck_assert_int_eq(run("link.conf"), CONFIG_RUN);
    port = 7001;
    ck_assert_int_eq(config_rewrite(set), KV_OK);
    ck_assert_int_eq(lstat("link.conf", &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    ck_assert_str_eq(read_file("target.conf"), "port 7001\n");
}
END_TEST

START_TEST(a_rewrite_that_fails_says_why)
{
    server.config_file = NULL;
    ck_assert_int_eq(config_rewrite(set), KV_NOT_FOUND);
    write_file("gone.conf", "port 7000\n");
    ck_assert_int_eq(run("gone.conf"), CONFIG_RUN);
    ck_assert_int_eq(unlink("gone.conf"), 0);
    ck_assert_int_eq(config_rewrite(set), KV_IO);
    ck_assert_int_eq(errno, ENOENT);
    if (geteuid() != 0) { /* root may write everything */
        write_file("gone.conf", "port 7000\n");
        ck_assert_int_eq(chmod("gone.conf", 0400), 0);
        ck_assert_int_eq(config_rewrite(set), KV_IO);
        ck_assert_int_eq(errno, EACCES);
    }
}
END_TEST

/* ---- Directives of parts still to come ------------------------------------------------------------- */

static bool set_live(const char *name, const char *value)
{
    struct option_pair pair = { bytes_str(name), bytes_str(value) };
    const char *why;
    unsigned bad;

    return option_set_live(set, &pair, 1, false, &bad, &why);
}

START_TEST(save_points_replace_or_add)
{
    ck_assert_str_eq(get("save"), "3600 1 300 100 60 10000");
    ck_assert_int_eq(run("--save", "900", "1", "300", "10"), CONFIG_RUN);
    ck_assert_str_eq(get("save"), "900 1 300 10");
    ck_assert(set_live("save", "60 1"));
    ck_assert_str_eq(get("save"), "60 1");
    ck_assert(!set_live("save", "60"));
    ck_assert(!set_live("save", "0 1"));
    ck_assert(!set_live("save", "60 -1"));
    ck_assert(!set_live("save", "60 x"));
    ck_assert_str_eq(get("save"), "60 1");
    ck_assert(set_live("save", ""));
    ck_assert_str_eq(get("save"), "");
}
END_TEST

START_TEST(event_classes_have_an_order)
{
    ck_assert(set_live("notify-keyspace-events", "KEA"));
    ck_assert_str_eq(get("notify-keyspace-events"), "AKE");
    ck_assert(set_live("notify-keyspace-events", "gxE$lshztdKEn"));
    ck_assert_str_eq(get("notify-keyspace-events"), "g$lshzxtdnKE");
    ck_assert(set_live("notify-keyspace-events", "dtzhslE$xgnmKe"));
    ck_assert_str_eq(get("notify-keyspace-events"), "AnKEm");
    ck_assert(set_live("notify-keyspace-events", ""));
    ck_assert_str_eq(get("notify-keyspace-events"), "");
    ck_assert(!set_live("notify-keyspace-events", "Kq"));
}
END_TEST

START_TEST(the_primary_is_a_host_and_a_port)
{
    ck_assert_int_eq(run("--replicaof", "10.0.0.1", "6379"), CONFIG_RUN);
    ck_assert_str_eq(get("slaveof"), "10.0.0.1 6379");
    ck_assert_int_eq(run("--slaveof", "no", "one"), CONFIG_RUN);
    ck_assert_str_eq(get("replicaof"), "");
    ck_assert_int_eq(talk("--replicaof", "a", "b"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--replicaof", "a"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--replicaof", "a", "70000"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--replicaof", "", "7000"), CONFIG_EXIT_ERROR);
}
END_TEST

START_TEST(shutdown_words_combine)
{
    ck_assert_str_eq(get("shutdown-on-sigint"), "default");
    ck_assert_int_eq(run("--shutdown-on-sigterm", "nosave", "force"), CONFIG_RUN);
    ck_assert_str_eq(get("shutdown-on-sigterm"), "nosave force");
    ck_assert(set_live("shutdown-on-sigint", "SAVE"));
    ck_assert_str_eq(get("shutdown-on-sigint"), "save");
    ck_assert(!set_live("shutdown-on-sigint", "save nosave"));
    ck_assert(!set_live("shutdown-on-sigint", "default now"));
    ck_assert(!set_live("shutdown-on-sigint", ""));
    ck_assert(set_live("shutdown-on-sigint", "default"));
}
END_TEST

START_TEST(what_would_be_unsafe_to_ignore_is_refused)
{
    ck_assert_int_eq(talk("--user", "alice", "on"), CONFIG_EXIT_ERROR);
    ck_assert_ptr_nonnull(strstr(said, "would let everybody in"));
    ck_assert_int_eq(talk("--aclfile", "/etc/users.acl"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--loadmodule", "/lib/x.so", "arg"), CONFIG_EXIT_ERROR);
    ck_assert_ptr_nonnull(strstr(said, "modules cannot be loaded"));
    ck_assert_int_eq(talk("--dbfilename", "../x.rdb"), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--appenddirname", ""), CONFIG_EXIT_ERROR);
    ck_assert_int_eq(talk("--cluster-announce-hostname", "a b"), CONFIG_EXIT_ERROR);
}
END_TEST

START_TEST(kept_values_survive_a_rewrite)
{
    write_file("k.conf", "maxmemory-clients 5%\nmasterauth s3cret\nmin-slaves-to-write 1\n"
                         "shutdown-on-sigterm now  force\nslaveof h 1\nsave 60 1\nsave 5 5\n");
    ck_assert_int_eq(run("k.conf"), CONFIG_RUN);
    ck_assert_int_eq(config_rewrite(set), KV_OK);
    ck_assert_str_eq(read_file("k.conf"),
                     "maxmemory-clients 5%\nmasterauth s3cret\nmin-slaves-to-write 1\n"
                     "shutdown-on-sigterm now  force\nslaveof h 1\nsave 60 1\nsave 5 5\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("config");
    TCase *tc = tcase_create("config");
    SRunner *sr;
    int failed;

    mem_thread_start();
    if (mkdtemp(folder) == NULL)
        return 1;
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, without_words_everything_has_its_default);
    tcase_add_test(tc, the_file_comes_first_and_the_command_line_wins);
    tcase_add_test(tc, a_value_may_be_several_words);
    tcase_add_test(tc, words_are_taken_as_they_are);
    tcase_add_test(tc, behind_a_name_dashes_are_a_value);
    tcase_add_test(tc, a_directive_may_be_one_word);
    tcase_add_test(tc, save_may_have_no_value);
    tcase_add_test(tc, a_dash_reads_standard_input);
    tcase_add_test(tc, help_lists_every_directive);
    tcase_add_test(tc, version_is_one_line);
    tcase_add_test(tc, a_check_says_ok_and_what_is_kept);
    tcase_add_test(tc, what_cannot_be_read_is_refused);
    tcase_add_test(tc, commands_get_other_names);
    tcase_add_test(tc, bad_renames_are_refused);
    tcase_add_test(tc, the_log_names_what_is_kept_once);
    tcase_add_test(tc, a_rewrite_keeps_comments_and_permissions);
    tcase_add_test(tc, a_rewrite_follows_a_link_and_leaves_it);
    tcase_add_test(tc, a_rewrite_that_fails_says_why);
    tcase_add_test(tc, save_points_replace_or_add);
    tcase_add_test(tc, event_classes_have_an_order);
    tcase_add_test(tc, the_primary_is_a_host_and_a_port);
    tcase_add_test(tc, shutdown_words_combine);
    tcase_add_test(tc, what_would_be_unsafe_to_ignore_is_refused);
    tcase_add_test(tc, kept_values_survive_a_rewrite);
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
