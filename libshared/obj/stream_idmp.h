/*
 * stream_idmp -- what producers sent lately, so that an entry that is sent again is not added again.
 *
 * Idempotent production (Redis 8.6): a producer (pid) gives each entry an idempotent ID (iid). For each
 * pair the ID of the entry is kept for `duration` seconds, and at most the last `maxsize` of a producer.
 * What is over is forgotten at the next call that gets the time.
 *
 *     producers    by pid; each has its records by iid, and in the order in which they came
 *     records      { iid, entry's ID, time }; all of them are in a list by time as well
 *
 * A stream has a struct stream_idmp once it was used or configured; before that s->idmp is NULL and the
 * directives stream-idmp-duration and stream-idmp-maxsize hold.
 */
#ifndef KV_OBJ_STREAM_IDMP_H
#define KV_OBJ_STREAM_IDMP_H

#include "base/option.h"
#include "obj/stream.h"

enum {
    IDMP_DURATION_MIN = 1, /* seconds */
    IDMP_DURATION_MAX = 86400,
    IDMP_MAXSIZE_MIN = 1,
    IDMP_MAXSIZE_MAX = 10000,
    IDMP_AUTO_LEN = 16, /* bytes of an iid that is made of the content */
};

extern const struct option stream_idmp_options[];

/* True, and the entry's ID, if this was sent already; no duplicate is counted. */
bool stream_idmp_find(struct stream *s, struct bytes pid, struct bytes iid, int64_t now_ms,
                      struct stream_id *id);
/* Counts one (XINFO: iids-duplicates). */
void stream_idmp_count_duplicate(struct stream *s);
/* Remembers it; the pair is not there yet. Forgets the producer's oldest if that makes too many. */
void stream_idmp_record(struct stream *s, struct bytes pid, struct bytes iid, struct stream_id id,
                        int64_t now_ms);

/* The iid that IDMPAUTO makes of an entry's content: the same texts in the same order give the same. */
void stream_idmp_auto(const struct bytes *texts, size_t pairs, uint8_t out[IDMP_AUTO_LEN]);

/* XCFGSET: 0 leaves a setting as it is. If one changes, everything that was remembered is forgotten: it is
 * returned, for the caller to free when there is time; else NULL. */
struct stream_idmp *stream_idmp_configure(struct stream *s, uint64_t duration_s, uint64_t maxsize);

/* What XINFO STREAM shows. */
struct stream_idmp_info {
    uint64_t duration_s, maxsize;
    uint64_t pids, iids;                  /* remembered now */
    uint64_t iids_added, iids_duplicates; /* ever */
};
void stream_idmp_info(const struct stream *s, struct stream_idmp_info *out);

/* Everything that is remembered, oldest first: for snapshots. *at says where: NULL is before the oldest. False
 * if there is none behind it. */
struct stream_idmp_record {
    struct bytes pid, iid;
    struct stream_id id;
    int64_t at_ms; /* when it was recorded */
};
bool stream_idmp_next(const struct stream_idmp *m, const void **at, struct stream_idmp_record *out);
/* Settings and counters as they were: for loading, before any record. */
void stream_idmp_restore(struct stream *s, const struct stream_idmp_info *info);
/* One more record, the newest; false if the pair is there already, or the producer has too many. */
bool stream_idmp_restore_record(struct stream *s, const struct stream_idmp_record *r);

void stream_idmp_free(struct stream_idmp *m); /* accepts NULL */
struct stream_idmp *stream_idmp_dup(const struct stream_idmp *m);
size_t stream_idmp_mem(const struct stream_idmp *m);
size_t stream_idmp_effort(const struct stream_idmp *m);
void stream_idmp_check(const struct stream_idmp *m);

#endif
