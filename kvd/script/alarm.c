#include "script/alarm.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#if defined(__SANITIZE_THREAD__)
#define ALARM_COUNTS
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ALARM_COUNTS
#endif
#endif

enum {
    TICK_NS = 2 * 1000 * 1000,
    TICKS_IDLE = 500, /* without scripts: then the thread sleeps until the next */
};

volatile sig_atomic_t alarm_is_due;

static lua_State *volatile current; /* NULL: nothing runs */
static lua_Hook alarm_hook, stride_hook;
static _Atomic uint64_t due_ns;     /* the same until it comes; then 0 */
static volatile uint64_t wanted_ns; /* when the owner asked for the alarm; 0: never */

#ifdef ALARM_COUNTS

static void wake(void)
{
}

/* The thread sanitizer keeps signals back from loops without system calls: so a hook looks at the time. */
static void poll_time(lua_State *L, lua_Debug *ar)
{
    uint64_t due = atomic_load(&due_ns);

    if (stride_hook != NULL)
        stride_hook(L, ar);
    if (due != 0 && clock_mono_ns() >= due) {
        atomic_store(&due_ns, 0);
        alarm_is_due = 1;
    }
    if (alarm_is_due)
        alarm_hook(L, ar);
}

static void watch_over(void)
{
}

static lua_Hook lasting_hook(void)
{
    return poll_time;
}

#else

static bool has_thread;
static pthread_t owner;
static _Atomic uint64_t runs;
static _Atomic bool is_awake;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wanted = PTHREAD_COND_INITIALIZER;

/* In the owner's thread, wherever that is: lua_sethook() is made for this. A signal that comes late, when another
 * script runs already, is told by the time that is still to come, or that there is none. */
static void on_signal(int signo)
{
    lua_State *L = current;

    (void)signo;
    if (L == NULL || wanted_ns == 0 || atomic_load(&due_ns) != 0)
        return;
    alarm_is_due = 1;
    lua_sethook(L, alarm_hook, LUA_MASKCOUNT, 1);
}

static void look(void)
{
    uint64_t due = atomic_load(&due_ns);

    if (due != 0 && clock_mono_ns() >= due && atomic_compare_exchange_strong(&due_ns, &due, 0))
        pthread_kill(owner, SIGURG);
}

static void sleep_until_wanted(uint64_t seen)
{
    pthread_mutex_lock(&lock);
    atomic_store(&is_awake, false);
    while (atomic_load(&runs) == seen && atomic_load(&due_ns) == 0)
        pthread_cond_wait(&wanted, &lock);
    atomic_store(&is_awake, true);
    pthread_mutex_unlock(&lock);
}

static void *watch(void *arg)
{
    uint64_t seen = 0;
    unsigned idle = 0;

    (void)arg;
    for (;;) {
        nanosleep(&(struct timespec){ .tv_nsec = TICK_NS }, NULL);
        look();
        idle = atomic_load(&runs) == seen && atomic_load(&due_ns) == 0 ? idle + 1 : 0;
        seen = atomic_load(&runs);
        if (idle > TICKS_IDLE) {
            sleep_until_wanted(seen);
            idle = 0;
        }
    }
    return NULL;
}

/* The thread takes no signals that are meant for others. */
static void start_thread(void)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART | SA_ONSTACK };
    sigset_t all, old;
    pthread_t thread;
    int err;

    owner = pthread_self();
    sigaction(SIGURG, &action, NULL);
    atomic_store(&is_awake, true);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    err = pthread_create(&thread, NULL, watch, NULL);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (err != 0) {
        log_warning("script: no thread to watch the time of scripts: %s", strerror(err));
        return;
    }
    pthread_detach(thread);
    has_thread = true;
}

/* The thread sleeps after a while without alarms, even if one long call of a C function was the reason. */
static void wake(void)
{
    if (kv_likely(atomic_load(&is_awake)))
        return;
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&wanted);
    pthread_mutex_unlock(&lock);
}

static void watch_over(void)
{
    if (!has_thread)
        start_thread();
    atomic_fetch_add(&runs, 1);
    wake();
}

static lua_Hook lasting_hook(void)
{
    return stride_hook;
}

#endif

void alarm_begin(lua_State *L, lua_Hook hook, uint64_t at_ns, lua_Hook stride)
{
    alarm_hook = hook;
    stride_hook = stride;
    alarm_is_due = 0;
    wanted_ns = at_ns;
    current = L;
    if (lasting_hook() != NULL)
        alarm_clear(L);
    atomic_store_explicit(&due_ns, at_ns, memory_order_relaxed);
    watch_over();
}

void alarm_again(uint64_t at_ns)
{
    alarm_is_due = 0;
    wanted_ns = at_ns;
    atomic_store(&due_ns, at_ns);
    wake();
}

bool alarm_is_early(void)
{
    return wanted_ns == 0 || clock_mono_ns() < wanted_ns;
}

void alarm_end(void)
{
    lua_State *L = current;

    atomic_store_explicit(&due_ns, 0, memory_order_relaxed);
    current = NULL;
    alarm_is_due = 0;
    if (lua_gethookmask(L) != 0)
        lua_sethook(L, NULL, 0, 0);
}

lua_State *alarm_switch(lua_State *L)
{
    lua_State *before = current;

    current = L;
    if (!alarm_is_due && lua_gethook(L) != lasting_hook())
        alarm_clear(L);
    if (alarm_is_due) /* even if it has become so just now */
        alarm_keep(L);
    return before;
}

void alarm_keep(lua_State *L)
{
    lua_sethook(L, alarm_hook, LUA_MASKCOUNT, 1);
}

void alarm_clear(lua_State *L)
{
    lua_Hook hook = lasting_hook();

    lua_sethook(L, hook, hook != NULL ? LUA_MASKCOUNT : 0, ALARM_STRIDE);
}
