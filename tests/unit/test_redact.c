#include "server/redact.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/option.h"
#include "server/server.h"

static char *name, *secret;

static const struct option options[] = {
    OPTION_STRING("proc-title", &name, "", OPT_LIVE, "A name."),
    OPTION_STRING("requirepass", &secret, "", OPT_LIVE | OPT_SENSITIVE, "A secret."),
    OPTION_END,
};

static void setup(void)
{
    server.options = option_set_new();
    option_set_add(server.options, options);
}

static void teardown(void)
{
    option_set_free(server.options);
    mem_free(name);
    mem_free(secret);
    name = secret = NULL;
}

/* The request with what is hidden shown as "*". */
static const char *shown(const char *full_name, const char *request)
{
    static char out[256];
    struct command_state cmd = { 0 };
    struct bytes argv[16];
    struct buf scratch = { .limit = 256 };
    unsigned argc;

    snprintf(cmd.full_name, sizeof cmd.full_name, "%s", full_name);
    ck_assert(option_split_line(bytes_str(request), &scratch, argv, 16, &argc));
    out[0] = '\0';
    for (unsigned i = 0; i < argc; i++) {
        struct bytes arg = redact_arg(&cmd, argv, i);
        bool hidden = redact_hides(&cmd, argv, i);

        ck_assert_int_eq(hidden, bytes_eq(arg, BYTES_LIT("(redacted)")));
        if (hidden)
            arg = BYTES_LIT("*");
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%.*s", i ? " " : "",
                 BYTES_ARG(arg));
    }
    buf_fini(&scratch);
    return out;
}

START_TEST(ordinary_arguments_are_shown)
{
    ck_assert_str_eq(shown("set", "SET requirepass AUTH x"), "SET requirepass AUTH x");
    ck_assert_str_eq(shown("config|get", "CONFIG GET requirepass"), "CONFIG GET requirepass");
}
END_TEST

START_TEST(auth_shows_nothing)
{
    ck_assert_str_eq(shown("auth", "AUTH pw"), "AUTH *");
    ck_assert_str_eq(shown("auth", "auth user pw"), "auth * *");
}
END_TEST

START_TEST(hello_hides_what_follows_auth)
{
    ck_assert_str_eq(shown("hello", "HELLO 3"), "HELLO 3");
    ck_assert_str_eq(shown("hello", "HELLO 3 AUTH u p SETNAME n"), "HELLO 3 AUTH * * SETNAME n");
    ck_assert_str_eq(shown("hello", "HELLO 3 SETNAME n auth u p"), "HELLO 3 SETNAME n auth * *");
    ck_assert_str_eq(shown("hello", "HELLO 3 AUTH"), "HELLO 3 AUTH");
}
END_TEST

START_TEST(config_set_hides_secrets_and_what_may_be_one)
{
    ck_assert_str_eq(shown("config|set", "CONFIG SET proc-title x"), "CONFIG SET proc-title x");
    ck_assert_str_eq(shown("config|set", "CONFIG SET RequirePass x proc-title y"),
                     "CONFIG SET RequirePass * proc-title y");
    ck_assert_str_eq(shown("config|set", "CONFIG SET requirepas x"), "CONFIG SET requirepas *");
    ck_assert_str_eq(shown("config|set", "CONFIG SET requirepass"), "CONFIG SET requirepass");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("redact");
    TCase *tc = tcase_create("redact");
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, ordinary_arguments_are_shown);
    tcase_add_test(tc, auth_shows_nothing);
    tcase_add_test(tc, hello_hides_what_follows_auth);
    tcase_add_test(tc, config_set_hides_secrets_and_what_may_be_one);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
