/* CLIENT TRACKING CACHING TRACKINGINFO GETREDIR */
#include "cmd/tracking.h"

#include "base/mem.h"
#include "base/size.h"
#include "server/reply.h"
#include "server/tracking.h"
#include "server/tracking_prefix.h"

#include <stdlib.h>

enum {
    PREFIX_SHOWN_MAX = 128, /* bytes of a prefix that an error repeats */
};

/* ---- TRACKING ------------------------------------------------------------------------------------ */

struct tracking_args {
    struct bytes on;
    unsigned flags;
    uint64_t redirect;
    struct bytes *prefixes; /* freed by the caller */
    unsigned count;
    size_t bytes; /* of all of them */
};

/* False: an error was replied. */
static bool redirect_arg(struct call *c, struct tracking_args *a)
{
    int64_t id = arg_int(c);

    if (c->err != KV_OK)
        reply_err(c, c->err);
    else if (a->redirect != 0)
        reply_error(c, "ERR A client can only redirect to a single other client");
    else if (id <= 0 || client_find((uint64_t)id) == NULL)
        reply_error(c, "ERR The client ID you want redirect to does not exist");
    else
        a->redirect = (uint64_t)id;
    return !c->failed;
}

static unsigned flag_arg(struct call *c)
{
    if (arg_word(c, "bcast"))
        return TRACKING_BCAST;
    if (arg_word(c, "optin"))
        return TRACKING_OPTIN;
    if (arg_word(c, "optout"))
        return TRACKING_OPTOUT;
    return arg_word(c, "noloop") ? TRACKING_NOLOOP : 0;
}

static void add_prefix(struct call *c, struct tracking_args *a)
{
    if (a->prefixes == NULL)
        a->prefixes = mem_alloc(c->argc * sizeof *a->prefixes);
    a->prefixes[a->count] = arg_bytes(c);
    a->bytes += a->prefixes[a->count++].len;
}

/* False: an error was replied. */
static bool tracking_args(struct call *c, struct tracking_args *a)
{
    a->on = arg_bytes(c);
    while (args_left(c) > 0) {
        unsigned flag = flag_arg(c);

        a->flags |= flag;
        if (flag != 0)
            continue;
        if (args_left(c) > 1 && arg_word(c, "redirect")) {
            if (!redirect_arg(c, a))
                return false;
        } else if (args_left(c) > 1 && arg_word(c, "prefix")) {
            add_prefix(c, a);
        } else {
            reply_syntax(c);
            return false;
        }
    }
    return true;
}

/* Why the modes do not fit each other, or those that are on; NULL if they do. */
static const char *bad_modes(const struct client *client, const struct tracking_args *a)
{
    unsigned flags = a->flags, old = tracking_flags(client);
    unsigned opts = flags & (TRACKING_OPTIN | TRACKING_OPTOUT);

    if (a->count > 0 && !(flags & TRACKING_BCAST))
        return "ERR PREFIX option requires BCAST mode to be enabled";
    if (old & TRACKING_ON && (old ^ flags) & TRACKING_BCAST)
        return "ERR You can't switch BCAST mode on/off before disabling tracking for this client, "
               "and then re-enabling it with a different mode.";
    if (flags & TRACKING_BCAST && opts != 0)
        return "ERR OPTIN and OPTOUT are not compatible with BCAST";
    if (opts == (TRACKING_OPTIN | TRACKING_OPTOUT))
        return "ERR You can't specify both OPTIN mode and OPTOUT mode";
    if ((opts | old) & TRACKING_OPTIN && (opts | old) & TRACKING_OPTOUT)
        return "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, "
               "and then re-enabling it with a different mode.";
    return NULL;
}

/* A prefix as errors show it; the precision and the text of %.*s. */
#define SHOWN(prefix) (int)size_min((prefix).len, PREFIX_SHOWN_MAX), (const char *)(prefix).ptr

/* False: an error was replied. */
static bool prefixes_within_bounds(struct call *c, const struct tracking_args *a)
{
    const struct tracking *own = c->client->tracking;
    unsigned has = own ? own->prefix_count : 0;
    size_t has_bytes = own ? own->prefix_bytes : 0;

    if (a->count > TRACKING_PREFIXES_MAX || has + a->count > TRACKING_PREFIXES_MAX)
        reply_errorf(c, "ERR too many prefixes: a client may be told of %d at most",
                     TRACKING_PREFIXES_MAX);
    else if (a->count > 0 && has_bytes + a->bytes > TRACKING_PREFIX_BYTES_MAX)
        reply_errorf(c, "ERR too long prefixes: those of a client may take %d bytes together",
                     TRACKING_PREFIX_BYTES_MAX);
    return !c->failed;
}

/* False: an error was replied. */
static bool prefixes_fit(struct call *c, const struct tracking_args *a)
{
    const struct bytes *bad;
    struct bytes with;
    bool existing;

    if (!prefixes_within_bounds(c, a))
        return false;
    bad = tracking_prefix_overlap(c->client, a->prefixes, a->count, &with, &existing);
    if (bad == NULL)
        return true;
    reply_errorf(c,
                 "ERR Prefix '%.*s' overlaps with an%s prefix '%.*s'. Prefixes for a single client "
                 "must not overlap.",
                 SHOWN(*bad), existing ? " existing" : "other provided", SHOWN(with));
    return false;
}

static void switch_on(struct call *c, const struct tracking_args *a)
{
    const char *why = bad_modes(c->client, a);

    if (why != NULL) {
        reply_error(c, why);
    } else if (prefixes_fit(c, a)) {
        tracking_start(c->client, a->flags, a->redirect, a->prefixes, a->count);
        reply_ok(c);
    }
}

/* CLIENT TRACKING ON|OFF [REDIRECT id] [BCAST] [PREFIX prefix ...] [OPTIN] [OPTOUT] [NOLOOP] */
void cmd_client_tracking(struct call *c)
{
    struct tracking_args a = { 0 };

    if (tracking_args(c, &a)) {
        if (bytes_is_word(a.on, "on")) {
            switch_on(c, &a);
        } else if (bytes_is_word(a.on, "off")) {
            tracking_stop(c->client);
            reply_ok(c);
        } else {
            reply_syntax(c);
        }
    }
    mem_free(a.prefixes);
}

/* ---- CACHING ------------------------------------------------------------------------------------- */

/* CLIENT CACHING YES|NO */
void cmd_client_caching(struct call *c)
{
    unsigned flags = tracking_flags(c->client);
    bool yes;

    if (!(flags & TRACKING_ON)) {
        reply_error(c, "ERR CLIENT CACHING can be called only when the client is in tracking mode "
                       "with OPTIN or OPTOUT mode enabled");
        return;
    }
    yes = arg_word(c, "yes");
    if (!yes && !arg_word(c, "no")) {
        reply_syntax(c);
    } else if (yes && !(flags & TRACKING_OPTIN)) {
        reply_error(c,
                    "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    } else if (!yes && !(flags & TRACKING_OPTOUT)) {
        reply_error(c,
                    "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    } else {
        tracking_choose(c->client);
        reply_ok(c);
    }
}

/* ---- What is on ---------------------------------------------------------------------------------- */

static void reply_flags(struct call *c, unsigned flags)
{
    bool chosen = flags & TRACKING_CACHING;
    const struct {
        bool on;
        const char *name;
    } words[] = {
        { !(flags & TRACKING_ON), "off" },
        { flags & TRACKING_ON, "on" },
        { flags & TRACKING_BCAST, "bcast" },
        { flags & TRACKING_OPTIN, "optin" },
        { flags & TRACKING_OPTIN && chosen, "caching-yes" },
        { flags & TRACKING_OPTOUT, "optout" },
        { flags & TRACKING_OPTOUT && chosen, "caching-no" },
        { flags & TRACKING_NOLOOP, "noloop" },
        { flags & TRACKING_BROKEN, "broken_redirect" },
    };
    size_t mark = reply_later(c), count = 0;

    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].on) {
            reply_bulk_str(c, words[i].name);
            count++;
        }
    }
    reply_later_set(c, mark, '~', count);
}

static int cmp_names(const void *a, const void *b)
{
    const struct bytes *x = a, *y = b;

    return bytes_cmp(*x, *y);
}

static void reply_prefixes(struct call *c)
{
    unsigned count = c->client->tracking ? c->client->tracking->prefix_count : 0;
    struct bytes *names = count > 0 ? mem_alloc(count * sizeof *names) : NULL;

    for (unsigned i = 0; i < count; i++)
        names[i] = tracking_prefix_name(c->client, i);
    if (count > 1)
        qsort(names, count, sizeof *names, cmp_names);
    reply_array(c, count);
    for (unsigned i = 0; i < count; i++)
        reply_bulk(c, names[i]);
    mem_free(names);
}

/* CLIENT TRACKINGINFO */
void cmd_client_trackinginfo(struct call *c)
{
    reply_map(c, 3);
    reply_bulk_str(c, "flags");
    reply_flags(c, tracking_flags(c->client));
    reply_bulk_str(c, "redirect");
    reply_int(c, tracking_redirect(c->client));
    reply_bulk_str(c, "prefixes");
    reply_prefixes(c);
}

/* CLIENT GETREDIR */
void cmd_client_getredir(struct call *c)
{
    reply_int(c, tracking_redirect(c->client));
}
