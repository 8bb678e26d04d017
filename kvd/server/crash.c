#include "server/crash.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/size.h"
#include "server/client.h"
#include "server/command.h"
#include "server/redact.h"
#include "server/server.h"
#include "server/version.h"

#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

enum {
    STACK_SIZE = 64 * 1024,
    FRAMES_MAX = 100,
    ARGS_MAX = 16,       /* arguments shown */
    ARG_BYTES_MAX = 128, /* of each */
};

/* Under a sanitizer they are not: its own report says more. */
#ifdef KV_SANITIZE
enum { SIGNALS_ARE_OURS = false };
#else
enum { SIGNALS_ARE_OURS = true };
#endif

bool crash_hide_data;

static const struct {
    int number;
    const char *name;
} signals[] = { { SIGSEGV, "SIGSEGV" },
                { SIGBUS, "SIGBUS" },
                { SIGFPE, "SIGFPE" },
                { SIGILL, "SIGILL" },
                { SIGABRT, "SIGABRT" } };

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool reported; /* set by whoever reports first */

/* ---- Writing ------------------------------------------------------------------------------------- */

static struct {
    char text[1024];
    size_t len;
} out;

static void flush(void)
{
    size_t done = 0;

    while (done < out.len) {
        ssize_t n = write(log_fd(), out.text + done, out.len - done);

        if (n < 0 && errno != EINTR)
            break; /* nobody is left to tell */
        done += n > 0 ? (size_t)n : 0;
    }
    out.len = 0;
}

static void put_byte(char c)
{
    if (out.len == sizeof out.text)
        flush();
    out.text[out.len++] = c;
}

static void put(const char *s)
{
    while (*s != '\0')
        put_byte(*s++);
}

static void put_uint(uint64_t n)
{
    char digits[NUM_INT_MAX];
    size_t len = num_format_uint(digits, n);

    for (size_t i = 0; i < len; i++)
        put_byte(digits[i]);
}

static void put_hex(uint64_t n, int digits)
{
    while (digits-- > 0)
        put_byte("0123456789abcdef"[n >> (4 * digits) & 15]);
}

static void put_address(uintptr_t p)
{
    put("0x");
    put_hex(p, 2 * (int)sizeof p);
}

/* In quotes, cut, and on one line whatever it holds. */
static void put_quoted(struct bytes text)
{
    size_t len = size_min(text.len, ARG_BYTES_MAX);

    put_byte('"');
    for (size_t i = 0; i < len; i++) {
        uint8_t c = text.ptr[i];

        if (c < ' ' || c >= 0x7f) {
            put("\\x");
            put_hex(c, 2);
        } else {
            if (c == '"' || c == '\\')
                put_byte('\\');
            put_byte((char)c);
        }
    }
    put_byte('"');
    if (len < text.len) {
        put("... (");
        put_uint(text.len - len);
        put(" more bytes)");
    }
}

/* ---- The report ---------------------------------------------------------------------------------- */

static void put_header(void)
{
    put("\n=== KVD CRASH REPORT: kvd ");
    put(KVD_VERSION);
    put(", commit ");
    put(KVD_GIT);
    put(", pid ");
    put_uint((uint64_t)getpid());
    put(", up ");
    put_uint(server.start_ms > 0 ? server_uptime_s() : 0);
    put(" s\nexecutable ");
    put(server.executable != NULL ? server.executable : "unknown");
    put("\n");
}

static uintptr_t instruction_of(const ucontext_t *context)
{
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.pc;
#else
    (void)context;
    return 0;
#endif
}

static void put_signal(int signo, const siginfo_t *info, const ucontext_t *context)
{
    put("signal ");
    put_uint((uint64_t)signo);
    for (unsigned i = 0; i < COUNT(signals); i++) {
        if (signals[i].number == signo) {
            put(" (");
            put(signals[i].name);
            put(")");
        }
    }
    if (info->si_code == SI_USER || info->si_code == SI_TKILL) {
        put(", sent by process ");
        put_uint((uint64_t)info->si_pid);
    } else {
        put(", address ");
        put_address((uintptr_t)info->si_addr);
    }
    put(", at instruction ");
    put_address(instruction_of(context));
    put("\n");
}

static void put_stack(void)
{
    void *frames[FRAMES_MAX];
    int count = backtrace(frames, FRAMES_MAX);

    put("--- stack\n");
    flush();
    backtrace_symbols_fd(frames, count, log_fd());
}

static void put_request(const struct client *c)
{
    unsigned shown = c->argc < ARGS_MAX ? c->argc : ARGS_MAX;
    const struct command_state *cmd;

    put("--- request of client id=");
    put_uint(c->id);
    if (c->name != NULL) {
        put(" name=");
        put_quoted(bytes_str(c->name));
    }
    put(" db=");
    put_uint(c->db);
    put(" resp=");
    put_uint(c->proto);
    put("\n");
    if (c->argv == NULL || c->argc == 0)
        return;
    put("command ");
    put_quoted(c->argv[0]);
    put(" with ");
    put_uint(c->argc - 1);
    put(" arguments\n");
    if (crash_hide_data) {
        put("(arguments are not shown)\n");
        return;
    }
    cmd = command_lookup(c->argv, c->argc);
    for (unsigned i = 1; i < shown; i++) {
        put("argument ");
        put_uint(i);
        put(": ");
        put_quoted(cmd != NULL ? redact_arg(cmd, c->argv, i) : c->argv[i]);
        put("\n");
    }
    if (shown < c->argc) {
        put("... and ");
        put_uint(c->argc - shown);
        put(" more\n");
    }
}

static void put_figures(void)
{
    put("--- figures\nused_memory:");
    put_uint(mem_used());
    put("\nconnected_clients:");
    put_uint(client_count());
    put("\nblocked_clients:");
    put_uint(client_blocked_count());
    put("\n");
}

static void put_rest(void)
{
    put_stack();
    if (client_running != NULL)
        put_request(client_running);
    put_figures();
    put("=== END OF CRASH REPORT\n");
    flush();
}

/* True for the first of the threads that crash. Another one waits for the end; the first one itself
 * comes here again if the report crashes, or when a failed assertion aborts after its report. */
static bool begin(void)
{
    static __thread bool here;

    if (here)
        return false;
    here = true;
    if (__atomic_exchange_n(&reported, true, __ATOMIC_ACQ_REL))
        for (;;)
            pause();
    return true;
}

static void on_signal(int signo, siginfo_t *info, void *context)
{
    if (begin()) {
        put_header();
        put_signal(signo, info, context);
        put_rest();
    }
    /* The signal is blocked here; it comes again, with its usual effect, when we return. */
    signal(signo, SIG_DFL);
    raise(signo);
}

static void on_assert(const char *cond, const char *file, int line)
{
    if (!begin())
        return;
    put_header();
    put("assertion '");
    put(cond);
    put("' failed at ");
    put(file);
    put(":");
    put_uint((uint64_t)line);
    put("\n");
    put_rest();
}

/* ---- Installing ---------------------------------------------------------------------------------- */

static void catch_signals(bool on)
{
    static uint8_t stack[STACK_SIZE];
    stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
    struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK };
    void *frame;

    if (!on) {
        action.sa_handler = SIG_DFL;
        action.sa_flags = 0;
    }
    sigaltstack(&alternate, NULL);
    backtrace(&frame, 1); /* the first call loads a library, which a handler must not do */
    sigemptyset(&action.sa_mask);
    for (unsigned i = 0; i < COUNT(signals); i++)
        sigaction(signals[i].number, &action, NULL);
}

void crash_install(bool on)
{
    if (SIGNALS_ARE_OURS)
        catch_signals(on);
    log_set_crash_hook(on ? on_assert : NULL);
}
