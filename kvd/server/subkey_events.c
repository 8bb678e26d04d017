#include "server/subkey_events.h"

#include "server/pubsub.h"

enum { NOTED_KEPT = 16 * 1024 };

unsigned subkey_channels;

/* The fields as messages show them, "1:f,1:g". */
static struct buf noted = { .limit = BUF_UNLIMITED };

/* ---- Noting -------------------------------------------------------------------------------------- */

static void add_counted(struct buf *out, struct bytes text)
{
    buf_add_uint(out, text.len);
    buf_add_byte(out, ':');
    buf_add_bytes(out, text);
}

void subkey_note_wanted(struct bytes field)
{
    if (noted.len > 0)
        buf_add_byte(&noted, ',');
    add_counted(&noted, field);
}

void subkey_forget(void)
{
    buf_clear(&noted);
    if (noted.cap > NOTED_KEPT)
        buf_fini(&noted);
}

/* The field at *at, which moves on to the next; the texts were written here. */
static struct bytes next_field(size_t *at)
{
    struct bytes field;
    size_t len = 0;

    while (noted.ptr[*at] != ':')
        len = len * 10 + (size_t)(noted.ptr[(*at)++] - '0');
    field = bytes_make(noted.ptr + *at + 1, len);
    *at += 1 + len + 1;
    return field;
}

/* ---- Telling ------------------------------------------------------------------------------------- */

static void begin(struct buf *channel, const char *kind, unsigned db)
{
    buf_clear(channel);
    buf_addf(channel, "__%s@%u__:", kind, db);
}

static void tell_space(unsigned db, struct bytes key, const char *event)
{
    struct buf channel = { .limit = BUF_UNLIMITED }, text = { .limit = BUF_UNLIMITED };

    begin(&channel, "subkeyspace", db);
    buf_add_bytes(&channel, key);
    buf_addf(&text, "%s|", event);
    buf_add_bytes(&text, buf_bytes(&noted));
    pubsub_publish(buf_bytes(&channel), buf_bytes(&text));
    buf_fini(&channel);
    buf_fini(&text);
}

static void tell_event(unsigned db, struct bytes key, const char *event)
{
    struct buf channel = { .limit = BUF_UNLIMITED }, text = { .limit = BUF_UNLIMITED };

    begin(&channel, "subkeyevent", db);
    buf_add_str(&channel, event);
    add_counted(&text, key);
    buf_add_byte(&text, '|');
    buf_add_bytes(&text, buf_bytes(&noted));
    pubsub_publish(buf_bytes(&channel), buf_bytes(&text));
    buf_fini(&channel);
    buf_fini(&text);
}

static void tell_items(unsigned db, struct bytes key, const char *event)
{
    struct buf channel = { .limit = BUF_UNLIMITED };
    size_t start;

    begin(&channel, "subkeyspaceitem", db);
    buf_add_bytes(&channel, key);
    buf_add_byte(&channel, '\n');
    start = channel.len;
    for (size_t at = 0; at < noted.len;) {
        channel.len = start;
        buf_add_bytes(&channel, next_field(&at));
        pubsub_publish(buf_bytes(&channel), bytes_str(event));
    }
    buf_fini(&channel);
}

static void tell_space_event(unsigned db, struct bytes key, const char *event)
{
    struct buf channel = { .limit = BUF_UNLIMITED };

    begin(&channel, "subkeyspaceevent", db);
    buf_addf(&channel, "%s|", event);
    buf_add_bytes(&channel, key);
    pubsub_publish(buf_bytes(&channel), buf_bytes(&noted));
    buf_fini(&channel);
}

void subkey_tell(unsigned db, struct bytes key, const char *event)
{
    if (noted.len == 0 || pubsub_is_idle())
        return;
    if (subkey_channels & SUBKEY_SPACE)
        tell_space(db, key, event);
    if (subkey_channels & SUBKEY_EVENT)
        tell_event(db, key, event);
    if (subkey_channels & SUBKEY_ITEM)
        tell_items(db, key, event);
    if (subkey_channels & SUBKEY_SPACE_EVENT)
        tell_space_event(db, key, event);
}
