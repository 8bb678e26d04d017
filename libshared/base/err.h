/*
 * err -- what users, disks and peers can cause, as values that are returned and handled.
 *
 * The texts that clients see are one table in kvd/server/reply.c; err_name() is for logs and tests.
 */
#ifndef KV_BASE_ERR_H
#define KV_BASE_ERR_H

enum kv_err {
    KV_OK,
    KV_NOT_FOUND,  /* no such key, field, file or name */
    KV_EXISTS,     /* the target is there already */
    KV_WRONG_TYPE, /* the key holds another type */
    KV_SYNTAX,     /* the arguments do not form a valid request */
    KV_NOT_INT,    /* not a 64-bit integer */
    KV_NOT_FLOAT,  /* not a finite floating point number */
    KV_OVERFLOW,   /* the integer result would not fit 64 bits */
    KV_NAN,        /* the result would be NaN or infinite */
    KV_RANGE,      /* a number outside the range that this argument allows */
    KV_TOO_BIG,    /* a size above its limit */
    KV_EXPIRE,     /* an expire time that is not positive or does not fit */
    KV_DB_RANGE,   /* a database index that does not exist */
    KV_CORRUPT,    /* bytes that do not follow their format */
    KV_IO,         /* the operating system refused; errno says why */
    KV_DONE,       /* refused, and the reply has been written already */
};

/* A short lower-case name, for logs and tests; never NULL. */
const char *err_name(enum kv_err err);

#endif
