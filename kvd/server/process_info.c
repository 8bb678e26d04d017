/* What INFO tells of the program and of the CPU time it has used. */
#include "base/clock.h"
#include "base/crc.h"
#include "server/process.h"
#include "server/server.h"
#include "server/version.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

static void redis_version(struct buf *out)
{
    buf_add_str(out, REDIS_VERSION);
}

static void kvd_version(struct buf *out)
{
    buf_add_str(out, KVD_VERSION);
}

static void git_sha1(struct buf *out)
{
    buf_add_str(out, KVD_GIT);
}

static uint64_t zero(void)
{
    return 0;
}

static void build_id(struct buf *out)
{
    static const char build[] = KVD_VERSION " " KVD_GIT " " __VERSION__;

    buf_addf(out, "%016llx", (unsigned long long)crc64(0, bytes_str(build)));
}

static void mode(struct buf *out)
{
    buf_add_str(out, "standalone");
}

static void operating_system(struct buf *out)
{
    struct utsname u;

    uname(&u);
    buf_addf(out, "%s %s %s", u.sysname, u.release, u.machine);
}

static uint64_t arch_bits(void)
{
    return 8 * sizeof(void *);
}

static void monotonic_clock(struct buf *out)
{
    buf_add_str(out, "POSIX clock_gettime");
}

static void multiplexing(struct buf *out)
{
    buf_add_str(out, loop_backend(server.loop));
}

static void atomic_api(struct buf *out)
{
    buf_add_str(out, "c11-builtin");
}

static void compiler(struct buf *out)
{
    buf_addf(out, "%d.%d.%d", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
}

static uint64_t process_id(void)
{
    return (uint64_t)getpid();
}

static void supervisor(struct buf *out)
{
    buf_add_str(out, process_supervisor());
}

static void run_id(struct buf *out)
{
    buf_add_str(out, server.run_id);
}

static uint64_t time_us(void)
{
    return (uint64_t)clock_wall_us();
}

static uint64_t uptime_days(void)
{
    return server_uptime_s() / 86400;
}

static uint64_t lru_clock(void)
{
    return (uint64_t)(clock_now_ms() / 1000) & 0xffffff;
}

static void executable(struct buf *out)
{
    buf_add_str(out, server.executable);
}

static void config_file(struct buf *out)
{
    buf_add_str(out, server.config_file != NULL ? server.config_file : "");
}

static void cpu_seconds(struct buf *out, int who, bool is_system)
{
    struct timeval t;
    struct rusage u;

    getrusage(who, &u);
    t = is_system ? u.ru_stime : u.ru_utime;
    buf_addf(out, "%lld.%06ld", (long long)t.tv_sec, (long)t.tv_usec);
}

static void cpu_sys(struct buf *out)
{
    cpu_seconds(out, RUSAGE_SELF, true);
}

static void cpu_user(struct buf *out)
{
    cpu_seconds(out, RUSAGE_SELF, false);
}

static void cpu_sys_children(struct buf *out)
{
    cpu_seconds(out, RUSAGE_CHILDREN, true);
}

static void cpu_user_children(struct buf *out)
{
    cpu_seconds(out, RUSAGE_CHILDREN, false);
}

static void cpu_sys_main(struct buf *out)
{
    cpu_seconds(out, RUSAGE_THREAD, true);
}

static void cpu_user_main(struct buf *out)
{
    cpu_seconds(out, RUSAGE_THREAD, false);
}

const struct metric process_metrics[] = {
    METRIC_STRING("server", "redis_version", redis_version, ""),
    METRIC_STRING("server", "kvd_version", kvd_version, ""),
    METRIC_STRING("server", "redis_git_sha1", git_sha1, ""),
    METRIC_GAUGE("server", "redis_git_dirty", zero, "Always 0."),
    METRIC_STRING("server", "redis_build_id", build_id, ""),
    METRIC_STRING("server", "redis_mode", mode, ""),
    METRIC_STRING("server", "os", operating_system, ""),
    METRIC_GAUGE("server", "arch_bits", arch_bits, "Bits of a pointer."),
    METRIC_STRING("server", "monotonic_clock", monotonic_clock, ""),
    METRIC_STRING("server", "multiplexing_api", multiplexing, ""),
    METRIC_STRING("server", "atomicvar_api", atomic_api, ""),
    METRIC_STRING("server", "gcc_version", compiler, ""),
    METRIC_GAUGE("server", "process_id", process_id, "Process id."),
    METRIC_STRING("server", "process_supervised", supervisor, ""),
    METRIC_STRING("server", "run_id", run_id, ""),
    METRIC_GAUGE("server", "server_time_usec", time_us, "Unix time in microseconds."),
    METRIC_GAUGE("server", "uptime_in_days", uptime_days, "Days since the start."),
    METRIC_GAUGE("server", "lru_clock", lru_clock, "The access clock, seconds modulo 2^24."),
    METRIC_STRING("server", "executable", executable, ""),
    METRIC_STRING("server", "config_file", config_file, ""),
    METRIC_GAUGE("server", "io_threads_active", zero, "1 while I/O threads work."),
    METRIC_GAUGE("stats", "latest_fork_usec", zero, "Always 0: nothing forks."),
    METRIC_GAUGE("stats", "total_forks", zero, "Always 0: nothing forks."),
    METRIC_STRING("cpu", "used_cpu_sys", cpu_sys, ""),
    METRIC_STRING("cpu", "used_cpu_user", cpu_user, ""),
    METRIC_STRING("cpu", "used_cpu_sys_children", cpu_sys_children, ""),
    METRIC_STRING("cpu", "used_cpu_user_children", cpu_user_children, ""),
    METRIC_STRING("cpu", "used_cpu_sys_main_thread", cpu_sys_main, ""),
    METRIC_STRING("cpu", "used_cpu_user_main_thread", cpu_user_main, ""),
    METRIC_END,
};
