#include "tojson.h"

#include "base/assert.h"

#include <jansson.h>
#include <math.h>

static int append(const char *data, size_t len, void *out)
{
    buf_add(out, data, len);
    return 0;
}

/* False if text is not UTF-8. */
static bool add_utf8(struct buf *out, struct bytes text)
{
    json_t *s = json_stringn(text.len > 0 ? (const char *)text.ptr : "", text.len);

    if (s == NULL)
        return false;
    json_dump_callback(s, append, out, JSON_ENCODE_ANY);
    json_decref(s);
    return true;
}

static void add_string(struct buf *out, struct bytes text, bool quoted)
{
    struct buf escaped;

    if (!quoted && add_utf8(out, text))
        return;
    buf_init(&escaped, BUF_UNLIMITED);
    buf_add_quoted(&escaped, text);
    kv_assert(escaped.len >= 2);
    add_utf8(out, bytes_make(escaped.ptr + 1, escaped.len - 2)); /* without its quotes */
    buf_fini(&escaped);
}

static void add_key(struct buf *out, const struct resp_value *v, bool quoted)
{
    struct buf text;

    if (v->type == RESP_SIMPLE || v->type == RESP_BULK || v->type == RESP_VERBATIM) {
        add_string(out, v->text, quoted);
        return;
    }
    buf_init(&text, BUF_UNLIMITED);
    tojson_value(&text, v, quoted);
    if (text.ptr[0] == '"')
        buf_add_bytes(out, buf_bytes(&text));
    else
        add_string(out, buf_bytes(&text), false);
    buf_fini(&text);
}

void tojson_value(struct buf *out, const struct resp_value *v, bool quoted)
{
    switch (v->type) {
    case RESP_SIMPLE:
    case RESP_BULK:
    case RESP_VERBATIM:
        add_string(out, v->text, quoted);
        break;
    case RESP_ERROR:
        buf_add_str(out, "{\"error\":");
        add_string(out, v->text, quoted);
        buf_add_byte(out, '}');
        break;
    case RESP_INT:
        buf_add_int(out, v->integer);
        break;
    case RESP_DOUBLE:
        if (isfinite(v->number))
            buf_add_bytes(out, v->text);
        else
            add_string(out, v->text, false);
        break;
    case RESP_BIG_NUMBER:
        buf_add_bytes(out, v->text);
        break;
    case RESP_NULL:
        buf_add_str(out, "null");
        break;
    case RESP_BOOL:
        buf_add_str(out, v->integer ? "true" : "false");
        break;
    case RESP_ARRAY:
    case RESP_SET:
    case RESP_PUSH:
        buf_add_byte(out, '[');
        for (size_t i = 0; i < v->count; i++) {
            if (i > 0)
                buf_add_byte(out, ',');
            tojson_value(out, &v->items[i], quoted);
        }
        buf_add_byte(out, ']');
        break;
    case RESP_MAP:
        buf_add_byte(out, '{');
        for (size_t i = 0; i + 1 < v->count; i += 2) {
            if (i > 0)
                buf_add_byte(out, ',');
            add_key(out, &v->items[i], quoted);
            buf_add_byte(out, ':');
            tojson_value(out, &v->items[i + 1], quoted);
        }
        buf_add_byte(out, '}');
        break;
    }
}
