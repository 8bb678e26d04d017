#include "obj/stream_idmp.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/mem.h"

#include <xxhash.h>

static int64_t default_duration, default_maxsize;

const struct option stream_idmp_options[] = {
    OPTION_INT("stream-idmp-duration", &default_duration, "100", IDMP_DURATION_MIN,
               IDMP_DURATION_MAX, OPT_LIVE,
               "Seconds for which streams remember the idempotent IDs of producers."),
    OPTION_INT("stream-idmp-maxsize", &default_maxsize, "100", IDMP_MAXSIZE_MIN, IDMP_MAXSIZE_MAX,
               OPT_LIVE, "Idempotent IDs that a stream remembers of each producer."),
    OPTION_END,
};

enum {
    FORGET_MOST = 64
}; /* records that are forgotten in one call, besides those that are too many */

struct record {
    struct roster_name *iid;
    struct producer *producer;
    struct stream_id id;
    int64_t at_ms;
    struct record *older, *newer;           /* of all */
    struct record *older_mine, *newer_mine; /* of this producer */
};

struct producer {
    struct roster_name *pid;
    struct roster records;
    struct record *oldest, *newest;
};

struct stream_idmp {
    uint64_t duration_s, maxsize;
    struct roster producers;
    struct record *oldest, *newest;
    uint64_t count, added, duplicates;
};

static struct stream_idmp *idmp_of(struct stream *s)
{
    if (s->idmp == NULL) {
        s->idmp = mem_zalloc(sizeof *s->idmp);
        s->idmp->duration_s = (uint64_t)default_duration;
        s->idmp->maxsize = (uint64_t)default_maxsize;
    }
    return s->idmp;
}

/* ---- Records ------------------------------------------------------------------------------------- */

static void add(struct stream_idmp *m, struct bytes pid, struct bytes iid, struct stream_id id,
                int64_t at_ms)
{
    struct producer *p = roster_find(&m->producers, pid);
    struct record *r = mem_zalloc(sizeof *r);

    if (p == NULL) {
        p = mem_zalloc(sizeof *p);
        roster_add(&m->producers, p, pid);
    }
    *r = (struct record){
        .producer = p, .id = id, .at_ms = at_ms, .older = m->newest, .older_mine = p->newest
    };
    roster_add(&p->records, r, iid);
    *(m->newest ? &m->newest->newer : &m->oldest) = r;
    *(p->newest ? &p->newest->newer_mine : &p->oldest) = r;
    m->newest = p->newest = r;
    m->count++;
}

/* A producer goes with its last record. */
static void forget(struct stream_idmp *m, struct record *r)
{
    struct producer *p = r->producer;

    *(r->older ? &r->older->newer : &m->oldest) = r->newer;
    *(r->newer ? &r->newer->older : &m->newest) = r->older;
    *(r->older_mine ? &r->older_mine->newer_mine : &p->oldest) = r->newer_mine;
    *(r->newer_mine ? &r->newer_mine->older_mine : &p->newest) = r->older_mine;
    roster_remove(&p->records, r);
    mem_free_sized(r, sizeof *r);
    m->count--;
    if (p->records.count == 0) {
        roster_remove(&m->producers, p);
        mem_free_sized(p, sizeof *p);
    }
}

static bool is_over(const struct stream_idmp *m, const struct record *r, int64_t now_ms)
{
    return now_ms - r->at_ms >= (int64_t)m->duration_s * 1000;
}

static void forget_old(struct stream_idmp *m, int64_t now_ms)
{
    for (unsigned i = 0; i < FORGET_MOST && m->oldest && is_over(m, m->oldest, now_ms); i++)
        forget(m, m->oldest);
}

static struct record *find(const struct stream_idmp *m, struct bytes pid, struct bytes iid)
{
    const struct producer *p = roster_find(&m->producers, pid);

    return p != NULL ? roster_find(&p->records, iid) : NULL;
}

bool stream_idmp_find(struct stream *s, struct bytes pid, struct bytes iid, int64_t now_ms,
                      struct stream_id *id)
{
    struct record *r;

    if (s->idmp == NULL)
        return false;
    forget_old(s->idmp, now_ms);
    r = find(s->idmp, pid, iid);
    if (r == NULL || is_over(s->idmp, r, now_ms))
        return false;
    *id = r->id;
    return true;
}

void stream_idmp_count_duplicate(struct stream *s)
{
    idmp_of(s)->duplicates++;
}

void stream_idmp_record(struct stream *s, struct bytes pid, struct bytes iid, struct stream_id id,
                        int64_t now_ms)
{
    struct stream_idmp *m = idmp_of(s);
    struct record *old;
    struct producer *p;

    forget_old(m, now_ms);
    old = find(m, pid, iid);
    if (old != NULL)
        forget(m, old);
    add(m, pid, iid, id, now_ms);
    m->added++;
    p = m->newest->producer;
    while (p->records.count > m->maxsize)
        forget(m, p->oldest);
}

void stream_idmp_auto(const struct bytes *texts, size_t pairs, uint8_t out[IDMP_AUTO_LEN])
{
    XXH3_state_t *state = XXH3_createState();
    XXH128_hash_t h;

    kv_assert(state != NULL);
    XXH3_128bits_reset(state);
    for (size_t i = 0; i < 2 * pairs; i++) {
        uint8_t len[8];

        store_le64(len, texts[i].len);
        XXH3_128bits_update(state, len, sizeof len);
        XXH3_128bits_update(state, texts[i].ptr, texts[i].len);
    }
    h = XXH3_128bits_digest(state);
    XXH3_freeState(state);
    store_le64(out, h.low64);
    store_le64(out + 8, h.high64);
}

/* ---- All of it ----------------------------------------------------------------------------------- */

static void free_record(void *thing)
{
    mem_free_sized(thing, sizeof(struct record));
}

static void free_producer(void *thing)
{
    struct producer *p = thing;

    roster_fini(&p->records, free_record);
    mem_free_sized(p, sizeof *p);
}

struct stream_idmp *stream_idmp_configure(struct stream *s, uint64_t duration_s, uint64_t maxsize)
{
    struct stream_idmp *m = idmp_of(s), *old;

    if (duration_s == 0)
        duration_s = m->duration_s;
    if (maxsize == 0)
        maxsize = m->maxsize;
    if (duration_s == m->duration_s && maxsize == m->maxsize)
        return NULL;
    old = m->count > 0 ? m : NULL;
    if (old != NULL) {
        m = s->idmp = mem_zalloc(sizeof *m);
        m->added = old->added;
        m->duplicates = old->duplicates;
    }
    m->duration_s = duration_s;
    m->maxsize = maxsize;
    return old;
}

void stream_idmp_info(const struct stream *s, struct stream_idmp_info *out)
{
    const struct stream_idmp *m = s->idmp;

    *out = (struct stream_idmp_info){ .duration_s = (uint64_t)default_duration,
                                      .maxsize = (uint64_t)default_maxsize };
    if (m != NULL)
        *out = (struct stream_idmp_info){ m->duration_s, m->maxsize, m->producers.count,
                                          m->count,      m->added,   m->duplicates };
}

void stream_idmp_restore(struct stream *s, const struct stream_idmp_info *info)
{
    struct stream_idmp *m = idmp_of(s);

    m->duration_s = info->duration_s;
    m->maxsize = info->maxsize;
    m->added = info->iids_added;
    m->duplicates = info->iids_duplicates;
}

bool stream_idmp_restore_record(struct stream *s, const struct stream_idmp_record *r)
{
    struct stream_idmp *m = idmp_of(s);
    const struct producer *p = roster_find(&m->producers, r->pid);

    if (p != NULL && (p->records.count >= m->maxsize || roster_find(&p->records, r->iid) != NULL))
        return false;
    add(m, r->pid, r->iid, r->id, r->at_ms);
    return true;
}

bool stream_idmp_next(const struct stream_idmp *m, const void **at, struct stream_idmp_record *out)
{
    const struct record *last = *at, *r = last != NULL ? last->newer : m->oldest;

    if (r == NULL)
        return false;
    *out = (struct stream_idmp_record){ roster_text(r->producer->pid), roster_text(r->iid), r->id,
                                        r->at_ms };
    *at = r;
    return true;
}

void stream_idmp_free(struct stream_idmp *m)
{
    if (m == NULL)
        return;
    roster_fini(&m->producers, free_producer);
    mem_free_sized(m, sizeof *m);
}

struct stream_idmp *stream_idmp_dup(const struct stream_idmp *m)
{
    struct stream_idmp *copy;

    if (m == NULL)
        return NULL;
    copy = mem_zalloc(sizeof *copy);
    copy->duration_s = m->duration_s;
    copy->maxsize = m->maxsize;
    copy->added = m->added;
    copy->duplicates = m->duplicates;
    for (const struct record *r = m->oldest; r != NULL; r = r->newer)
        add(copy, roster_text(r->producer->pid), roster_text(r->iid), r->id, r->at_ms);
    return copy;
}

size_t stream_idmp_mem(const struct stream_idmp *m)
{
    size_t sum;

    if (m == NULL)
        return 0;
    sum = mem_good_size(sizeof *m) + roster_bytes(&m->producers) +
          m->count * mem_good_size(sizeof(struct record));
    for (size_t i = 0; i < m->producers.count; i++) {
        const struct producer *p = m->producers.items[i];

        sum += mem_good_size(sizeof *p) + roster_bytes(&p->records);
    }
    return sum;
}

size_t stream_idmp_effort(const struct stream_idmp *m)
{
    return m != NULL ? 1 + 3 * m->producers.count + 2 * m->count : 0;
}

void stream_idmp_check(const struct stream_idmp *m)
{
    size_t count = 0, mine = 0;

    if (m == NULL)
        return;
    roster_check(&m->producers);
    for (const struct record *r = m->oldest; r != NULL; r = r->newer, count++) {
        kv_assert(r->newer ? r->newer->older == r : m->newest == r);
        kv_assert(find(m, roster_text(r->producer->pid), roster_text(r->iid)) == r);
    }
    for (size_t i = 0; i < m->producers.count; i++) {
        const struct producer *p = m->producers.items[i];

        roster_check(&p->records);
        kv_assert(p->records.count > 0);
        kv_assert(p->records.count <= m->maxsize);
        for (const struct record *r = p->oldest; r != NULL; r = r->newer_mine, mine++)
            kv_assert(r->newer_mine ? r->newer_mine->older_mine == r : p->newest == r);
    }
    kv_assert(count == m->count && mine == m->count);
}
