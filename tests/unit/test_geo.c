#include "obj/geo.h"

#include "base/rand.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct rng rng;

static double between(double low, double high)
{
    return low + (high - low) * ldexp((double)(rng_next(&rng) >> 11), -53);
}

static struct geo_point anywhere(void)
{
    struct geo_point p = { between(-GEO_LON_MAX, GEO_LON_MAX), between(-GEO_LAT_MAX, GEO_LAT_MAX) };

    return p;
}

static const struct geo_point palermo = { 13.361389, 38.115556 },
                              catania = { 15.087269, 37.502669 };

/* ---- Cells ---------------------------------------------------------------------------------------- */

START_TEST(the_cells_of_known_places)
{
    ck_assert_uint_eq(geo_cell(palermo), 3479099956230698);
    ck_assert_uint_eq(geo_cell(catania), 3479447370796909);
    ck_assert_uint_eq(geo_cell((struct geo_point){ 0, 0 }), 3377699720527872);
    ck_assert_uint_eq(geo_cell((struct geo_point){ -180, -85.05112878 }), 0);
}
END_TEST

START_TEST(the_far_edges_belong_to_the_last_cells)
{
    ck_assert_uint_eq(geo_cell((struct geo_point){ 180, 85.05112878 }), GEO_CELLS - 1);
    ck_assert_uint_eq(geo_cell((struct geo_point){ 180, 0 }),
                      geo_cell((struct geo_point){ 179.9999999, 0 }));
    ck_assert_uint_eq(geo_cell((struct geo_point){ 0, 85.05112878 }),
                      geo_cell((struct geo_point){ 0, 85.051128 }));
}
END_TEST

START_TEST(what_is_on_the_map)
{
    ck_assert(geo_is_valid((struct geo_point){ 180, 85.05112878 }));
    ck_assert(geo_is_valid((struct geo_point){ -180, -85.05112878 }));
    ck_assert(!geo_is_valid((struct geo_point){ 180.0000001, 0 }));
    ck_assert(!geo_is_valid((struct geo_point){ 0, 85.05112879 }));
    ck_assert(!geo_is_valid((struct geo_point){ -INFINITY, 0 }));
    ck_assert(!geo_is_valid((struct geo_point){ 0, NAN }));
}
END_TEST

START_TEST(columns_and_rows_take_turns)
{
    uint32_t x, y;

    ck_assert_uint_eq(geo_interleave(1, 0), 2);
    ck_assert_uint_eq(geo_interleave(0, 1), 1);
    ck_assert_uint_eq(geo_interleave(5, 3), 0x27);
    for (int i = 0; i < 10000; i++) {
        uint32_t column = (uint32_t)rng_next(&rng), row = (uint32_t)rng_next(&rng);
        uint64_t cell = geo_interleave(column, row);

        for (int bit = 0; bit < 32; bit++) {
            ck_assert((cell >> (2 * bit + 1) & 1) == (column >> bit & 1));
            ck_assert((cell >> (2 * bit) & 1) == (row >> bit & 1));
        }
        geo_deinterleave(cell, &x, &y);
        ck_assert(x == column && y == row);
    }
}
END_TEST

START_TEST(a_cell_holds_its_points_and_its_middle)
{
    const double column = 360 / 0x1p26, row = 2 * GEO_LAT_MAX / 0x1p26;

    for (int i = 0; i < 20000; i++) {
        struct geo_point p = anywhere(), middle = geo_cell_middle(geo_cell(p));

        ck_assert(fabs(middle.lon - p.lon) <= column * 0.500001);
        ck_assert(fabs(middle.lat - p.lat) <= row * 0.500001);
        ck_assert(geo_cell(middle) == geo_cell(p));
    }
}
END_TEST

START_TEST(any_score_has_a_valid_place)
{
    static const double scores[] = { 0,       -1,      1.5,    -INFINITY, INFINITY,
                                     1e300,   -1e300,  0x1p52, 0x1p53,    0x1p63,
                                     -0x1p63, -0x1p64, 0x1p64, 4.5e15,    -0.5 };

    for (unsigned i = 0; i < sizeof scores / sizeof scores[0]; i++)
        ck_assert(geo_is_valid(geo_of_score(scores[i])));
    ck_assert(geo_of_score(3479099956230698.0).lon == geo_cell_middle(3479099956230698).lon);
}
END_TEST

/* ---- Distances ------------------------------------------------------------------------------------ */

/* By vectors to the two points: the arc tangent of cross and dot product. */
static double distance_by_vectors(struct geo_point a, struct geo_point b)
{
    double p = geo_radians(a.lat), q = geo_radians(b.lat), d = geo_radians(b.lon - a.lon);
    double x = cos(q) * sin(d), y = cos(p) * sin(q) - sin(p) * cos(q) * cos(d);
    double dot = sin(p) * sin(q) + cos(p) * cos(q) * cos(d);

    return GEO_EARTH_RADIUS_M * atan2(sqrt(x * x + y * y), dot);
}

START_TEST(distances_are_those_of_a_sphere)
{
    for (int i = 0; i < 20000; i++) {
        struct geo_point a = anywhere(), b = anywhere();
        double expected = distance_by_vectors(a, b);

        ck_assert(fabs(geo_distance(a, b) - expected) < 1e-7 * expected + 1e-3);
        ck_assert(geo_distance(a, b) == geo_distance(b, a));
        b.lon = a.lon;
        expected = distance_by_vectors(a, b);
        ck_assert(fabs(geo_distance(a, b) - expected) < 1e-7 * expected + 1e-3);
        ck_assert(geo_distance(a, a) == 0);
    }
}
END_TEST

/* As redis-server 7.0 stored it by STOREDIST, to the last digit. */
START_TEST(distances_have_every_bit_that_is_known)
{
    const struct geo_point center = { 15, 37 };

    ck_assert(geo_distance(center, geo_cell_middle(geo_cell(palermo))) / 1000 ==
              190.44242984775784);
    ck_assert(geo_distance(center, geo_cell_middle(geo_cell(catania))) / 1000 ==
              56.441257870158204);
}
END_TEST

/* ---- Geohashes ------------------------------------------------------------------------------------ */

static bool hashes_to(struct geo_point p, const char *expected)
{
    char text[GEO_HASH_LEN];

    geo_hash_text(text, p);
    return memcmp(text, expected, GEO_HASH_LEN) == 0;
}

START_TEST(geohashes_of_known_places)
{
    ck_assert(hashes_to(geo_cell_middle(geo_cell(palermo)), "sqc8b49rny0"));
    ck_assert(hashes_to(geo_cell_middle(geo_cell(catania)), "sqdtr74hyu0"));
    ck_assert(hashes_to((struct geo_point){ 0, 0 }, "s0000000000"));
    ck_assert(hashes_to((struct geo_point){ -180, -90 }, "00000000000"));
    ck_assert(hashes_to((struct geo_point){ 180, 90 }, "zzzzzzzzzz0"));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("geo");
    TCase *t = tcase_create("geo");
    SRunner *sr = srunner_create(s);
    int failed;

    rng_seed(&rng, 1);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, the_cells_of_known_places);
    tcase_add_test(t, the_far_edges_belong_to_the_last_cells);
    tcase_add_test(t, what_is_on_the_map);
    tcase_add_test(t, columns_and_rows_take_turns);
    tcase_add_test(t, a_cell_holds_its_points_and_its_middle);
    tcase_add_test(t, any_score_has_a_valid_place);
    tcase_add_test(t, distances_are_those_of_a_sphere);
    tcase_add_test(t, distances_have_every_bit_that_is_known);
    tcase_add_test(t, geohashes_of_known_places);
    suite_add_tcase(s, t);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
