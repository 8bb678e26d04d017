/* A turn of the loop that waits at most so long from now. */
#ifndef KV_TEST_TURN_H
#define KV_TEST_TURN_H

#include "base/clock.h"
#include "net/loop.h"

static inline void turn_for(struct loop *l, unsigned ms)
{
    clock_update();
    loop_turn(l, clock_mono_us() + ms * 1000);
}

#endif
