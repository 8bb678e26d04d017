#include "obj/stream_id.h"

#include "base/num.h"

bool stream_id_next(struct stream_id *id)
{
    idtree_id key = stream_id_key(*id) + 1;

    if (key == 0)
        return false;
    *id = stream_id_of_key(key);
    return true;
}

bool stream_id_prev(struct stream_id *id)
{
    if (stream_id_is_zero(*id))
        return false;
    *id = stream_id_of_key(stream_id_key(*id) - 1);
    return true;
}

/* Clients pad IDs with zeros to sort them as texts. */
static bool parse_part(struct bytes text, uint64_t *out)
{
    while (text.len > 1 && text.ptr[0] == '0')
        text = bytes_from(text, 1);
    return num_parse_uint(text, out);
}

bool stream_id_parse(struct bytes text, uint64_t missing_seq, struct stream_id *out, bool *had_seq)
{
    const uint8_t *dash = text.len > 0 ? memchr(text.ptr, '-', text.len) : NULL;
    struct bytes ms = dash ? bytes_make(text.ptr, (size_t)(dash - text.ptr)) : text;
    struct stream_id id = { 0, missing_seq };

    if (!parse_part(ms, &id.ms))
        return false;
    if (dash != NULL && !parse_part(bytes_from(text, ms.len + 1), &id.seq))
        return false;
    *out = id;
    if (had_seq != NULL)
        *had_seq = dash != NULL;
    return true;
}

size_t stream_id_format(char out[STREAM_ID_TEXT_MAX], struct stream_id id)
{
    size_t len = num_format_uint(out, id.ms);

    out[len++] = '-';
    return len + num_format_uint(out + len, id.seq);
}
