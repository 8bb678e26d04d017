#include "server/gather.h"

#include <sys/prctl.h>
#include <time.h>

enum {
    WINDOW_US = 1000, /* what is judged by, at least */
    FEW_SHARE = 4,    /* a turn of fewer than this part of the busy clients served few */
    COST_SHARE = 10,  /* the rest may add this part to the time between two requests of a client */
};

static int64_t rest_us;
static uint64_t rests;

static uint32_t window = 1; /* number of the one that runs */
static uint64_t since_us;   /* when it began */
static unsigned busy;       /* clients that had requests in it */
static unsigned served;     /* the same, each counted in each turn */
static unsigned served_now; /* those of this turn */

/* What the last window has shown. */
static bool pays;
static unsigned few;

void gather_init(void)
{
    /* The default of 50 us would be longer than the rest. */
    prctl(PR_SET_TIMERSLACK, 1);
}

void gather_saw(uint32_t *mark)
{
    served_now++;
    if (*mark == window)
        return;
    *mark = window;
    busy++;
}

/* The window is over; one that took much longer than it should says nothing of now. */
static void judge(uint64_t now_us)
{
    uint64_t took_us = now_us - since_us, rest = (uint64_t)rest_us;

    pays = rest > 0 && took_us < 2 * WINDOW_US && served * rest >= took_us &&
           took_us * busy >= served * rest * COST_SHARE;
    few = busy / FEW_SHARE;
    window++;
    since_us = now_us;
    busy = served = 0;
}

uint64_t gather_turn(uint64_t now_us)
{
    unsigned turn = served_now;

    served += turn;
    served_now = 0;
    if (now_us - since_us >= WINDOW_US)
        judge(now_us);
    return pays && turn > 0 && turn <= few ? (uint64_t)rest_us : 0;
}

void gather_rest(uint64_t us)
{
    struct timespec t = { .tv_nsec = (long)us * 1000 };

    rests++;
    nanosleep(&t, NULL);
}

const struct option gather_options[] = {
    OPTION_INT("gather-rest-us", &rest_us, "20", 0, 1000, OPT_LIVE,
               "Microseconds to rest between turns while many clients are busy, so that one turn "
               "serves several; 0: never."),
    OPTION_END,
};

const struct metric gather_metrics[] = {
    METRIC_COUNTER("stats", "eventloop_rests", &rests,
                   "Rests between turns that let more requests arrive."),
    METRIC_END,
};
