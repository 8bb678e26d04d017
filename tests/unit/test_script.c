/*
 * Unit tests of kvd/script, with clients on socket pairs and commands of their own:
 *
 *     PARTS           every function of server/reply.h that takes a value, in one array
 *     LATER type      an aggregate whose count comes behind its elements
 *     GATHERED        a reply that was gathered elsewhere
 *     BYTES           a reply whose second part is written as bytes
 *     DEEP n          arrays in arrays
 *     MANY n          n small arrays in one
 *     GONE            closes its own client
 *     HOLD key        holds the key over several turns
 */
#include "script/engine.h"

#include "base/mem.h"
#include "cmd/families.h"
#include "obj/list.h"
#include "peers.h"
#include "resp/write.h"
#include "script/cache.h"
#include "server/aside.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"
#include "server/reply_sink.h"

#include <stdio.h>
#include <stdlib.h>

static struct buf seen; /* what the listeners of changes were told */

static void on_changed(void *ctx, unsigned db, struct bytes key, const char *event)
{
    (void)ctx;
    (void)db;
    buf_addf(&seen, "%.*s:%s ", BYTES_ARG(key), event);
}

static void on_unit(void *ctx, bool begins)
{
    (void)ctx;
    buf_add_str(&seen, begins ? "( " : ") ");
}

static void assert_seen(const char *text)
{
    ck_assert_str_eq(buf_cstr(&seen), text);
    buf_clear(&seen);
}

/* ---- Commands ------------------------------------------------------------------------------------ */

static void cmd_parts(struct call *c)
{
    struct item number = item_of_int(42), text = item_of_bytes(bytes_str("item"));

    reply_array(c, 16);
    reply_ok(c);
    reply_simple(c, "simple");
    reply_int(c, -7);
    reply_bool(c, true);
    reply_double(c, 1.5);
    reply_bulk(c, bytes_str("bulk"));
    reply_bulk_str(c, "str");
    reply_item(c, &number);
    reply_item(c, &text);
    reply_null(c);
    reply_null_array(c);
    reply_map(c, 1);
    reply_bulk_str(c, "k");
    reply_int(c, 1);
    reply_set(c, 1);
    reply_bulk_str(c, "e");
    reply_push(c, 0);
    reply_verbatim(c, "txt", bytes_str("verbatim"));
    reply_error(c, "ERR inside");
}

static void cmd_later(struct call *c)
{
    char type = (char)c->argv[1].ptr[0];
    size_t mark = reply_later(c), inner;

    reply_bulk_str(c, "a");
    inner = reply_later(c);
    reply_int(c, 1);
    reply_int(c, 2);
    reply_later_set(c, inner, '*', 2);
    reply_later_set(c, mark, type, type == '%' ? 1 : 2);
}

static void cmd_gathered(struct call *c)
{
    struct outbuf from;

    outbuf_init(&from);
    resp_int(outbuf_tail(&from), 5);
    resp_double(outbuf_tail(&from), c->proto, 2.5);
    reply_array(c, 3);
    reply_gathered(c, &from);
    reply_bulk_str(c, "end");
}

static void cmd_bytes(struct call *c)
{
    reply_array(c, 2);
    reply_int(c, 1);
    reply_as_bytes(c);
    reply_map(c, 1);
    reply_bulk_str(c, "k");
    reply_null(c);
}

static void cmd_deep(struct call *c)
{
    for (int64_t n = arg_int(c); n > 0; n--)
        reply_array(c, 1);
    reply_int(c, 1);
}

static void cmd_gone(struct call *c)
{
    client_close(c->client);
    reply_ok(c);
}

static void cmd_hold(struct call *c);
static void cmd_many(struct call *c);

static const struct command commands[] = {
    { "parts", 1, CMD_READONLY, .handler = cmd_parts },
    { "later", 2, CMD_READONLY, .handler = cmd_later },
    { "gathered", 1, CMD_READONLY, .handler = cmd_gathered },
    { "bytes", 1, CMD_READONLY, .handler = cmd_bytes },
    { "deep", 2, CMD_READONLY, .handler = cmd_deep },
    { "gone", 1, CMD_READONLY, .handler = cmd_gone },
    { "many", 2, CMD_READONLY, .handler = cmd_many },
    { "hold", 2, CMD_READONLY, .handler = cmd_hold },
    COMMAND_END,
};

static void set_option(const char *name, const char *value);

static void setup(void)
{
    peers_setup();
    buf_init(&seen, 4096);
    buf_add_str(&seen, "");
}

static void teardown(void)
{
    set_option("busy-reply-threshold", "5000");
    set_option("lua-memory-limit", "256mb");
    aside_fini();
    script_cache_fini();
    buf_fini(&seen);
    peers_teardown();
}

/* Turns until something is heard. */
static const char *wait_for(int peer)
{
    const char *text = heard(peer);

    for (int i = 0; i < 5000 && text[0] == '\0'; i++) {
        turn();
        aside_turn();
        clients_write();
        text = heard(peer);
    }
    return text;
}

/* ---- Values -------------------------------------------------------------------------------------- */

static const char show[] =
    "EVAL \"local function show(v) if type(v) ~= 'table' then return tostring(v) end "
    "local t = {} for k, e in pairs(v) do t[#t + 1] = tostring(k) .. '=' .. show(e) end "
    "table.sort(t) return '{' .. table.concat(t, ' ') .. '}' end "
    "redis.setresp(tonumber(ARGV[1])) return show(redis.call(unpack(ARGV, 2)))\" 0 ";

static const char *shown(int peer, const char *proto_and_command)
{
    static char line[2048];
    const char *text;

    snprintf(line, sizeof line, "%s%s", show, proto_and_command);
    text = ask(peer, line);
    ck_assert_int_eq(text[0], '$');
    text = strchr(text, '\n') + 1;
    snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\r"), text);
    return line;
}

START_TEST(every_part_of_a_reply_is_a_value)
{
    int a = peer_new();

    ck_assert_str_eq(
        shown(a, "2 PARTS"),
        "{10=false 11=false 12={1=k 2=1} 13={1=e} 14={} 15=verbatim 16={err=ERR inside} "
        "1={ok=OK} 2={ok=simple} 3=-7 4=1 5=1.5 6=bulk 7=str 8=42 9=item}");
    ck_assert_str_eq(
        shown(a, "3 PARTS"),
        "{12={map={k=1}} 13={set={e=true}} 14={} 15={verbatim_string={format=txt string=verbatim}} "
        "16={err=ERR inside} 1={ok=OK} 2={ok=simple} 3=-7 4=true 5={double=1.5} 6=bulk 7=str 8=42 "
        "9=item}");
}
END_TEST

START_TEST(a_count_may_come_behind_the_elements)
{
    int a = peer_new();

    ck_assert_str_eq(shown(a, "2 LATER *"), "{1=a 2={1=1 2=2}}");
    ck_assert_str_eq(shown(a, "2 LATER %"), "{1=a 2={1=1 2=2}}");
    ck_assert_str_eq(shown(a, "3 LATER %"), "{map={a={1=1 2=2}}}");
    ck_assert_int_eq(strncmp(shown(a, "3 LATER ~"), "{set={a=true {", 4), 0);
}
END_TEST

START_TEST(bytes_are_read_back_in_their_order)
{
    int a = peer_new();

    ck_assert_str_eq(shown(a, "2 GATHERED"), "{1=5 2=2.5 3=end}");
    ck_assert_str_eq(shown(a, "3 GATHERED"), "{1=5 2={double=2.5} 3=end}");
    ck_assert_str_eq(shown(a, "2 BYTES"), "{1=1 2={1=k 2=false}}");
    ck_assert_str_eq(shown(a, "3 BYTES"), "{1=1 2={map={}}}");
}
END_TEST

/* MANY n: n arrays of two values each, the second of which is an error, a map or nothing. */
static void cmd_many(struct call *c)
{
    int64_t count = arg_int(c);

    reply_array(c, (size_t)count);
    for (int64_t i = 0; i < count; i++) {
        reply_array(c, 2);
        reply_int(c, i);
        if (i % 3 == 0) {
            reply_error(c, "ERR one of three");
        } else if (i % 3 == 1) {
            reply_map(c, 1);
            reply_bulk_str(c, "k");
            reply_double(c, 1.5);
        } else {
            reply_null(c);
        }
    }
}

START_TEST(large_replies_arrive_whole)
{
    static const char look[] =
        "EVAL \"redis.setresp(tonumber(ARGV[2])) local n = tonumber(ARGV[1]) "
        "local t = redis.call('MANY', n) for i = 1, n do local e = t[i] "
        "assert(e[1] == i - 1) "
        "local v = e[2] if i % 3 == 1 then assert(v.err == 'ERR one of three') "
        "elseif i % 3 == 2 then assert((v.map and v.map.k.double or tonumber(v[2])) == 1.5) "
        "else assert(not v) end end return #t\" 0 ";
    static const char *const sizes[] = { "1", "10000", "10001", "40000" };
    int a = peer_new();
    char line[1024], want[32];

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int resp = 2; resp <= 3; resp++) {
            snprintf(line, sizeof line, "%s %s %d", look, sizes[i], resp);
            snprintf(want, sizeof want, ":%s\r\n", sizes[i]);
            ASKED(a, line, want);
        }
    }
}
END_TEST

START_TEST(arrays_may_be_nested)
{
    int a = peer_new();

    ck_assert_str_eq(shown(a, "2 DEEP 20"),
                     "{1={1={1={1={1={1={1={1={1={1={1={1={1={1={1={1={1={1={1="
                     "{1=1}}}}}}}}}}}}}}}}}}}}");
}
END_TEST

START_TEST(long_strings_arrive_whole)
{
    int a = peer_new();

    ask(a, "SETRANGE big 70000 x");
    ASKED(a, "EVAL \"return #redis.call('GET', 'big')\" 0", ":70001\r\n");
    ASKED(a, "STRLEN big", ":70001\r\n");
}
END_TEST

/* ---- Effects ------------------------------------------------------------------------------------- */

START_TEST(changes_are_one_unit)
{
    int a = peer_new();

    ASKED(a, "EVAL \"redis.call('SET', 'a', 1) redis.call('INCR', 'b')\" 0", "$-1\r\n");
    assert_seen("( a:set b:incrby ) ");
    ask(a, "EVAL \"redis.call('SET', 'a', 1) error('no')\" 0");
    assert_seen("( a:set ) ");
    ask(a, "MULTI");
    ask(a, "EVAL \"redis.call('SET', 'a', 1)\" 0");
    ask(a, "SET b 2");
    ask(a, "EXEC");
    assert_seen("( a:set b:set ) ");
}
END_TEST

START_TEST(a_script_leaves_the_database_of_its_client)
{
    int a = peer_new();

    ask(a, "EVAL \"redis.call('SELECT', 2) redis.call('SET', 'k', 1)\" 0");
    ASKED(a, "EXISTS k", ":0\r\n");
    ASKED(a, "SELECT 2\r\nEXISTS k", "+OK\r\n:1\r\n");
}
END_TEST

START_TEST(who_waits_is_served_when_the_script_is_over)
{
    int a = peer_new(), b = peer_new();

    ask(b, "BLPOP q 0");
    ASKED(a, "EVAL \"redis.call('RPUSH', 'q', 1, 2) return redis.call('LLEN', 'q')\" 0", ":2\r\n");
    turn();
    HEARD(b, "*2\r\n$1\r\nq\r\n$1\r\n1\r\n");
}
END_TEST

/* ---- Keys that a job holds ------------------------------------------------------------------------ */

START_TEST(declared_keys_are_waited_for)
{
    int a = peer_new();
    struct key key = key_of(bytes_str("held"));
    struct hold *h;

    ask(a, "SET held v");
    h = hold_new(store_db(st, 0), &key, 1);
    ASKED(a, "EVAL_RO \"return redis.call('GET', KEYS[1])\" 1 held", "$1\r\nv\r\n");
    ASKED(a, "EVAL \"return redis.call('SET', 'other', 'w')\" 1 other", "+OK\r\n");
    ASKED(a, "EVAL \"return redis.call('SET', KEYS[1], 'w')\" 1 held", "");
    hold_free(h);
    turn();
    HEARD(a, "+OK\r\n");
    h = hold_to_change(store_db(st, 0), key);
    ASKED(a, "EVAL_RO \"return redis.call('GET', KEYS[1])\" 1 held", "");
    hold_free(h);
    turn();
    HEARD(a, "$1\r\nw\r\n");
}
END_TEST

static bool release(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    static int slices;

    (void)gathered;
    (void)until_ns;
    if (++slices < 5)
        return false;
    hold_free(*(struct hold **)state);
    return true;
}

static void reply_released(struct call *c, void *state, struct outbuf *gathered)
{
    (void)state;
    (void)gathered;
    reply_ok(c);
}

static const struct job_type releasing = { release, reply_released, mem_free };

/* HOLD key: over several turns. */
static void cmd_hold(struct call *c)
{
    struct key key = arg_key(c);
    struct hold **state = mem_alloc(sizeof(struct hold *));

    *state = hold_to_change(c->db, key);
    job_run(c, &releasing, state);
}

START_TEST(others_are_waited_for_in_place)
{
    int a = peer_new(), b = peer_new();

    ASKED(b, "HOLD held", "");
    ASKED(a, "EVAL \"return redis.call('SET', 'held', 'w')\" 0", "+OK\r\n");
    turn();
    HEARD(b, "+OK\r\n");
    ASKED(a, "GET held", "$1\r\nw\r\n");
}
END_TEST

/* ---- Time ---------------------------------------------------------------------------------------- */

#define BUSY                                                                                       \
    "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n"

START_TEST(one_that_takes_long_is_left_and_killed)
{
    int a = peer_new(), b = peer_new();

    set_option("busy-reply-threshold", "5");
    ASKED(a, "EVAL \"while true do end\" 0", "");
    ck_assert(aside_busy);
    ASKED(b, "GET k", BUSY);
    ck_assert(!aside_turn());
    ASKED(b, "SCRIPT KILL", "+OK\r\n");
    ck_assert(aside_turn());
    turn();
    ck_assert_int_eq(strncmp(heard(a), "-ERR Script killed", 18), 0);
    ASKED(b, "GET k", "$-1\r\n");
}
END_TEST

START_TEST(its_client_may_go)
{
    int a = peer_new(), b = peer_new();

    set_option("busy-reply-threshold", "5");
    ask(a, "EVAL \"for i = 1, 3e7 do end redis.call('SET', KEYS[1], ARGV[1]) return 1\" 1 k v");
    ck_assert(aside_busy);
    close(a);
    turn();
    for (int i = 0; i < 5000 && aside_busy; i++) {
        turn();
        aside_turn();
    }
    turn();
    ASKED(b, "GET k", "$1\r\nv\r\n");
    turn();
    ck_assert_uint_eq(client_count(), 1);
}
END_TEST

START_TEST(it_may_close_its_client_itself)
{
    int a = peer_new();

    ASKED(a, "EVAL \"redis.call('GONE') return redis.call('PING')\" 0", "closed");
    ck_assert_uint_eq(client_count(), 0);
}
END_TEST

START_TEST(its_arguments_are_kept_while_others_send)
{
    int a = peer_new(), b = peer_new();

    set_option("busy-reply-threshold", "5");
    ask(a, "EVAL \"for i = 1, 3e7 do end return {KEYS[1], ARGV[1]}\" 1 the-key the-argument");
    ck_assert(aside_busy);
    for (int i = 0; i < 20; i++)
        ASKED(b, "SET some-other-key some-other-value-that-is-long", BUSY);
    ck_assert_str_eq(wait_for(a), "*2\r\n$7\r\nthe-key\r\n$12\r\nthe-argument\r\n");
}
END_TEST

START_TEST(what_its_client_sends_waits)
{
    int a = peer_new();

    set_option("busy-reply-threshold", "5");
    ask(a, "EVAL \"for i = 1, 3e7 do end return 1\" 0\r\nPING");
    ck_assert_str_eq(wait_for(a), ":1\r\n");
    ck_assert_str_eq(wait_for(a), "+PONG\r\n");
}
END_TEST

START_TEST(the_end_of_the_server_ends_it)
{
    int a = peer_new();

    set_option("busy-reply-threshold", "5");
    ask(a, "EVAL \"while true do pcall(function() while true do end end) end\" 0");
    ck_assert(aside_busy);
    aside_fini();
    ck_assert(!aside_busy);
    turn();
    ck_assert_int_eq(strncmp(heard(a), "-ERR Script stopped", 19), 0);
}
END_TEST

/* ---- Memory -------------------------------------------------------------------------------------- */

START_TEST(memory_is_limited_and_comes_back)
{
    int a = peer_new();

    set_option("lua-memory-limit", "4mb");
    ck_assert_int_eq(strncmp(ask(a, "EVAL \"local t = {} for i = 1, 1e9 do t[i] = {} end\" 0"),
                             "-ERR the script needs more memory", 33),
                     0);
    ck_assert_int_eq(
        strncmp(ask(a, "EVAL \"return pcall(string.rep, 'x', 1e8) and 1 or 0\" 0"), ":0", 2), 0);
    ask(a, "SETRANGE big 6000000 x");
    ck_assert_int_eq(strncmp(ask(a, "EVAL \"local t = {} for i = 1, 9 do t[i] = redis.call('GET', "
                                    "'big') end\" 0"),
                             "-ERR the reply takes the script beyond", 38),
                     0);
    ck_assert_int_eq(strncmp(ask(a, "EVAL \"return redis.call('MANY', 1000000)\" 0"),
                             "-ERR the reply takes the script beyond", 38),
                     0);
    ASKED(a, "EVAL \"return 1\" 0", ":1\r\n");
    script_cache_flush(false);
    ck_assert_uint_eq(script_mem(SCRIPT_EVAL), 0);
}
END_TEST

static TCase *add_case(Suite *s, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(s, tc);
    return tc;
}

static struct option_set *options; /* for as long as the program runs */

static void set_option(const char *name, const char *value)
{
    struct option_pair pair = { bytes_str(name), bytes_str(value) };
    unsigned bad;
    const char *why;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static void prepare(void)
{
    options = option_set_new();
    clock_init();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    option_set_add(options, list_options);
    option_set_add(options, script_options);
    command_register(commands);
    command_register(string_commands);
    command_register(counter_commands);
    command_register(generic_commands);
    command_register(list_commands);
    command_register(list_pop_commands);
    command_register(connection_commands);
    command_register(transaction_commands);
    command_register(script_commands);
    call_on_changed(on_changed, NULL);
    call_on_unit(on_unit, NULL);
}

int main(void)
{
    Suite *s = suite_create("script");
    SRunner *sr;
    TCase *tc;
    int failed;

    prepare();
    tc = add_case(s, "values");
    tcase_add_test(tc, every_part_of_a_reply_is_a_value);
    tcase_add_test(tc, a_count_may_come_behind_the_elements);
    tcase_add_test(tc, bytes_are_read_back_in_their_order);
    tcase_add_test(tc, large_replies_arrive_whole);
    tcase_add_test(tc, arrays_may_be_nested);
    tcase_add_test(tc, long_strings_arrive_whole);
    tc = add_case(s, "effects");
    tcase_add_test(tc, changes_are_one_unit);
    tcase_add_test(tc, a_script_leaves_the_database_of_its_client);
    tcase_add_test(tc, who_waits_is_served_when_the_script_is_over);
    tc = add_case(s, "held keys");
    tcase_add_test(tc, declared_keys_are_waited_for);
    tcase_add_test(tc, others_are_waited_for_in_place);
    tc = add_case(s, "time");
    tcase_add_test(tc, one_that_takes_long_is_left_and_killed);
    tcase_add_test(tc, its_client_may_go);
    tcase_add_test(tc, it_may_close_its_client_itself);
    tcase_add_test(tc, its_arguments_are_kept_while_others_send);
    tcase_add_test(tc, what_its_client_sends_waits);
    tcase_add_test(tc, the_end_of_the_server_ends_it);
    tc = add_case(s, "memory");
    tcase_add_test(tc, memory_is_limited_and_comes_back);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
