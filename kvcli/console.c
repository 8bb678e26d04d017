#include "console.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "hints.h"
#include "resp/inline.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    DOCS_TIMEOUT_MS = 2000, /* a TAB must not hang on a server that does not answer */
    SLOW_MS = 500,          /* replies that took longer are shown with their time */
};

struct console {
    struct session *session;
    const struct args *args;
    enum console_mode mode;
    bool has_hints;
    bool has_asked_docs;
    struct docs *docs;
    struct buf out;
};

struct console *console_new(struct session *s, const struct args *a, enum console_mode mode)
{
    struct console *c = mem_zalloc(sizeof *c);

    c->session = s;
    c->args = a;
    c->mode = mode;
    c->has_hints = true;
    buf_init(&c->out, BUF_UNLIMITED);
    return c;
}

void console_free(struct console *c)
{
    if (c == NULL)
        return;
    docs_free(c->docs);
    buf_fini(&c->out);
    mem_free(c);
}

bool console_has_hints(const struct console *c)
{
    return c->has_hints;
}

static void forget_docs(struct console *c)
{
    docs_free(c->docs);
    c->docs = NULL;
    c->has_asked_docs = false;
}

const struct docs *console_docs(struct console *c)
{
    static const struct bytes request[] = { BYTES_LIT("COMMAND"), BYTES_LIT("DOCS") };
    struct session_target target = *session_target(c->session);
    struct resp_value *reply;
    struct session *s;

    /* Without a server now there may be one later. */
    if (c->has_asked_docs || !session_is_connected(c->session))
        return c->docs;
    c->has_asked_docs = true;
    target.is_quiet = true;
    target.connect_timeout_ms = target.reply_timeout_ms = DOCS_TIMEOUT_MS;
    s = session_new(&target);
    if (session_connect(s) == SESSION_OK && session_call(s, request, 2, &reply) == SESSION_OK) {
        c->docs = docs_new(reply);
        resp_value_free(reply);
    }
    session_free(s);
    return c->docs;
}

/* ---- Output ------------------------------------------------------------------------------------ */

static void flush_out(struct console *c)
{
    if (c->out.len > 0) /* without a first byte there is no buffer */
        fwrite(c->out.ptr, 1, c->out.len, stdout);
    fflush(stdout);
    buf_clear(&c->out);
}

static void print_reply(struct console *c, const struct resp_value *v, bool is_text)
{
    const struct format *f = &c->args->format;

    if (is_text && (f->form == FORMAT_HUMAN || f->form == FORMAT_RAW))
        format_text(&c->out, v);
    else
        format_reply(&c->out, v, f);
    flush_out(c);
}

static void print_error_reply(const struct resp_value *v)
{
    fprintf(stderr, "%.*s\n", BYTES_ARG(v->text));
}

static enum console_result report_lost(const struct console *c)
{
    fprintf(stderr, "%s\n", session_error(c->session));
    return CONSOLE_LOST;
}

/* With colours for a terminal only: a file would keep the escape codes. */
static void show_help(struct console *c, const struct bytes *words, unsigned count)
{
    bool is_color = isatty(STDOUT_FILENO) && c->args->format.form == FORMAT_HUMAN;

    if (count > 0 && !session_is_connected(c->session))
        session_connect(c->session);
    hints_help(count > 0 ? console_docs(c) : NULL, words, count, is_color, &c->out);
    flush_out(c);
}

/* ---- One command ------------------------------------------------------------------------------- */

static bool is_subscribe(struct bytes name)
{
    return bytes_is_word(name, "subscribe") || bytes_is_word(name, "psubscribe") ||
           bytes_is_word(name, "ssubscribe");
}

static bool is_unsubscribe(struct bytes name)
{
    return bytes_is_word(name, "unsubscribe") || bytes_is_word(name, "punsubscribe") ||
           bytes_is_word(name, "sunsubscribe");
}

/* After Ctrl-C: a fresh connection for the next command. */
static enum console_result renew(struct console *c)
{
    putchar('\n'); /* the terminal has shown ^C */
    session_take_interrupt();
    return session_connect(c->session) == SESSION_OK ? CONSOLE_OK : report_lost(c);
}

/* Prints what comes until the connection ends, or Ctrl-C does it. */
static enum console_result stream(struct console *c)
{
    struct resp_value *v;
    enum session_result result;

    while ((result = session_receive(c->session, &v)) == SESSION_OK) {
        print_reply(c, v, false);
        resp_value_free(v);
    }
    return result == SESSION_LOST ? report_lost(c) : renew(c);
}

/* Prints a reply, except that with -e an error on the command line is not output but a failure. */
static enum console_result settle(struct console *c, const struct bytes *argv, unsigned argc,
                                  const struct resp_value *reply)
{
    bool is_error = reply->type == RESP_ERROR;

    if (is_error && c->mode == CONSOLE_ONCE && c->args->exits_with_error)
        print_error_reply(reply);
    else
        print_reply(c, reply, format_is_text_command(argv, argc));
    session_track(c->session, argv, argc, reply);
    if (!is_error && bytes_is_word(argv[0], "auth"))
        forget_docs(c); /* this user may be allowed to see them */
    return is_error ? CONSOLE_ERROR : CONSOLE_OK;
}

/* Waits for the replies of a command, count of them, printing pushes that come before if the user
 * wants them. Commands that unsubscribe are answered by pushes alone. */
static enum console_result collect(struct console *c, const struct bytes *argv, unsigned argc,
                                   unsigned count, bool takes_pushes)
{
    enum console_result result = CONSOLE_OK;

    while (count > 0) {
        struct resp_value *v;
        enum session_result got = session_receive(c->session, &v);

        if (got == SESSION_INTERRUPTED)
            return renew(c);
        if (got == SESSION_LOST) /* SHUTDOWN is answered by the end of the connection */
            return bytes_is_word(argv[0], "shutdown") ? CONSOLE_OK : report_lost(c);
        if (v->type != RESP_PUSH || takes_pushes) {
            result = settle(c, argv, argc, v);
            count = v->type == RESP_ERROR ? 0 : count - 1;
        } else if (c->args->shows_pushes) {
            print_reply(c, v, false);
        }
        resp_value_free(v);
    }
    return result;
}

/* A server that does not let us turn its replies off would answer that, and what follows, while nobody
 * waits for answers. Turning them on may be refused for the same reasons, is always answered, and
 * changes nothing. False: it was refused, and *result is what came of it. */
static bool may_mute(struct console *c, const struct bytes *argv, unsigned argc,
                     enum console_result *result)
{
    static const struct bytes request[] = { BYTES_LIT("CLIENT"), BYTES_LIT("REPLY"),
                                            BYTES_LIT("ON") };
    enum session_result got;
    struct resp_value *reply;
    bool may;

    got = session_call(c->session, request, 3, &reply);
    if (got != SESSION_OK) {
        *result = got == SESSION_LOST ? report_lost(c) : renew(c);
        return false;
    }
    may = reply->type != RESP_ERROR;
    if (!may)
        *result = settle(c, argv, argc, reply);
    resp_value_free(reply);
    return may;
}

static enum console_result run_once(struct console *c, const struct bytes *argv, unsigned argc)
{
    bool is_queued = session_is_multi(c->session);
    bool subscribes = is_subscribe(argv[0]) && !is_queued;
    bool unsubscribes = is_unsubscribe(argv[0]) && !is_queued;
    bool monitors = bytes_is_word(argv[0], "monitor") && !is_queued;
    unsigned replies = unsubscribes && argc > 2 ? argc - 1 : 1;
    uint64_t start_ns = clock_mono_ns(), elapsed_ms;
    enum console_result result = CONSOLE_OK;

    if (session_will_mute(c->session, argv, argc) && !may_mute(c, argv, argc, &result))
        return result;
    if (session_send(c->session, argv, argc) != SESSION_OK)
        return report_lost(c);
    if (subscribes &&
        (c->args->format.form == FORMAT_HUMAN || c->args->format.form == FORMAT_CSV)) {
        buf_add_str(&c->out, "Reading messages... (press Ctrl-C to quit)\n");
        flush_out(c);
    }
    /* What subscribes and unsubscribes is never silent. */
    if (session_is_answered(c->session, argv, argc) || subscribes || unsubscribes)
        result = collect(c, argv, argc, replies, subscribes || unsubscribes);
    if (result == CONSOLE_OK && (subscribes || monitors) && session_is_connected(c->session))
        return stream(c);

    elapsed_ms = (clock_mono_ns() - start_ns) / 1000000;
    if (c->mode == CONSOLE_PROMPT && c->args->format.form == FORMAT_HUMAN && elapsed_ms >= SLOW_MS)
        printf("(%.2fs)\n", (double)elapsed_ms / 1000);
    return result;
}

static void sleep_us(int64_t us)
{
    struct timespec t = { us / 1000000, us % 1000000 * 1000 };

    nanosleep(&t, NULL); /* Ctrl-C may cut it short */
}

enum console_result console_run(struct console *c, const struct bytes *argv, unsigned argc,
                                int64_t repeat)
{
    bool stops_at_error = c->mode == CONSOLE_ONCE && c->args->exits_with_error;
    enum console_result result = CONSOLE_OK;

    if (c->mode == CONSOLE_ONCE && bytes_is_word(argv[0], "help")) {
        show_help(c, argv + 1, argc - 1);
        return CONSOLE_OK;
    }
    for (int64_t i = 0; repeat < 0 || i < repeat; i++) {
        if (i > 0 && c->args->interval_us > 0)
            sleep_us(c->args->interval_us);
        if (session_take_interrupt())
            break;
        result = run_once(c, argv, argc);
        if (result == CONSOLE_LOST || (result == CONSOLE_ERROR && stops_at_error))
            break;
    }
    return result;
}

/* ---- Lines ------------------------------------------------------------------------------------- */

static enum console_result connect_to(struct console *c, struct bytes host, struct bytes port)
{
    uint64_t n;
    char *name;

    if (!num_parse_uint(port, &n) || n > UINT16_MAX) {
        fprintf(stderr, "Invalid server port.\n");
        return CONSOLE_ERROR;
    }
    name = mem_bytesdup(host);
    session_set_address(c->session, name, (uint16_t)n);
    mem_free(name);
    forget_docs(c);
    return session_connect(c->session) == SESSION_OK ? CONSOLE_OK : report_lost(c);
}

/* Words that are for us. False: they are for the server. */
static bool run_local(struct console *c, const struct bytes *words, unsigned count,
                      enum console_result *result)
{
    *result = CONSOLE_OK;
    if (count == 1 && (bytes_is_word(words[0], "quit") || bytes_is_word(words[0], "exit"))) {
        *result = CONSOLE_QUIT;
    } else if (bytes_is_word(words[0], "help") || bytes_is_word(words[0], "?")) {
        show_help(c, words + 1, count - 1);
    } else if (count == 1 && bytes_is_word(words[0], "clear")) {
        if (isatty(STDOUT_FILENO))
            fputs("\033[H\033[2J", stdout);
    } else if (count == 3 && bytes_is_word(words[0], "connect")) {
        *result = connect_to(c, words[1], words[2]);
    } else if (count == 2 && bytes_is_word(words[0], ":set")) {
        if (bytes_is_word(words[1], "hints"))
            c->has_hints = true;
        else if (bytes_is_word(words[1], "nohints"))
            c->has_hints = false;
        else
            fprintf(stderr, "Unknown preference: try :set hints or :set nohints\n");
    } else {
        return false;
    }
    return true;
}

static enum console_result run_words(struct console *c, const struct bytes *words, unsigned count)
{
    enum console_result result;
    int64_t repeat = 1;

    if (count > 1 && num_parse_int(words[0], &repeat)) {
        if (repeat <= 0) {
            printf("Invalid kvcli repeat command option value.\n");
            return CONSOLE_ERROR;
        }
        words++;
        count--;
    }
    if (run_local(c, words, count, &result))
        return result;
    return console_run(c, words, count, repeat);
}

enum console_result console_line(struct console *c, struct bytes line)
{
    unsigned max = (unsigned)(line.len / 2 + 1), count; /* a word and its blank: two bytes */
    enum console_result result = CONSOLE_ERROR;
    struct bytes *words = mem_alloc(max * sizeof *words);
    struct buf text;

    buf_init(&text, BUF_UNLIMITED);
    buf_room(&text, line.len + 1); /* so that the words do not move */
    if (!inline_split(line, &text, words, max, &count)) {
        printf("Invalid argument(s)\n");
        fflush(stdout);
    } else {
        result = count > 0 ? run_words(c, words, count) : CONSOLE_OK;
    }
    buf_fini(&text);
    mem_free(words);
    return result;
}
