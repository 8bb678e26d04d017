#include "obj/geo_shape.h"

#include "geo_fixture.h"

#include <check.h>
#include <stdlib.h>

static struct rng rng;

static struct geo_point middle(double lon, double lat)
{
    return geo_cell_middle(geo_cell((struct geo_point){ lon, lat }));
}

static bool has(const struct geo_shape *s, double lon, double lat)
{
    struct geo_point p = { lon, lat };

    return geo_shape_may_have(s, geo_cell(p)) && geo_shape_has(s, middle(lon, lat));
}

/* ---- Points in shapes ----------------------------------------------------------------------------- */

START_TEST(a_circle_has_what_is_not_further_away)
{
    struct geo_shape s = geo_circle((struct geo_point){ 15, 37 }, 100e3);
    struct geo_point edge = middle(15.5, 37.5);

    ck_assert(has(&s, 15.087269, 37.502669));
    ck_assert(!has(&s, 13.361389, 38.115556));
    s = geo_circle((struct geo_point){ 15, 37 }, geo_distance((struct geo_point){ 15, 37 }, edge));
    ck_assert(geo_shape_has(&s, edge));
    s = geo_circle((struct geo_point){ 15, 37 },
                   nextafter(geo_distance((struct geo_point){ 15, 37 }, edge), 0));
    ck_assert(!geo_shape_has(&s, edge));
}
END_TEST

START_TEST(a_radius_of_nothing_has_the_center)
{
    struct geo_point center = middle(15, 37);
    struct geo_shape s = geo_circle(center, 0);

    ck_assert(has(&s, 15, 37));
    ck_assert(!has(&s, 15.00001, 37));
    s = geo_box(center, 0, 0);
    ck_assert(has(&s, 15, 37));
    ck_assert(!has(&s, 15.00001, 37));
}
END_TEST

START_TEST(shapes_cross_the_date_line)
{
    struct geo_shape s = geo_circle((struct geo_point){ 179.9, 10 }, 50e3);

    ck_assert_uint_eq(s.frame_count, 2);
    ck_assert(has(&s, 179.8, 10) && has(&s, -179.8, 10));
    ck_assert(!has(&s, 179, 10) && !has(&s, -179, 10) && !has(&s, 0, 10));
    s = geo_box((struct geo_point){ -180, 10 }, 50e3, 50e3);
    ck_assert(has(&s, 179.8, 10) && has(&s, -179.8, 10) && has(&s, 180, 10) && has(&s, -180, 10));
    ck_assert(!has(&s, 179, 10) && !has(&s, -179, 10));
}
END_TEST

START_TEST(a_circle_may_hold_a_pole)
{
    struct geo_shape s = geo_circle((struct geo_point){ 0, 85 }, 1120e3);

    ck_assert(has(&s, 180, 85) && has(&s, -90, 85) && has(&s, 90, 85) && has(&s, 0, 80));
    ck_assert(!has(&s, 180, 84) && !has(&s, 0, 70));
}
END_TEST

START_TEST(a_large_shape_has_the_whole_world)
{
    struct geo_shape shapes[] = { geo_circle((struct geo_point){ 1, 2 }, INFINITY),
                                  geo_circle((struct geo_point){ 1, 2 }, 20021e3),
                                  geo_box((struct geo_point){ 1, 2 }, INFINITY, INFINITY),
                                  geo_box((struct geo_point){ 1, 2 }, 40042e3, 40042e3) };

    for (unsigned i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        for (int k = 0; k < 1000; k++) {
            struct geo_point p = random_place(&rng);

            HOLDS(has(&shapes[i], p.lon, p.lat));
        }
}
END_TEST

START_TEST(a_polygon_has_what_its_sides_enclose)
{
    static const struct geo_point arrow[] = { { 0, 0 }, { 4, 0 }, { 2, 1 }, { 2, 4 } };
    struct geo_shape s = geo_polygon(arrow, 4);

    ck_assert(s.center.lon == 2 && s.center.lat == 1.25);
    ck_assert(has(&s, 1, 0.25) && has(&s, 1.9, 3) && has(&s, 3, 0.25));
    ck_assert(!has(&s, 3, 1) && !has(&s, 0.5, 2) && !has(&s, 5, 0.5) && !has(&s, 2, -1));
}
END_TEST

START_TEST(what_a_polygon_encloses_twice_is_outside)
{
    static const struct geo_point star[] = { { 0, 3 }, { 2, -3 }, { -3, 1 }, { 3, 1 }, { -2, -3 } };
    struct geo_shape s = geo_polygon(star, 5);

    ck_assert(!has(&s, 0, 0));
    ck_assert(has(&s, 0, 2) && has(&s, 2, 0.8) && has(&s, -2, 0.8));
}
END_TEST

START_TEST(shapes_are_what_they_are_defined_to_be)
{
    size_t inside = 0, outside = 0;

    for (int i = 0; i < 20000; i++) {
        struct random_shape r;

        random_shape(&rng, &r);
        for (int k = 0; k < 20; k++) {
            struct geo_point p = place_near(&rng, &r), at = middle(p.lon, p.lat);
            bool expected = is_in_shape(&r, at);

            if (has(&r.shape, p.lon, p.lat) != expected)
                ck_abort_msg("kind %d at %.17g,%.17g, %.17g by %.17g: %.17g,%.17g is %s",
                             r.shape.kind, r.shape.center.lon, r.shape.center.lat, r.width_m,
                             r.height_m, at.lon, at.lat, expected ? "inside" : "outside");
            inside += expected;
            outside += !expected;
        }
    }
    ck_assert_uint_gt(inside, 50 * 1000);
    ck_assert_uint_gt(outside, 50 * 1000);
}
END_TEST

/* ---- Walking frames ------------------------------------------------------------------------------- */

enum { SMALL_SIDE = 16 };

/* The first cell of small frames at the south-west corner of the map that is not before this one. */
static uint64_t next_by_looking(const struct geo_shape *s, uint64_t cell)
{
    for (; cell < SMALL_SIDE * SMALL_SIDE; cell++) {
        for (unsigned i = 0; i < s->frame_count; i++) {
            uint32_t x, y, x0, y0, x1, y1;

            geo_deinterleave(cell, &x, &y);
            geo_deinterleave(s->frames[i].min, &x0, &y0);
            geo_deinterleave(s->frames[i].max, &x1, &y1);
            if (x >= x0 && x <= x1 && y >= y0 && y <= y1)
                return cell;
        }
    }
    return GEO_NO_CELL;
}

static struct geo_frame small_frame(void)
{
    uint32_t x = (uint32_t)rng_below(&rng, SMALL_SIDE), y = (uint32_t)rng_below(&rng, SMALL_SIDE);

    return (struct geo_frame){ geo_interleave(x, y),
                               geo_interleave(x + (uint32_t)rng_below(&rng, SMALL_SIDE - x),
                                              y + (uint32_t)rng_below(&rng, SMALL_SIDE - y)) };
}

START_TEST(the_next_cell_is_the_first_that_is_inside)
{
    for (int i = 0; i < 2000; i++) {
        struct geo_shape s = { .frame_count = 1 + (unsigned)rng_below(&rng, 2) };

        for (unsigned k = 0; k < s.frame_count; k++)
            s.frames[k] = small_frame();
        for (uint64_t cell = 0; cell < SMALL_SIDE * SMALL_SIDE; cell++) {
            uint64_t next = next_by_looking(&s, cell);

            HOLDS(geo_shape_next_cell(&s, cell) == next);
            HOLDS(geo_shape_may_have(&s, cell) == (next == cell));
        }
        HOLDS(geo_shape_next_cell(&s, GEO_CELLS - 1) == GEO_NO_CELL);
    }
}
END_TEST

START_TEST(the_next_cell_on_the_whole_map)
{
    for (int i = 0; i < 20000; i++) {
        struct random_shape r;
        uint64_t cell = rng_below(&rng, GEO_CELLS), next;

        random_shape(&rng, &r);
        next = geo_shape_next_cell(&r.shape, cell);
        HOLDS(next >= cell);
        HOLDS(next == GEO_NO_CELL || geo_shape_may_have(&r.shape, next));
        for (int k = 0; k < 20; k++) {
            uint64_t other = geo_cell(place_near(&rng, &r));

            HOLDS(!geo_shape_may_have(&r.shape, other) || other < cell || other >= next);
        }
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("geo_shape");
    TCase *t = tcase_create("geo_shape");
    SRunner *sr = srunner_create(s);
    int failed;

    rng_seed(&rng, 1);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, a_circle_has_what_is_not_further_away);
    tcase_add_test(t, a_radius_of_nothing_has_the_center);
    tcase_add_test(t, shapes_cross_the_date_line);
    tcase_add_test(t, a_circle_may_hold_a_pole);
    tcase_add_test(t, a_large_shape_has_the_whole_world);
    tcase_add_test(t, a_polygon_has_what_its_sides_enclose);
    tcase_add_test(t, what_a_polygon_encloses_twice_is_outside);
    tcase_add_test(t, shapes_are_what_they_are_defined_to_be);
    tcase_add_test(t, the_next_cell_is_the_first_that_is_inside);
    tcase_add_test(t, the_next_cell_on_the_whole_map);
    suite_add_tcase(s, t);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
