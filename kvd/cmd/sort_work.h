/*
 * sort_work -- the work of one SORT, a slice at a time.
 *
 *     gather   the elements and their weights, copied       (unsorted: nothing)
 *     sort     their order                                  (unsorted: nothing)
 *     emit     those within LIMIT, or what GET names for them, to a reply or a list
 *
 * It reads the value that is sorted while it gathers (unsorted: while it emits): nobody may change that
 * meanwhile. Weights and what GET names are read as they are when their turn comes.
 */
#ifndef KV_CMD_SORT_WORK_H
#define KV_CMD_SORT_WORK_H

#include "base/arena.h"
#include "cmd/sort_pattern.h"
#include "server/call.h"
#include "server/hold.h"
#include "server/outbuf.h"

/* What is asked for. The texts are in the arena. */
struct sort_request {
    struct arena texts;
    bool alpha, desc, has_by, store;
    bool unsorted;         /* BY a pattern without '*': in the order in which they are */
    int64_t offset, limit; /* limit < 0: no limit */
    struct sort_pattern by;
    struct sort_pattern *gets; /* NULL: the elements themselves */
    unsigned get_count;
    struct bytes target; /* STORE */
};

void sort_request_fini(struct sort_request *r);

struct sort_work;

/* For the value at a key of c->db, which is not empty. Takes the request over, and the hold (or NULL),
 * which is released as soon as the value is no longer needed. */
struct sort_work *sort_work_new(const struct call *c, struct sort_request *r, const struct value *v,
                                struct hold *hold);
void sort_work_free(struct sort_work *w);

/* About how many elements are looked at and keys looked up in all. */
size_t sort_work_size(const struct sort_request *r, size_t count);

/* Works until clock_mono_ns() reaches until_ns, or a little longer; true when it is done. Without STORE
 * the reply goes to found, always the same. */
bool sort_work_step(struct sort_work *w, struct outbuf *found, uint64_t until_ns);

/* It is done: replies what was found, or stores the list and replies. */
void sort_work_finish(struct sort_work *w, struct call *c, struct outbuf *found);

#endif
