/*
 * rand -- random numbers: a fast generator for choices, the system's for secrets.
 */
#ifndef KV_BASE_RAND_H
#define KV_BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

/* xoshiro256** state; seed it before use. Not for secrets. */
struct rng {
    uint64_t s[4];
};

void rng_seed(struct rng *r, uint64_t seed); /* the same seed gives the same sequence */
void rng_seed_random(struct rng *r);         /* from the system */
uint64_t rng_next(struct rng *r);
/* Uniform in [0, n), no modulo bias; n > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);
/* Uniform in [0, 1). */
double rng_unit(struct rng *r);

/* The program's own generator, seeded at first use. Main thread only. */
struct rng *rng_main(void);

/* len bytes from the system's secure generator; ends the process if it fails. */
void rand_secure(void *out, size_t len);
/* len hex digits and a NUL: run ids, cluster names. */
void rand_hex(char *out, size_t len);

#endif
