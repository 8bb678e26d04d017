#include "event_fixture.h"

#include "obj/zset.h"

/* What the commands on places tell those who listen: those of sorted sets, none if nothing has
 * changed. */

static void setup(void)
{
    static const struct command *const rows[] = { geo_commands, geo_search_commands,
                                                  string_commands, NULL };

    begin(rows, zset_options);
}

START_TEST(places_are_members_that_are_added)
{
    EVENTS("geoadd g 1 1 a 2 2 b", "g:zadd");
    EVENTS("geoadd g 1 1 a", "");
    EVENTS("geoadd g 1 1.5 a", "g:zadd");
    EVENTS("geoadd g nx 1 1 a", "");
    EVENTS("geoadd g xx 1 1 none", "");
    EVENTS("geoadd g 1 1 c 200 1 d", "");
}
END_TEST

START_TEST(reading_is_none)
{
    EVENTS("geoadd g 1 1 a 2 2 b", "g:zadd");
    EVENTS("geopos g a", "");
    EVENTS("geohash g a", "");
    EVENTS("geodist g a b", "");
    EVENTS("geosearch g fromlonlat 1 1 byradius 10 km", "");
    EVENTS("georadius g 1 1 10 km", "");
    EVENTS("georadiusbymember g a 10 km", "");
}
END_TEST

START_TEST(storing_is_an_event_of_the_destination)
{
    EVENTS("geoadd g 1 1 a 2 2 b", "g:zadd");
    EVENTS("geosearchstore d g fromlonlat 1 1 byradius 10 km", "d:geosearchstore");
    EVENTS("geosearchstore d g fromlonlat 9 9 byradius 10 km", "d:del");
    EVENTS("geosearchstore d g fromlonlat 9 9 byradius 10 km", "");
    EVENTS("georadius g 1 1 10 km store d", "d:georadiusstore");
    EVENTS("georadiusbymember g a 10 km storedist d", "d:georadiusstore");
    EVENTS("georadius g 9 9 10 km store d", "d:del");
    EVENTS("set d x", "d:set");
    EVENTS("geosearchstore d none frommember a byradius 10 km", "d:del");
    EVENTS("geosearchstore g g fromlonlat 1 1 byradius 10 km", "g:geosearchstore");
    EVENTS("geosearchstore d g fromlonlat 1 1 byradius -1 km", "");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("geo_events");
    TCase *t = tcase_create("events");

    tcase_add_test(t, places_are_members_that_are_added);
    tcase_add_test(t, reading_is_none);
    tcase_add_test(t, storing_is_an_event_of_the_destination);
    return run(s, t, setup);
}
