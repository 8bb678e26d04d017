/*
 * expiry -- the options EX PX EXAT PXAT, and KEEPTTL or PERSIST where a command has them.
 *
 * They are read in two steps, since a client that sent a malformed request learns that first and of a
 * bad time second: expiry_option() takes the option while the arguments are read, expiry_resolve()
 * works out the deadline when all of them are known to be well formed.
 */
#ifndef KV_CMD_EXPIRY_H
#define KV_CMD_EXPIRY_H

#include "server/call.h"

enum expiry_kind {
    EXPIRY_NONE,
    EXPIRY_EX,
    EXPIRY_PX,
    EXPIRY_EXAT,
    EXPIRY_PXAT,
    EXPIRY_KEEPTTL,
    EXPIRY_PERSIST,
};

struct expiry {
    enum expiry_kind kind;
    struct bytes time; /* the number as it was sent, of the first four kinds */
};

/* True if the option names a time. */
static inline bool expiry_is_time(const struct expiry *x)
{
    return x->kind >= EXPIRY_EX && x->kind <= EXPIRY_PXAT;
}

/* Takes the option at the cursor: a time, or the command's extra one (EXPIRY_KEEPTTL or
 * EXPIRY_PERSIST). False if there is none. Two different ones latch a syntax error; of the same one
 * given twice the last counts. */
bool expiry_option(struct call *c, enum expiry_kind extra, struct expiry *x);

/* What the option says: Unix ms, EXPIRE_KEEP or EXPIRE_NEVER; *at_ms stays if there was none. Latches
 * and returns the error of a time that is no integer, not positive or out of range. */
enum kv_err expiry_resolve(struct call *c, const struct expiry *x, int64_t *at_ms);

/* True, and the key is deleted, if a value with this deadline would have expired already. */
bool expiry_delete_past(struct call *c, struct key key, int64_t at_ms);

/* The conditions NX XX GT LT of EXPIRE, and of HEXPIRE. */
enum expire_condition {
    EXPIRE_IF_NONE = 1,
    EXPIRE_IF_SOME = 2,
    EXPIRE_IF_LATER = 4,
    EXPIRE_IF_EARLIER = 8,
};

/* True if all of them allow a new deadline in place of the old one. What never expires (EXPIRE_NEVER)
 * counts as what expires last of all. */
bool expire_if(unsigned conditions, int64_t old_ms, int64_t new_ms);

#endif
