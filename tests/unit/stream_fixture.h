/*
 * stream_fixture -- a stream for tests, filled and shown in short texts.
 */
#ifndef KV_TEST_STREAM_FIXTURE_H
#define KV_TEST_STREAM_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/option.h"
#include "obj/stream.h"
#include "obj/stream_idmp.h"

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct option_set *stream_test_options;
static struct value stream_test_value;
static struct stream *s;

static inline void stream_test_set(const char *name, const char *value)
{
    struct option_pair pair = { bytes_str(name), bytes_str(value) };
    const char *why;
    unsigned bad;

    ck_assert(option_set_live(stream_test_options, &pair, 1, false, &bad, &why));
}

static inline void stream_test_setup(void)
{
    stream_test_options = option_set_new();
    option_set_add(stream_test_options, stream_options);
    option_set_add(stream_test_options, stream_idmp_options);
    stream_test_value = value_empty(OBJ_STREAM);
    s = stream_of(&stream_test_value);
}

static inline void stream_test_teardown(void)
{
    value_check(&stream_test_value);
    value_free(&stream_test_value);
    option_set_free(stream_test_options);
}

static inline struct stream_id id_of(uint64_t ms, uint64_t seq)
{
    return (struct stream_id){ ms, seq };
}

/* words are fields and values, separated by blanks. */
static inline void add(uint64_t ms, uint64_t seq, const char *words)
{
    struct bytes texts[200];
    size_t count = 0;

    while (*words) {
        size_t len = strcspn(words, " ");

        texts[count++] = bytes_make(words, len);
        words += len + (words[len] == ' ');
    }
    stream_append(s, id_of(ms, seq), texts, count / 2);
}

/* Entries 1-0 to count-0, each with one field. */
static inline void fill(uint64_t count)
{
    for (uint64_t i = 1; i <= count; i++)
        add(i, 0, "f v");
}

/* "1-0{f=v g=w} 2-0{...}" of a range. */
static inline const char *range(struct stream_id from, struct stream_id to, bool down)
{
    static char text[4000];
    struct stream_cursor c;
    struct stream_id id;
    size_t len = 0;

    text[0] = '\0';
    stream_seek(&c, s, from, to, down);
    while (stream_next(&c, &id)) {
        struct item field, value;
        char a[NUM_INT_MAX], b[NUM_INT_MAX], id_text[STREAM_ID_TEXT_MAX];
        size_t n = stream_id_format(id_text, id);

        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s{", len ? " " : "", (int)n,
                                id_text);
        for (size_t i = 0; stream_next_pair(&c, &field, &value); i++) {
            struct bytes f = item_text(&field, a), v = item_text(&value, b);

            len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s=%.*s", i ? " " : "",
                                    BYTES_ARG(f), BYTES_ARG(v));
        }
        len += (size_t)snprintf(text + len, sizeof text - len, "}");
    }
    return text;
}

static inline const char *all(void)
{
    return range(STREAM_ID_MIN, STREAM_ID_MAX, false);
}

static inline struct group *group_at(const char *name, uint64_t ms)
{
    return stream_group_create(s, bytes_str(name), id_of(ms, 0), GROUP_READ_UNKNOWN);
}

static inline struct consumer *consumer(struct group *g, const char *name)
{
    struct consumer *c = group_consumer(g, bytes_str(name));

    return c ? c : group_consumer_create(g, bytes_str(name), 1000);
}

/* Delivers the next count entries to c. */
static inline void deliver(struct group *g, struct consumer *c, size_t count, int64_t now_ms)
{
    struct stream_cursor cur;
    struct stream_id from = g->last_id, id;

    if (!stream_id_next(&from))
        return;
    stream_seek(&cur, s, from, STREAM_ID_MAX, false);
    while (count-- > 0 && stream_next(&cur, &id))
        stream_deliver(s, g, c, id, now_ms);
}

/* "1-0 2-0 ..." of pending entries. */
static inline const char *pending_text(const struct idtree *pending)
{
    static char text[4000];
    struct idtree_cursor at = pending_from(pending, STREAM_ID_MIN);
    const struct pending *p;
    size_t len = 0;

    text[0] = '\0';
    while ((p = pending_next(&at)) != NULL) {
        if (len > 0)
            text[len++] = ' ';
        len += stream_id_format(text + len, p->id);
        text[len] = '\0';
    }
    return text;
}

static inline int stream_test_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    mem_thread_start();
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
