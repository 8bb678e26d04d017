#include "server/process.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "server/client.h"
#include "server/crash.h"
#include "server/notify.h"
#include "server/server.h"
#include "server/title.h"
#include "server/version.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum supervisor { SUPERVISED_NO, SUPERVISED_AUTO, SUPERVISED_SYSTEMD, SUPERVISED_UPSTART };
enum oom_mode { OOM_NO, OOM_YES, OOM_RELATIVE, OOM_ABSOLUTE }; /* yes is an older relative */

enum { DESCRIPTORS_OF_OURS = 32 }; /* listeners, files, the loop: on top of maxclients */

static bool daemonize, syslog_enabled, show_logo, set_title, disable_thp;
static bool crash_log_enabled, crash_memcheck_enabled;
static char *pid_file, *dir, *log_file, *syslog_ident, *title_template;
static int supervised, log_level, log_format, log_time, syslog_facility, oom_mode;
static int64_t oom_values[3]; /* primary, replica, child; only the first has a user yet */

static char written_pid_file[PATH_MAX]; /* absolute; "" while there is none */
static int parent_fd = -1; /* daemonize: the process that the user started waits at its other end */

/* ---- Logging ------------------------------------------------------------------------------------- */

/* syslog-facility: the value is the index. */
static const struct option_name facility_names[] = {
    { "user", 0 },   { "local0", 1 }, { "local1", 2 }, { "local2", 3 }, { "local3", 4 },
    { "local4", 5 }, { "local5", 6 }, { "local6", 7 }, { "local7", 8 }, { NULL, 0 },
};

static bool apply_log(const char **why)
{
    (void)why;
    log_set_level((enum log_level)log_level);
    log_set_format((enum log_format)log_format, (enum log_timestamp)log_time);
    return true;
}

static bool start_log(void)
{
    apply_log(NULL);
    if (!log_set_file(log_file)) {
        log_warning("process: logfile %s: %s", log_file, strerror(errno));
        return false;
    }
    log_set_syslog(syslog_enabled, syslog_ident, facility_names[syslog_facility].name);
    return true;
}

/* ---- dir ----------------------------------------------------------------------------------------- */

/* Goes to dir and makes it absolute, as CONFIG GET and REWRITE show it. */
static bool apply_dir(const char **why)
{
    char path[PATH_MAX];

    if (chdir(dir) != 0 || getcwd(path, sizeof path) == NULL) {
        *why = strerror(errno);
        return false;
    }
    mem_free(dir);
    dir = mem_strdup(path);
    return true;
}

/* ---- Background ---------------------------------------------------------------------------------- */

/* What the process that the user started does: waits until the daemon takes clients, or fails. */
static _Noreturn void wait_for_daemon(pid_t child, int fd)
{
    char byte;
    ssize_t n;

    do {
        n = read(fd, &byte, 1);
    } while (n < 0 && errno == EINTR);
    waitpid(child, NULL, 0);
    if (n != 1)
        fprintf(stderr, "kvd: the start failed, the log says why\n");
    _exit(n == 1 ? 0 : 1);
}

static void close_standard_streams(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (fd < 0)
        return;
    dup2(fd, STDIN_FILENO);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

/* Leaves the user's session: a child that leads a new one, and its child, which leads none and so
 * can never get a terminal, is the daemon. */
static bool go_background(void)
{
    int ends[2];
    pid_t child;

    if (log_file[0] == '\0' && !syslog_enabled) {
        log_notice("process: daemonize without logfile: the log goes to syslog");
        log_set_syslog(true, syslog_ident, facility_names[syslog_facility].name);
    }
    if (pipe2(ends, O_CLOEXEC) != 0 || (child = fork()) < 0) {
        log_warning("process: daemonize: %s", strerror(errno));
        return false;
    }
    if (child > 0) {
        close(ends[1]);
        wait_for_daemon(child, ends[0]);
    }
    close(ends[0]);
    parent_fd = ends[1];
    setsid();
    child = fork();
    if (child != 0)
        _exit(child < 0);
    close_standard_streams();
    return true;
}

/* ---- Pid file ------------------------------------------------------------------------------------ */

/* The server runs without its pid file if it must. */
static void write_pid_file(void)
{
    const char *path = pid_file[0] != '\0' ? pid_file : "/run/kvd.pid";
    const char *folder = path[0] == '/' ? "" : dir;
    FILE *f;

    if (pid_file[0] == '\0' && !daemonize)
        return;
    if ((size_t)snprintf(written_pid_file, sizeof written_pid_file, "%s%s%s", folder,
                         folder[0] ? "/" : "", path) >= sizeof written_pid_file) {
        written_pid_file[0] = '\0';
        log_warning("process: pidfile: the path is too long, there is none");
        return;
    }
    f = fopen(written_pid_file, "we");
    if (f == NULL || fprintf(f, "%d\n", (int)getpid()) < 0 || fflush(f) != 0) {
        log_warning("process: pidfile %s: %s, going on without", written_pid_file, strerror(errno));
        written_pid_file[0] = '\0';
    }
    if (f != NULL)
        fclose(f);
}

/* ---- Supervisors --------------------------------------------------------------------------------- */

static const struct option_name supervised_names[] = {
    { "no", SUPERVISED_NO },
    { "upstart", SUPERVISED_UPSTART },
    { "systemd", SUPERVISED_SYSTEMD },
    { "auto", SUPERVISED_AUTO },
    { NULL, 0 },
};

static void find_supervisor(void)
{
    if (supervised == SUPERVISED_AUTO) {
        if (notify_is_wanted())
            supervised = SUPERVISED_SYSTEMD;
        else
            supervised = getenv("UPSTART_JOB") != NULL ? SUPERVISED_UPSTART : SUPERVISED_NO;
    } else if (supervised == SUPERVISED_SYSTEMD && !notify_is_wanted()) {
        log_warning("process: supervised systemd, but NOTIFY_SOCKET is not set");
        supervised = SUPERVISED_NO;
    }
    if (supervised != SUPERVISED_NO && daemonize)
        log_notice("process: a supervisor started us: daemonize is ignored");
}

static void tell_supervisor(const char *lines)
{
    if (supervised == SUPERVISED_SYSTEMD && !notify_send(lines))
        log_warning("process: telling systemd: %s", strerror(errno));
}

const char *process_supervisor(void)
{
    const struct option_name *n = supervised_names;

    while (n->value != supervised)
        n++;
    return n->name;
}

void process_ready(void)
{
    if (supervised == SUPERVISED_UPSTART)
        raise(SIGSTOP); /* "expect stop": upstart waits for it and sends SIGCONT */
    tell_supervisor("READY=1\nSTATUS=Ready to accept connections\n");
    if (parent_fd >= 0) {
        if (write(parent_fd, "", 1) != 1)
            log_verbose("process: nobody waits for the start");
        close(parent_fd);
        parent_fd = -1;
    }
}

void process_stopping(void)
{
    tell_supervisor("STOPPING=1\nSTATUS=Shutting down\n");
}

void process_fini(void)
{
    if (written_pid_file[0] != '\0' && unlink(written_pid_file) == 0)
        log_notice("process: pid file %s removed", written_pid_file);
    written_pid_file[0] = '\0';
}

/* ---- Limits and the kernel ----------------------------------------------------------------------- */

/* The first number in a file of /proc; fallback if there is none. */
static int64_t read_number(const char *path, int64_t fallback)
{
    FILE *f = fopen(path, "re");
    long long n = fallback;

    if (f == NULL)
        return fallback;
    if (fscanf(f, "%lld", &n) != 1)
        n = fallback;
    fclose(f);
    return n;
}

/* Makes room for so many descriptors if the system allows it; returns how many there is room for. */
static rlim_t raise_descriptors(rlim_t need)
{
    struct rlimit limit, wish;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= need)
        return need;
    wish.rlim_cur = need;
    wish.rlim_max = limit.rlim_max > need ? limit.rlim_max : need;
    if (setrlimit(RLIMIT_NOFILE, &wish) == 0)
        return need;
    wish.rlim_cur = wish.rlim_max = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &wish) == 0 ? wish.rlim_cur : limit.rlim_cur;
}

static bool start_descriptors(void)
{
    rlim_t need = (rlim_t)client_limit() + DESCRIPTORS_OF_OURS, room = raise_descriptors(need);

    if (room == need)
        return true;
    if (room <= DESCRIPTORS_OF_OURS) {
        log_warning("process: the system allows %llu open files, which is too few to start "
                    "(ulimit -n)",
                    (unsigned long long)room);
        return false;
    }
    log_warning("process: maxclients %u needs %llu open files, the system allows %llu (ulimit -n): "
                "maxclients is now %llu",
                client_limit(), (unsigned long long)need, (unsigned long long)room,
                (unsigned long long)room - DESCRIPTORS_OF_OURS);
    client_limit_to((unsigned)room - DESCRIPTORS_OF_OURS);
    return true;
}

bool process_fit_clients(const char **why)
{
    static char text[128];
    rlim_t need = (rlim_t)client_limit() + DESCRIPTORS_OF_OURS, room = raise_descriptors(need);

    if (room == need)
        return true;
    snprintf(text, sizeof text,
             "The operating system is not able to handle the specified number of clients, "
             "try with %llu",
             (unsigned long long)room - DESCRIPTORS_OF_OURS);
    *why = text;
    return false;
}

/* oom-score-adj: how readily the kernel ends us when memory runs out. */
static bool apply_oom(const char **why)
{
    static int64_t base = INT64_MIN; /* before our first change */
    int64_t score;
    FILE *f;
    bool ok;

    if (base == INT64_MIN)
        base = read_number("/proc/self/oom_score_adj", 0);
    score = oom_mode == OOM_NO ? base : oom_values[0] + (oom_mode == OOM_ABSOLUTE ? 0 : base);
    if (score > 1000)
        score = 1000;
    if (score < -1000)
        score = -1000;
    if (score == read_number("/proc/self/oom_score_adj", 0))
        return true;
    f = fopen("/proc/self/oom_score_adj", "we");
    ok = f != NULL && fprintf(f, "%lld", (long long)score) > 0 && fflush(f) == 0;
    if (!ok) {
        *why = "Failed to apply new oom_score_adj configuration, check server logs.";
        log_warning("process: oom_score_adj %lld: %s", (long long)score, strerror(errno));
    }
    if (f != NULL)
        fclose(f);
    return ok;
}

static void settle_in_kernel(void)
{
    const char *why;

    if (oom_mode != OOM_NO)
        apply_oom(&why);
    if (disable_thp && prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) != 0)
        log_warning("process: disable-thp: %s", strerror(errno));
}

static int64_t option_number(const char *name)
{
    struct buf text = { .limit = NUM_INT_MAX };
    int64_t n = 0;

    option_get(option_find(server.options, bytes_str(name)), &text);
    num_parse_int(buf_bytes(&text), &n);
    buf_fini(&text);
    return n;
}

static void warn_about_kernel(void)
{
    int64_t most = read_number("/proc/sys/net/core/somaxconn", INT64_MAX);
    int64_t backlog = option_number("tcp-backlog");

    if (most < backlog)
        log_warning("process: tcp-backlog %lld is cut to %lld by the kernel "
                    "(sysctl net.core.somaxconn)",
                    (long long)backlog, (long long)most);
    if (read_number("/proc/sys/vm/overcommit_memory", 0) == 2)
        log_warning("process: the kernel commits memory strictly (vm.overcommit_memory is 2): "
                    "we end when its limit is reached, free memory or not");
}

/* ---- Title --------------------------------------------------------------------------------------- */

static bool apply_title(const char **why)
{
    return !set_title || title_show(title_template, why);
}

static bool start_title(void)
{
    const char *why;

    if (set_title)
        server.argv = title_init(server.argc, server.argv);
    if (apply_title(&why))
        return true;
    log_warning("process: proc-title-template '%s': %s", title_template, why);
    return false;
}

/* ---- Start --------------------------------------------------------------------------------------- */

static void find_executable(void)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);

    path[len > 0 ? len : 0] = '\0';
    server.executable = mem_strdup(len > 0 ? path : server.argv[0]);
}

static void log_start(void)
{
    log_notice("process: kvd %s is starting: commit %s, as Redis %s, pid %d", KVD_VERSION, KVD_GIT,
               REDIS_VERSION, (int)getpid());
    if (server.config_file != NULL)
        log_notice("process: configuration from %s", server.config_file);
    else
        log_notice("process: no config file, using defaults; kvd /path/to/kvd.conf names one");
}

bool process_start(void)
{
    const char *why;

    find_executable();
    if (!apply_dir(&why)) {
        log_warning("process: dir %s: %s", dir, why);
        return false;
    }
    if (!start_log() || !start_title())
        return false;
    find_supervisor();
    if (daemonize && supervised == SUPERVISED_NO && !go_background())
        return false;
    log_start();
    settle_in_kernel();
    if (!start_descriptors())
        return false;
    warn_about_kernel();
    write_pid_file();
    log_set_role('M');
    return true;
}

void process_install_crash_report(void)
{
    crash_install(crash_log_enabled);
}

static bool apply_crash_log(const char **why)
{
    (void)why;
    crash_install(crash_log_enabled);
    return true;
}

/* ---- Options ------------------------------------------------------------------------------------- */

static const struct option_name level_names[] = {
    { "debug", LOG_LEVEL_DEBUG },     { "verbose", LOG_LEVEL_VERBOSE },
    { "notice", LOG_LEVEL_NOTICE },   { "warning", LOG_LEVEL_WARNING },
    { "nothing", LOG_LEVEL_NOTHING }, { NULL, 0 },
};

static const struct option_name format_names[] = {
    { "legacy", LOG_FORMAT_LEGACY },
    { "logfmt", LOG_FORMAT_LOGFMT },
    { "json", LOG_FORMAT_JSON },
    { NULL, 0 },
};

static const struct option_name time_names[] = {
    { "legacy", LOG_TIME_LEGACY },
    { "iso8601", LOG_TIME_ISO8601 },
    { "milliseconds", LOG_TIME_MILLISECONDS },
    { NULL, 0 },
};

static const struct option_name oom_names[] = {
    { "no", OOM_NO },
    { "yes", OOM_YES },
    { "relative", OOM_RELATIVE },
    { "absolute", OOM_ABSOLUTE },
    { NULL, 0 },
};

static bool oom_values_set(const struct bytes *words, unsigned count, const char **why)
{
    int64_t values[3];

    *why = "wrong number of arguments";
    if (count != 3)
        return false;
    *why = "Invalid oom-score-adj-values, elements must be between -2000 and 2000.";
    for (unsigned i = 0; i < 3; i++)
        if (!num_parse_int(words[i], &values[i]) || values[i] < -2000 || values[i] > 2000)
            return false;
    memcpy(oom_values, values, sizeof oom_values);
    return true;
}

static void oom_values_get(struct buf *out)
{
    buf_addf(out, "%lld %lld %lld", (long long)oom_values[0], (long long)oom_values[1],
             (long long)oom_values[2]);
}

#define LIVE_ENUM(n, var, dflt, list, text)                                                        \
    {                                                                                              \
        .name = (n), .type = OPT_ENUM, .flags = OPT_LIVE, .value = (var), .fallback = (dflt),      \
        .names = (list), .summary = (text), .apply = apply_log                                     \
    }

const struct option process_options[] = {
    OPTION_BOOL("daemonize", &daemonize, "no", OPT_FIXED, "Run in the background."),
    OPTION_STRING("pidfile", &pid_file, "", OPT_FIXED,
                  "File for the process id; with daemonize /run/kvd.pid if none is named."),
    OPTION_ENUM("supervised", &supervised, "no", supervised_names, OPT_FIXED,
                "Who is told that the server is ready."),
    { .name = "dir",
      .type = OPT_STRING,
      .flags = OPT_LIVE | OPT_PROTECTED,
      .value = &dir,
      .fallback = "./",
      .min = 1,
      .max = PATH_MAX - 1,
      .summary = "Folder in which the server works; relative paths begin there.",
      .apply = apply_dir },
    LIVE_ENUM("loglevel", &log_level, "notice", level_names, "The least that is logged."),
    LIVE_ENUM("log-format", &log_format, "legacy", format_names, "How log lines look."),
    LIVE_ENUM("log-timestamp-format", &log_time, "legacy", time_names, "How their time looks."),
    OPTION_STRING("logfile", &log_file, "", OPT_FIXED, "File of the log; empty: standard output."),
    OPTION_BOOL("syslog-enabled", &syslog_enabled, "no", OPT_FIXED, "Log to syslog as well."),
    OPTION_STRING("syslog-ident", &syslog_ident, "kvd", OPT_FIXED, "Our name there."),
    OPTION_ENUM("syslog-facility", &syslog_facility, "local0", facility_names, OPT_FIXED,
                "Facility of the lines there."),
    { .name = "crash-log-enabled",
      .type = OPT_BOOL,
      .flags = OPT_LIVE,
      .value = &crash_log_enabled,
      .fallback = "yes",
      .summary = "Write a report to the log before dying of a fault.",
      .apply = apply_crash_log },
    OPTION_BOOL("crash-memcheck-enabled", &crash_memcheck_enabled, "yes", OPT_LIVE,
                "Accepted; the crash report tests no memory."),
    OPTION_BOOL("hide-user-data-from-log", &crash_hide_data, "no", OPT_LIVE,
                "Leave the arguments of requests out of the crash report."),
    OPTION_BOOL("always-show-logo", &show_logo, "no", OPT_FIXED, "Accepted; there is no logo."),
    OPTION_BOOL("set-proc-title", &set_title, "yes", OPT_FIXED,
                "Show address and port in the list of processes."),
    { .name = "proc-title-template",
      .type = OPT_STRING,
      .flags = OPT_LIVE,
      .value = &title_template,
      .fallback = "{title} {listen-addr} {server-mode}",
      .max = 1024,
      .summary = "What the list of processes shows.",
      .apply = apply_title },
    { .name = "oom-score-adj",
      .type = OPT_ENUM,
      .flags = OPT_LIVE,
      .value = &oom_mode,
      .fallback = "no",
      .names = oom_names,
      .summary = "Tell the kernel how readily to end us when memory runs out.",
      .apply = apply_oom },
    { .name = "oom-score-adj-values",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE,
      .fallback = "0 200 800",
      .summary = "The score of a primary, a replica and a background child.",
      .set = oom_values_set,
      .get = oom_values_get,
      .apply = apply_oom },
    OPTION_BOOL("disable-thp", &disable_thp, "no", OPT_FIXED,
                "Use no huge pages; nothing forks here, so they do no harm."),
    OPTION_END,
};
