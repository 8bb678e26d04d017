/*
 * collection_scan -- HSCAN, SSCAN, ZSCAN: the elements of one key, a part at a time.
 *
 *     key cursor [MATCH pattern] [COUNT count] [NOVALUES or NOSCORES]
 */
#ifndef KV_CMD_COLLECTION_SCAN_H
#define KV_CMD_COLLECTION_SCAN_H

#include "server/call.h"

struct collection_scan {
    enum obj_type type;
    /* As table_scan(); the visitor's answer does not matter. */
    uint64_t (*scan)(const struct value *v, uint64_t cursor, value_visit_fn *visit, void *ctx);
    /* Replies what follows an element, its value or score; NULL if nothing does. */
    void (*second)(struct call *c, const struct value_elem *e);
    const char *bare; /* the option that leaves it out, lower case */
};

/* The whole command, from its first argument to the reply. */
void collection_scan(struct call *c, const struct collection_scan *how);

#endif
