/*
 * wheel -- deadlines in order: a hierarchical timing wheel with intrusive links.
 *
 * Each thing that can expire embeds a struct wheel_node. Adding, removing and moving one is a
 * constant few pointer writes; nothing is allocated, nothing is sampled.
 *
 *     level 0   256 slots of 16 ms        4 s
 *     level 1   256 slots of 2.0 s        8.7 min       a slot of one level is
 *     level 2   256 slots of 4.4 min      18 h          128 slots of the level below
 *     level 3   256 slots of 9.3 h        99 days
 *     level 4   256 slots of 49.7 days    34 years
 *     far       one list                  everything later
 *
 * wheel_advance() moves the wheel's time forward. A level holds twice the length of a slot of the
 * level above, so a slot is spread over the level below while its time approaches (2 s ahead at
 * level 1), a bounded number of nodes a call. A node due is handed out by wheel_pop_due(), at most
 * one slot width (16 ms) after its deadline and never before it; earlier slots go first.
 *
 * The clock may go back. Steps of up to half a second are free; after a larger one all nodes are
 * spread anew, a bounded number a call. Nothing is lost: nodes wait for their time.
 *
 * A wheel takes 32 KB.
 */
#ifndef KV_DS_WHEEL_H
#define KV_DS_WHEEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/rand.h"

struct wheel_node {
    int64_t at_ms; /* the deadline, Unix ms; in a wheel changed by wheel_set() only */
    struct wheel_node *prev, *next;
};

struct wheel;

struct wheel *wheel_new(int64_t now_ms);
void wheel_free(struct wheel *w); /* forgets the nodes; accepts NULL */

/* n->at_ms is set by the caller and may be in the past. */
void wheel_add(struct wheel *w, struct wheel_node *n);
void wheel_remove(struct wheel *w, struct wheel_node *n);
/* Gives n, which is in the wheel, another deadline. Where that is not far from the old one, compared with
 * how far both are from now, n stays in its slot and no other node is touched; not any more once
 * wheel_soon() has spread slots ahead of their time. */
void wheel_set(struct wheel *w, struct wheel_node *n, int64_t at_ms);
/* The node's memory moved (realloc): n is where it is now, its content a copy of the old one. */
void wheel_moved(struct wheel *w, struct wheel_node *n);

size_t wheel_count(const struct wheel *w);
/* Bytes of the wheel itself, nodes not counted. */
size_t wheel_bytes(const struct wheel *w);
/* The sum of all deadlines, to tell the average TTL without walking: avg = sum / count - now. */
double wheel_sum_ms(const struct wheel *w);

/* Moves time to now_ms, spreading at most budget nodes; true if more remains to be spread for
 * now. */
bool wheel_advance(struct wheel *w, int64_t now_ms, unsigned budget);

/* Unlinks and returns one node whose deadline is <= now_ms, or NULL. now_ms is that of the last
 * wheel_advance. */
struct wheel_node *wheel_pop_due(struct wheel *w, int64_t now_ms);

/* The node with the earliest deadline, exactly, or NULL; walks one slot, or the slots that are just
 * being spread. */
struct wheel_node *wheel_first(struct wheel *w);

/* The same at a bounded cost, for volatile-ttl: long slots are spread ahead of their time, no more than so
 * many nodes a call, and of those that are not spread (yet) a few nodes are looked at, others at the next
 * call. So it is exact within 16 ms, but for the calls that it takes to spread a slot, and for deadlines that
 * are added before what was spread: of a long slot of these the earliest of some is chosen. It takes another
 * 32 KB from the first long slot on. */
struct wheel_node *wheel_soon(struct wheel *w, unsigned budget);

/* A random node, or NULL. All are equally likely where no slot has more than 32; in longer ones each is as much
 * less likely as they are longer. Nodes that are due come first. */
struct wheel_node *wheel_some(struct wheel *w, struct rng *rng);

/* A time at which wheel_advance or wheel_pop_due may have work; INT64_MAX if empty. Never late. */
int64_t wheel_next_ms(const struct wheel *w);

/* Shows every node, in no order; for checks. */
void wheel_each(struct wheel *w, void (*visit)(void *ctx, struct wheel_node *n), void *ctx);

/* Asserts every invariant by walking all of it; for tests. */
void wheel_check(const struct wheel *w);

#endif
