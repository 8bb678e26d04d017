/*
 * scan_options -- what SCAN and its kin for one key (HSCAN, SSCAN, ZSCAN) share: the options MATCH and
 * COUNT, and how much one call does.
 */
#ifndef KV_CMD_SCAN_OPTIONS_H
#define KV_CMD_SCAN_OPTIONS_H

#include "server/call.h"

struct scan_options {
    struct bytes pattern; /* ptr NULL: all */
    int64_t count;        /* elements asked for; more may come, and fewer */
};

void scan_options_init(struct scan_options *o);

/* Takes MATCH or COUNT with its value; false if the cursor is at neither, or at the last argument. */
bool scan_option(struct call *c, struct scan_options *o);

/* True if the pattern lets the text through. */
bool scan_matches(const struct scan_options *o, struct bytes text);

/* A call ends when it has looked at COUNT elements, or at many times as many buckets, or after 5 ms,
 * whatever its COUNT. */
struct scan_budget {
    uint64_t count, buckets, until_ns;
};
void scan_budget_init(struct scan_budget *b, int64_t count);
/* One more bucket has been looked at, and visited elements so far: true if there may be another. */
bool scan_goes_on(struct scan_budget *b, size_t visited);

#endif
