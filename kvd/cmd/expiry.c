#include "cmd/expiry.h"

static const char *const words[] = {
    [EXPIRY_EX] = "ex",     [EXPIRY_PX] = "px",           [EXPIRY_EXAT] = "exat",
    [EXPIRY_PXAT] = "pxat", [EXPIRY_KEEPTTL] = "keepttl", [EXPIRY_PERSIST] = "persist",
};

bool expiry_option(struct call *c, enum expiry_kind extra, struct expiry *x)
{
    struct bytes word = arg_peek(c);
    enum expiry_kind kind = EXPIRY_EX;

    while (kind <= EXPIRY_PXAT && !bytes_is_word(word, words[kind]))
        kind++;
    if (kind > EXPIRY_PXAT) {
        if (!bytes_is_word(word, words[extra]))
            return false;
        kind = extra;
    }
    arg_bytes(c);
    if (x->kind != EXPIRY_NONE && x->kind != kind)
        arg_fail(c, KV_SYNTAX, NULL);
    x->kind = kind;
    if (expiry_is_time(x)) {
        if (args_left(c) > 0)
            x->time = arg_bytes(c);
        else
            arg_fail(c, KV_SYNTAX, NULL);
    }
    return true;
}

/* The deadline in Unix ms that a time option names. */
static enum kv_err deadline(const struct expiry *x, int64_t now_ms, int64_t *at_ms)
{
    int64_t n;

    if (!num_parse_int(x->time, &n))
        return KV_NOT_INT;
    if (n <= 0)
        return KV_EXPIRE;
    if ((x->kind == EXPIRY_EX || x->kind == EXPIRY_EXAT) && !num_mul(&n, 1000))
        return KV_EXPIRE;
    if ((x->kind == EXPIRY_EX || x->kind == EXPIRY_PX) && !num_add(&n, now_ms))
        return KV_EXPIRE;
    *at_ms = n;
    return KV_OK;
}

enum kv_err expiry_resolve(struct call *c, const struct expiry *x, int64_t *at_ms)
{
    enum kv_err err = KV_OK;

    if (x->kind == EXPIRY_KEEPTTL)
        *at_ms = EXPIRE_KEEP;
    else if (x->kind == EXPIRY_PERSIST)
        *at_ms = EXPIRE_NEVER;
    else if (x->kind != EXPIRY_NONE)
        err = deadline(x, store_now_ms(c->store), at_ms);
    if (err != KV_OK)
        arg_fail(c, err, NULL);
    return err;
}

bool expiry_delete_past(struct call *c, struct key key, int64_t at_ms)
{
    if (at_ms < 0 || !store_is_past(c->store, at_ms))
        return false;
    if (store_delete(c->db, key, true))
        call_changed(c, key.name, "del");
    return true;
}

bool expire_if(unsigned conditions, int64_t old_ms, int64_t new_ms)
{
    bool has = old_ms != EXPIRE_NEVER;

    if ((conditions & EXPIRE_IF_NONE && has) || (conditions & EXPIRE_IF_SOME && !has))
        return false;
    if (conditions & EXPIRE_IF_LATER && (!has || new_ms <= old_ms))
        return false;
    return !(conditions & EXPIRE_IF_EARLIER && has && new_ms >= old_ms);
}
