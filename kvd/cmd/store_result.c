#include "cmd/store_result.h"

#include "server/reply.h"

void store_result(struct call *c, struct key dest, struct value *result, const char *event)
{
    int64_t count = (int64_t)value_count(result);

    if (count > 0) {
        store_put_value(c->db, dest, result, EXPIRE_NEVER);
        call_changed(c, dest.name, event);
    } else {
        value_free(result);
        if (store_delete(c->db, dest, true))
            call_changed(c, dest.name, "del");
    }
    reply_int(c, count);
}
