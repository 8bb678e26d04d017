/*
 * zset_pack -- a small sorted set in a listpack: member, score, member, score, ... in order.
 *
 * Format: that of Redis 7 RDB files. A score is an integer where it is one, else its shortest text
 * (num_format_double), "inf" and "-inf" included. zset.c is the only user.
 *
 * Positions are those of members; that of the score follows.
 */
#ifndef KV_OBJ_ZSET_PACK_H
#define KV_OBJ_ZSET_PACK_H

#include "obj/zset.h"

/* Members. */
size_t zset_pack_count(const uint8_t *lp);

/* The member at *pos, which moves on to the next member (0 behind the last). */
struct zset_elem zset_pack_take(const uint8_t *lp, size_t *pos);
/* The same backwards. */
struct zset_elem zset_pack_take_back(const uint8_t *lp, size_t *pos);
/* The position of a rank, 0 if there is none. */
size_t zset_pack_seek(const uint8_t *lp, size_t rank);

/* The position of a member, 0 if it is not there. */
size_t zset_pack_find(const uint8_t *lp, struct bytes member, double *score);
/* How many members are before the position. */
size_t zset_pack_rank(const uint8_t *lp, size_t pos);

/* The member is not there. */
void zset_pack_add(struct pack *p, struct bytes member, double score);
/* Gives the member at pos, which does not lie in the pack, another score. */
void zset_pack_rescore(struct pack *p, size_t pos, struct bytes member, double score);
void zset_pack_remove(struct pack *p, size_t pos, size_t count);
/* The member is not there, and all that are come before it. */
void zset_pack_append(struct pack *p, const struct zset_elem *e);

struct zset_span zset_pack_by_score(const uint8_t *lp, const struct zset_scores *range);
struct zset_span zset_pack_by_member(const uint8_t *lp, const struct zset_members *range);

/* Asserts that scores are numbers and all is in order. */
void zset_pack_check(const uint8_t *lp);

#endif
