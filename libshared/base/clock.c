#include "base/clock.h"

#include "base/assert.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

/*
 * The fine clock counts ticks; ns = ticks * scale / 2^32. Where the length of a tick is not known
 * it is measured against the monotonic clock, from one pair of readings at clock_init() on:
 *
 *     pair at init ---- 2 ms ---- scale, good to about 1e-4
 *                  ---- 10 ms, 100 ms, 1 s, 10 s ---- clock_update() measures again, better each
 *                                                     time, then leaves it
 */
enum { FIRST_MEASURE_NS = 2 * 1000 * 1000 };
#define LAST_MEASURE_NS (10 * 1000 * 1000 * (uint64_t)1000)

/* Other threads read these while the loop updates them. */
static _Atomic int64_t now_ms;
static _Atomic uint64_t mono_us;
static _Atomic uint64_t scale = (uint64_t)1 << 32;

static bool has_counter;
static struct pair {
    uint64_t ticks, ns;
} first;
static uint64_t next_measure_ns = UINT64_MAX; /* on the monotonic clock */

static uint64_t timespec_ns(clockid_t id)
{
    struct timespec t;

    clock_gettime(id, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t clock_mono_ns(void)
{
    return timespec_ns(CLOCK_MONOTONIC);
}

uint64_t clock_thread_cpu_ns(void)
{
    return timespec_ns(CLOCK_THREAD_CPUTIME_ID);
}

int64_t clock_wall_us(void)
{
    return (int64_t)(timespec_ns(CLOCK_REALTIME) / 1000);
}

#if defined(__x86_64__)

static inline uint64_t read_counter(void)
{
    return __rdtsc();
}

/* Invariant: runs at one rate in every power state. Source: Intel SDM, CPUID leaf 80000007H. */
static bool counter_is_invariant(void)
{
    unsigned eax, ebx, ecx, edx;

    return __get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && (edx & 1u << 8) != 0;
}

/* Ticks per second if the hardware tells, else 0. */
static uint64_t counter_hz(void)
{
    return 0;
}

#elif defined(__aarch64__)

static inline uint64_t read_counter(void)
{
    uint64_t ticks;

    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
}

static bool counter_is_invariant(void)
{
    return true; /* by the architecture */
}

static uint64_t counter_hz(void)
{
    uint64_t hz;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hz));
    return hz;
}

#else

static inline uint64_t read_counter(void)
{
    return clock_mono_ns();
}

static bool counter_is_invariant(void)
{
    return false;
}

static uint64_t counter_hz(void)
{
    return 0;
}

#endif

/* Both clocks at the same moment: of a few tries the one with the least time between the two
 * readings of the counter, so that an interrupt in between does no harm. */
static struct pair read_pair(void)
{
    struct pair best = { 0, 0 };
    uint64_t least = UINT64_MAX;

    for (int i = 0; i < 5; i++) {
        uint64_t before = read_counter(), ns = clock_mono_ns(), took = read_counter() - before;

        if (took < least) {
            least = took;
            best = (struct pair){ before + took / 2, ns };
        }
    }
    return best;
}

/* False, and no change, if the counter did not move. */
static bool measure(void)
{
    struct pair now = read_pair();
    uint64_t ns = now.ns - first.ns;

    next_measure_ns = UINT64_MAX;
    if (now.ticks <= first.ticks || ns == 0)
        return false;
    atomic_store_explicit(&scale,
                          (uint64_t)(((unsigned __int128)ns << 32) / (now.ticks - first.ticks)),
                          memory_order_relaxed);
    for (uint64_t at = 10 * 1000 * 1000; at <= LAST_MEASURE_NS; at *= 10) {
        if (ns < at) {
            next_measure_ns = first.ns + at;
            break;
        }
    }
    return true;
}

void clock_init(void)
{
    uint64_t hz = counter_hz();

    has_counter = counter_is_invariant();
    if (has_counter && hz != 0) {
        atomic_store_explicit(&scale, ((uint64_t)1000000000 << 32) / hz, memory_order_relaxed);
    } else if (has_counter) {
        first = read_pair();
        nanosleep(&(struct timespec){ .tv_nsec = FIRST_MEASURE_NS }, NULL);
        has_counter = measure();
    }
    clock_update();
}

void clock_update(void)
{
    uint64_t ns = clock_mono_ns();

    atomic_store_explicit(&mono_us, ns / 1000, memory_order_relaxed);
    atomic_store_explicit(&now_ms, clock_wall_us() / 1000, memory_order_relaxed);
    if (kv_unlikely(ns >= next_measure_ns))
        measure();
}

int64_t clock_now_ms(void)
{
    return atomic_load_explicit(&now_ms, memory_order_relaxed);
}

uint64_t clock_mono_us(void)
{
    return atomic_load_explicit(&mono_us, memory_order_relaxed);
}

uint64_t clock_ticks(void)
{
    return has_counter ? read_counter() : clock_mono_ns();
}

uint64_t clock_ticks_ns(uint64_t ticks)
{
    uint64_t s = atomic_load_explicit(&scale, memory_order_relaxed);

    /* The counter of the processor that a thread moved to may be a little behind. */
    if ((int64_t)ticks < 0)
        return 0;
    return (uint64_t)(((unsigned __int128)ticks * s) >> 32);
}
