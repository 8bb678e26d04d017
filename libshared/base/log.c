#include "base/log.h"
#include "base/assert.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* Lines read these without a lock; a change takes config_lock and is seen by the next line. */
static int threshold = LOG_LEVEL_NOTICE;
static int line_format = LOG_FORMAT_LEGACY;
static int time_format = LOG_TIME_LEGACY;
static char role = 'C';
static bool syslog_on;
static int target_fd = STDOUT_FILENO;

static pthread_mutex_t config_lock = PTHREAD_MUTEX_INITIALIZER;
static char target_path[PATH_MAX]; /* "" while lines go to standard output */
static char syslog_ident[64];      /* openlog() keeps the pointer */

static void (*crash_hook)(const char *cond, const char *file, int line);

#define GET(var)        __atomic_load_n(&(var), __ATOMIC_RELAXED)
#define SET(var, value) __atomic_store_n(&(var), (value), __ATOMIC_RELAXED)

static const struct level_names {
    char mark; /* in the legacy format */
    const char *name;
    int priority; /* syslog's */
} levels[] = {
    [LOG_LEVEL_DEBUG] = { '.', "debug", LOG_DEBUG },
    [LOG_LEVEL_VERBOSE] = { '-', "verbose", LOG_INFO },
    [LOG_LEVEL_NOTICE] = { '*', "notice", LOG_NOTICE },
    [LOG_LEVEL_WARNING] = { '#', "warning", LOG_WARNING },
};

static const char *role_name(char c)
{
    switch (c) {
    case 'M':
        return "primary";
    case 'S':
        return "replica";
    case 'X':
        return "sentinel";
    default:
        return "starting";
    }
}

/* ---- Timestamps -------------------------------------------------------------------------------- */

enum { STAMP_MAX = 80 };

/* The text of a second, without its milliseconds. */
static void format_second(char *out, time_t sec, int format)
{
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct tm tm = { 0 };

    if (format == LOG_TIME_ISO8601) {
        gmtime_r(&sec, &tm);
        snprintf(out, STAMP_MAX, "%04d-%02d-%02dT%02d:%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                 tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
    } else {
        localtime_r(&sec, &tm);
        snprintf(out, STAMP_MAX, "%02d %s %04d %02d:%02d:%02d", tm.tm_mday, months[tm.tm_mon],
                 tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
    }
}

static void format_stamp(char *out)
{
    /* Breaking a second down takes the C library's time zone lock and far longer than the rest of
     * the line, so each thread remembers the last one. */
    static __thread struct {
        time_t sec;
        int format;
        char text[STAMP_MAX];
    } last;
    struct timespec now;
    int format = GET(time_format), ms;

    clock_gettime(CLOCK_REALTIME, &now);
    ms = (int)(now.tv_nsec / 1000000);
    if (format == LOG_TIME_MILLISECONDS) {
        snprintf(out, STAMP_MAX, "%lld", (long long)now.tv_sec * 1000 + ms);
        return;
    }
    if (last.sec != now.tv_sec || last.format != format) {
        format_second(last.text, now.tv_sec, format);
        last.sec = now.tv_sec;
        last.format = format;
    }
    snprintf(out, STAMP_MAX, "%.64s.%03d%s", last.text, ms, format == LOG_TIME_ISO8601 ? "Z" : "");
}

/* ---- Lines ------------------------------------------------------------------------------------- */

/* Writes c as it stands in a line of this format, at most 6 bytes; returns how many. In the two
 * quoted formats the quote and the backslash are escaped too, and JSON knows only \u for control
 * characters. */
static size_t escape(char *out, unsigned char c, int format)
{
    static const char hex[] = "0123456789abcdef";
    const char *lead = format == LOG_FORMAT_JSON ? "\\u00" : "\\x";
    size_t n = 0;

    if (c < 0x20 || c == 0x7f) {
        n = strlen(lead);
        memcpy(out, lead, n);
        out[n++] = hex[c >> 4];
        out[n++] = hex[c & 15];
        return n;
    }
    if (format != LOG_FORMAT_LEGACY && (c == '"' || c == '\\'))
        out[n++] = '\\';
    out[n++] = (char)c;
    return n;
}

/* The length of the valid UTF-8 character at s (NUL-terminated), or 0. */
static size_t utf8_len(const unsigned char *s)
{
    size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

    if (s[0] > 0xf4 || (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
        (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

/* Appends message to the line of len bytes while it stays below room; returns the new length. A cut
 * falls between characters. A JSON text must be UTF-8, so other bytes become '?' there. */
static size_t add_message(char *line, size_t len, size_t room, const char *message, int format)
{
    const unsigned char *s = (const unsigned char *)message;

    while (*s != '\0') {
        char out[8];
        size_t width = utf8_len(s), n;

        if (width > 1) {
            memcpy(out, s, width);
            n = width;
        } else {
            bool bad = width == 0 && format == LOG_FORMAT_JSON;

            n = escape(out, bad ? '?' : *s, format);
            width = 1;
        }
        if (len + n > room)
            break;
        memcpy(line + len, out, n);
        len += n;
        s += width;
    }
    return len;
}

/* Writes the whole line, its newline included, into line; returns its length. */
static size_t format_line(char line[LOG_LINE_MAX], enum log_level level, const char *message)
{
    int format = GET(line_format), len;
    char stamp[STAMP_MAX], who = GET(role);
    const char *end = "\n";

    format_stamp(stamp);
    if (format == LOG_FORMAT_JSON) {
        len = snprintf(line, LOG_LINE_MAX,
                       "{\"pid\":%d,\"role\":\"%s\",\"timestamp\":\"%s\",\"level\":\"%s\","
                       "\"message\":\"",
                       (int)getpid(), role_name(who), stamp, levels[level].name);
        end = "\"}\n";
    } else if (format == LOG_FORMAT_LOGFMT) {
        len = snprintf(line, LOG_LINE_MAX, "pid=%d role=%s timestamp=\"%s\" level=%s message=\"",
                       (int)getpid(), role_name(who), stamp, levels[level].name);
        end = "\"\n";
    } else {
        len = snprintf(line, LOG_LINE_MAX, "%d:%c %s %c ", (int)getpid(), who, stamp,
                       levels[level].mark);
    }
    size_t total = add_message(line, (size_t)len, LOG_LINE_MAX - strlen(end), message, format);

    memcpy(line + total, end, strlen(end));
    return total + strlen(end);
}

/* One write(2) per line: with O_APPEND the lines of several threads do not mix. A line that cannot
 * be written is lost; there is nobody left to tell. */
static void write_line(const char *line, size_t len)
{
    ssize_t n;

    do {
        n = write(GET(target_fd), line, len);
    } while (n < 0 && errno == EINTR);
}

/* Apart from log_line, so that a line below the threshold costs no large stack frame. */
static void __attribute__((noinline)) log_message(enum log_level level, const char *fmt, va_list ap)
{
    char message[LOG_LINE_MAX], line[LOG_LINE_MAX];
    int saved_errno = errno;

    vsnprintf(message, sizeof message, fmt, ap);
    write_line(line, format_line(line, level, message));
    if (GET(syslog_on)) {
        line[add_message(line, 0, sizeof line - 1, message, LOG_FORMAT_LEGACY)] = '\0';
        syslog(levels[level].priority, "%s", line);
    }
    errno = saved_errno;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    va_list ap;

    if ((int)level < GET(threshold))
        return;
    va_start(ap, fmt);
    log_message(level, fmt, ap);
    va_end(ap);
}

/* ---- Settings ---------------------------------------------------------------------------------- */

void log_set_level(enum log_level level)
{
    SET(threshold, (int)level);
}

void log_set_format(enum log_format format, enum log_timestamp timestamp)
{
    SET(line_format, (int)format);
    SET(time_format, (int)timestamp);
}

void log_set_role(char c)
{
    SET(role, c);
}

/* Makes lines go to path. Once a file has been opened its descriptor number stays ours: a new
 * target is duplicated over it, so a thread that is writing meanwhile never finds it closed or
 * given to somebody else. */
static bool set_target(const char *path)
{
    int fd = STDOUT_FILENO, saved_errno;
    bool ok = true;

    if (path[0] != '\0')
        fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return false;
    if (target_fd == STDOUT_FILENO) {
        SET(target_fd, fd);
        return true;
    }
    ok = dup3(fd, target_fd, O_CLOEXEC) >= 0;
    saved_errno = errno;
    if (fd != STDOUT_FILENO)
        close(fd);
    errno = saved_errno;
    return ok;
}

bool log_set_file(const char *path)
{
    bool ok = false;

    pthread_mutex_lock(&config_lock);
    if (strlen(path) >= sizeof target_path)
        errno = ENAMETOOLONG;
    else
        ok = set_target(path);
    if (ok)
        memcpy(target_path, path, strlen(path) + 1);
    pthread_mutex_unlock(&config_lock);
    return ok;
}

bool log_reopen(void)
{
    bool ok;

    pthread_mutex_lock(&config_lock);
    ok = target_path[0] == '\0' || set_target(target_path);
    pthread_mutex_unlock(&config_lock);
    return ok;
}

static int facility_code(const char *name)
{
    static const struct {
        const char *name;
        int code;
    } facilities[] = {
        { "user", LOG_USER },     { "local0", LOG_LOCAL0 }, { "local1", LOG_LOCAL1 },
        { "local2", LOG_LOCAL2 }, { "local3", LOG_LOCAL3 }, { "local4", LOG_LOCAL4 },
        { "local5", LOG_LOCAL5 }, { "local6", LOG_LOCAL6 }, { "local7", LOG_LOCAL7 },
    };

    const size_t count = sizeof facilities / sizeof *facilities;
    size_t i = 0;

    while (i < count && strcasecmp(facilities[i].name, name) != 0)
        i++;
    kv_assert(i < count); /* the option table lets no other name through */
    return facilities[i].code;
}

void log_set_syslog(bool on, const char *ident, const char *facility)
{
    pthread_mutex_lock(&config_lock);
    SET(syslog_on, false);
    closelog();
    if (on) {
        snprintf(syslog_ident, sizeof syslog_ident, "%s", ident);
        openlog(syslog_ident, LOG_PID | LOG_NDELAY | LOG_NOWAIT, facility_code(facility));
        SET(syslog_on, true);
    }
    pthread_mutex_unlock(&config_lock);
}

int log_fd(void)
{
    return GET(target_fd);
}

/* ---- Failed assertions ------------------------------------------------------------------------- */

void log_set_crash_hook(void (*hook)(const char *cond, const char *file, int line))
{
    crash_hook = hook;
}

_Noreturn void assert_failed(const char *cond, const char *file, int line)
{
    static bool crashing;
    static __thread bool here;

    if (here) /* the report itself fails: no second one */
        abort();
    here = true;
    if (__atomic_exchange_n(&crashing, true, __ATOMIC_ACQ_REL))
        for (;;)
            pause(); /* another thread is writing its report and will abort */
    log_line(LOG_LEVEL_WARNING, "assert: %s:%d: '%s' does not hold, aborting", file, line, cond);
    if (crash_hook != NULL)
        crash_hook(cond, file, line);
    abort();
}
