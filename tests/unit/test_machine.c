#include "base/machine.h"

#include "base/mem.h"

#include <check.h>
#include <stdlib.h>

START_TEST(a_limit_is_at_most_what_the_machine_has)
{
    ck_assert_uint_gt(machine_memory(), 0);
    ck_assert_uint_gt(machine_memory_limit(), 0);
    ck_assert_uint_le(machine_memory_limit(), machine_memory());
}
END_TEST

START_TEST(the_group_that_limits_memory_is_found)
{
    static const struct {
        const char *line, *path;
        int version;
    } rows[] = {
        { "0::/", "/", 2 },
        { "0::/system.slice/kvd.service", "/system.slice/kvd.service", 2 },
        { "7:memory:/docker/a", "/docker/a", 1 },
        { "7:cpu,memory:/a", "/a", 1 },
        { "7:memory,cpu:/a:b", "/a:b", 1 },
        { "7:cpu,cpuacct:/a", NULL, 0 },
        { "7:memory_other:/a", NULL, 0 },
        { "7:xmemory:/a", NULL, 0 },
        { "1:name=systemd:/a", NULL, 0 },
        { "nonsense", NULL, 0 },
        { "7:nonsense", NULL, 0 },
        { "", NULL, 0 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int version = 0;
        const char *path = machine_cgroup_path(rows[i].line, &version);

        if (rows[i].path == NULL) {
            ck_assert_ptr_null(path);
            continue;
        }
        ck_assert_str_eq(path, rows[i].path);
        ck_assert_int_eq(version, rows[i].version);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("machine");
    TCase *t = tcase_create("machine");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(t, a_limit_is_at_most_what_the_machine_has);
    tcase_add_test(t, the_group_that_limits_memory_is_found);
    suite_add_tcase(s, t);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
