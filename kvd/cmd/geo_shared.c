#include "cmd/geo_shared.h"

#include "resp/write.h"
#include "server/reply.h"

#include <string.h>

enum { DISTANCE_DECIMALS = 4 };

struct geo_point arg_place(struct call *c)
{
    struct geo_point p;

    p.lon = arg_double(c);
    p.lat = arg_double(c);
    if (c->err == KV_OK && !geo_is_valid(p)) {
        reply_errorf(c, "ERR invalid longitude,latitude pair %f,%f", p.lon, p.lat);
        arg_fail(c, KV_DONE, NULL);
    }
    return p;
}

double arg_unit(struct call *c)
{
    static const struct {
        const char *name;
        double metres;
    } units[] = { { "m", 1 }, { "km", 1000 }, { "ft", 0.3048 }, { "mi", 1609.34 } };

    for (unsigned i = 0; i < sizeof units / sizeof units[0]; i++)
        if (arg_word(c, units[i].name))
            return units[i].metres;
    arg_fail(c, KV_SYNTAX, "unsupported unit provided. please use M, KM, FT, MI");
    return 1;
}

void write_place(struct buf *out, int proto, struct geo_point p)
{
    resp_array(out, 2);
    resp_decimal(out, proto, p.lon);
    resp_decimal(out, proto, p.lat);
}

void write_distance(struct buf *out, double distance)
{
    char text[NUM_FIXED_MAX];

    resp_bulk(out, bytes_make(text, num_format_fixed(text, distance, DISTANCE_DECIMALS)));
}
