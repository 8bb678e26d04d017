#include "cmd/sort_pattern.h"

#include "obj/hash.h"

/* Where "->" with a field behind it begins, from offset on; the end of the text if nowhere. */
static size_t find_arrow(struct bytes text, size_t offset)
{
    for (size_t i = offset; i + 2 < text.len; i++)
        if (text.ptr[i] == '-' && text.ptr[i + 1] == '>')
            return i;
    return text.len;
}

struct sort_pattern sort_pattern_of(struct bytes text)
{
    const uint8_t *star = text.len > 0 ? memchr(text.ptr, '*', text.len) : NULL;
    struct sort_pattern p = { .kind = SORT_NOTHING };
    size_t after, arrow;

    if (bytes_eq(text, BYTES_LIT("#")))
        p.kind = SORT_ELEMENT;
    if (star == NULL)
        return p;
    after = (size_t)(star - text.ptr) + 1;
    arrow = find_arrow(text, after);
    p.kind = SORT_STRING;
    p.before = bytes_make(text.ptr, after - 1);
    p.after = bytes_make(text.ptr + after, arrow - after);
    if (arrow < text.len) {
        p.kind = SORT_FIELD;
        p.field = bytes_from(text, arrow + 2);
    }
    return p;
}

static bool find_string(struct db *db, struct key key, struct sort_found *out)
{
    char unused[NUM_INT_MAX];
    struct entry *e;

    if (store_read(db, key, OBJ_STRING, &e) != KV_OK)
        return false;
    if (entry_encoding(e) == ENC_INT)
        out->item = item_of_int(entry_int(e));
    else
        out->item = item_of_bytes(entry_string(e, unused));
    out->blob = entry_encoding(e) == ENC_BLOB ? entry_blob(e) : NULL;
    return true;
}

static bool find_field(struct db *db, struct key key, struct bytes field, struct item *out)
{
    struct entry *e;
    struct value v;

    if (store_read(db, key, OBJ_HASH, &e) != KV_OK)
        return false;
    v = entry_value(e);
    return hash_get(&v, field, out);
}

bool sort_pattern_find(const struct sort_pattern *p, struct db *db, struct bytes element,
                       struct buf *scratch, struct sort_found *out)
{
    struct key key;

    out->blob = NULL;
    if (p->kind == SORT_NOTHING)
        return false;
    if (p->kind == SORT_ELEMENT) {
        out->item = item_of_bytes(element);
        return true;
    }
    buf_clear(scratch);
    buf_add_bytes(scratch, p->before);
    buf_add_bytes(scratch, element);
    buf_add_bytes(scratch, p->after);
    key = key_of(buf_bytes(scratch));
    return p->kind == SORT_STRING ? find_string(db, key, out)
                                  : find_field(db, key, p->field, &out->item);
}
