#include "base/rand.h"

#include "base/assert.h"
#include "base/log.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators": xoshiro256**, its
 * state filled from one word by splitmix64, as the authors advise. */

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

void rng_seed(struct rng *r, uint64_t seed)
{
    for (int i = 0; i < 4; i++)
        r->s[i] = splitmix(&seed);
}

void rng_seed_random(struct rng *r)
{
    rand_secure(r->s, sizeof r->s);
    r->s[0] |= 1; /* all zero is the one state that it never leaves */
}

static uint64_t rotate_left(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

uint64_t rng_next(struct rng *r)
{
    uint64_t *s = r->s;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

/* The high half of a 64 by n product is almost uniform; the draws that make it uneven are those
 * whose low half is below 2^64 mod n. Source: Lemire, "Fast random integer generation in an
 * interval". */
uint64_t rng_below(struct rng *r, uint64_t n)
{
    unsigned __int128 product;

    kv_assert(n > 0);
    product = (unsigned __int128)rng_next(r) * n;
    if (kv_unlikely((uint64_t)product < n)) {
        uint64_t uneven = -n % n;

        while ((uint64_t)product < uneven)
            product = (unsigned __int128)rng_next(r) * n;
    }
    return (uint64_t)(product >> 64);
}

double rng_unit(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

struct rng *rng_main(void)
{
    static struct rng r;
    static bool seeded;

    if (kv_unlikely(!seeded)) {
        rng_seed_random(&r);
        seeded = true;
    }
    return &r;
}

void rand_secure(void *out, size_t len)
{
    uint8_t *p = out;

    while (len > 0) {
        ssize_t n = getrandom(p, len, 0);

        if (n > 0) {
            p += n;
            len -= (size_t)n;
        } else if (errno != EINTR) {
            log_warning("rand: no random numbers from the system: %s, aborting", strerror(errno));
            abort();
        }
    }
}

void rand_hex(char *out, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t random[32];
    size_t used = sizeof random;

    for (size_t i = 0; i < len; i++) {
        if (used == sizeof random) {
            rand_secure(random, sizeof random);
            used = 0;
        }
        out[i] = digits[random[used++] & 15];
    }
    out[len] = '\0';
}
