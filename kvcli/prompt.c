#include "prompt.h"

#include "base/mem.h"
#include "base/size.h"
#include "hints.h"
#include "history.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum {
    PROMPT_MAX = 512,
    CTRL_C = 3, /* the signal, turned back into a key while a line is edited */
};

struct prompt {
    struct console *console;
    struct session *session;
    EditLine *el;
    History *history;
    bool was_cancelled; /* Ctrl-C ended the line */
    char text[PROMPT_MAX];
};

static struct prompt *prompt_of(EditLine *el)
{
    void *p = NULL;

    el_get(el, EL_CLIENTDATA, &p);
    return p;
}

/* "127.0.0.1:6379[5](TX)> " */
static char *show_prompt(EditLine *el)
{
    struct prompt *p = prompt_of(el);
    long long db = (long long)session_db(p->session);
    char in_db[32] = "";

    if (!session_is_connected(p->session))
        return strcpy(p->text, "not connected> ");
    if (db != 0)
        snprintf(in_db, sizeof in_db, "[%lld]", db);
    snprintf(p->text, sizeof p->text, "%s%s%s> ", session_address(p->session), in_db,
             session_is_multi(p->session) ? "(TX)" : "");
    return p->text;
}

static unsigned columns(void)
{
    struct winsize size;

    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static struct bytes typed_text(EditLine *el)
{
    const LineInfo *line = el_line(el);

    return bytes_make(line->buffer, (size_t)(line->cursor - line->buffer));
}

/* Shows the syntax of the command behind the cursor, in grey, cut to what is free of the line. libedit
 * does not learn of it: the cursor goes back, and the text is erased before it gets the next key. */
static bool draw_hint(struct prompt *p, EditLine *el)
{
    const LineInfo *line = el_line(el);
    size_t used = strlen(p->text) + (size_t)(line->lastchar - line->buffer) + 2, width = columns();
    struct buf hint;
    bool is_drawn;

    if (!console_has_hints(p->console) || line->cursor != line->lastchar || used + 10 > width)
        return false;
    buf_init(&hint, BUF_UNLIMITED);
    is_drawn = hints_syntax(console_docs(p->console), typed_text(el), &hint);
    if (is_drawn)
        printf("\0337  \033[90m%.*s\033[0m\0338", (int)(width - used - 1), buf_cstr(&hint));
    buf_fini(&hint);
    return is_drawn;
}

static bool is_input_waiting(void)
{
    struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

    return poll(&p, 1, 0) > 0;
}

/* Reads one character of the terminal's encoding: 1, 0 at the end, -1 on failure. */
static int read_character(wchar_t *out)
{
    mbstate_t state = { 0 };

    for (;;) {
        char byte;
        ssize_t n = read(STDIN_FILENO, &byte, 1);

        if (n < 0 && errno == EINTR) {
            if (!session_take_interrupt())
                continue;
            *out = CTRL_C;
            return 1;
        }
        if (n <= 0)
            return (int)n;
        switch (mbrtowc(out, &byte, 1, &state)) {
        case (size_t)-2: /* more bytes to come */
            continue;
        case (size_t)-1: /* not the encoding: the byte itself, so that nothing is lost silently */
            *out = (wchar_t)(unsigned char)byte;
            return 1;
        default:
            return 1;
        }
    }
}

/* How libedit gets a key. A paste is not slowed down by hints: they wait for a pause. */
static int on_read(EditLine *el, wchar_t *out)
{
    bool is_drawn = !is_input_waiting() && draw_hint(prompt_of(el), el);
    int n;

    fflush(stdout);
    n = read_character(out);
    if (is_drawn)
        fputs("\033[K", stdout);
    return n;
}

/* Bound to Ctrl-C. */
static unsigned char on_cancel(EditLine *el, wint_t c)
{
    (void)c;
    prompt_of(el)->was_cancelled = true;
    fputs("^C\n", stdout);
    return CC_NEWLINE;
}

/* Cuts the first line off the text. */
static struct bytes next_line(struct bytes *text)
{
    const uint8_t *end = memchr(text->ptr, '\n', text->len);
    size_t len = end != NULL ? (size_t)(end - text->ptr) : text->len;
    struct bytes line = bytes_make(text->ptr, len);

    *text = bytes_from(*text, end != NULL ? len + 1 : len);
    return line;
}

/* The candidates in columns, as many as the terminal has room for. */
static void print_candidates(struct bytes list, size_t count)
{
    size_t widest = 0, per_line;

    for (struct bytes rest = list; rest.len > 0;)
        widest = size_max(widest, next_line(&rest).len);
    per_line = size_max(columns() / (widest + 2), 1);
    for (size_t i = 0; i < count; i++) {
        struct bytes name = next_line(&list);
        bool ends_line = (i + 1) % per_line == 0 || i + 1 == count;

        printf("%-*.*s%s", ends_line ? 0 : (int)widest + 2, BYTES_ARG(name), ends_line ? "\n" : "");
    }
}

/* Bound to TAB. */
static unsigned char on_complete(EditLine *el, wint_t c)
{
    struct prompt *p = prompt_of(el);
    const struct docs *d = console_docs(p->console);
    struct bytes typed = typed_text(el);
    unsigned char action = CC_REFRESH;
    struct buf tail, list;
    size_t count;

    (void)c;
    buf_init(&tail, BUF_UNLIMITED);
    buf_init(&list, BUF_UNLIMITED);
    count = hints_complete(d, typed, &tail, &list);
    if (count == 1)
        buf_add_byte(&tail, ' ');
    if (tail.len > 0) {
        el_insertstr(el, buf_cstr(&tail));
    } else if (count > 1) {
        putchar('\n');
        print_candidates(buf_bytes(&list), count);
        action = CC_REDISPLAY;
    } else if (hints_syntax(d, typed, &list)) {
        printf("\n%s\n", buf_cstr(&list));
        action = CC_REDISPLAY;
    } else {
        action = CC_ERROR;
    }
    buf_fini(&tail);
    buf_fini(&list);
    return action;
}

static void add_history(void *ctx, const char *line)
{
    struct prompt *p = ctx;
    HistEvent event;

    history(p->history, &event, H_ENTER, line);
}

static void start_editing(struct prompt *p)
{
    HistEvent event;

    setlocale(LC_CTYPE, ""); /* libedit moves by characters, not by bytes */
    p->history = history_init();
    history(p->history, &event, H_SETSIZE, HISTORY_MAX);
    history(p->history, &event, H_SETUNIQUE, 1);

    p->el = el_init("kvcli", stdin, stdout, stderr);
    el_set(p->el, EL_CLIENTDATA, p);
    el_set(p->el, EL_PROMPT, show_prompt);
    el_set(p->el, EL_GETCFN, on_read);
    el_set(p->el, EL_EDITOR, "emacs");
    el_set(p->el, EL_HIST, history, p->history);
    /* The wide calls, as libedit leaks the names that the narrow ones convert. */
    el_wset(p->el, EL_ADDFN, L"kv-complete", L"Completes a command", on_complete);
    el_wset(p->el, EL_ADDFN, L"kv-cancel", L"Drops the line", on_cancel);
    el_set(p->el, EL_BIND, "\t", "kv-complete", NULL);
    el_set(p->el, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_set(p->el, EL_BIND, "\033[1;5C", "em-next-word", NULL);
    el_set(p->el, EL_BIND, "\033[1;5D", "ed-prev-word", NULL);
    el_source(p->el, NULL); /* the user's ~/.editrc */
    el_set(p->el, EL_BIND, "^C", "kv-cancel", NULL);
}

static struct bytes without_newline(const char *line, int len)
{
    while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
        len--;
    return bytes_make(line, (size_t)len);
}

static void remember(struct prompt *p, const char *path, struct bytes line)
{
    char *copy;

    if (line.len == 0 || history_is_secret(line))
        return;
    copy = mem_bytesdup(line);
    add_history(p, copy);
    mem_free(copy);
    if (path != NULL)
        history_append(path, line);
}

int prompt_run(struct console *c, struct session *s)
{
    struct prompt p = { .console = c, .session = s };
    char *path = history_path();

    session_catch_interrupt();
    start_editing(&p);
    if (path != NULL)
        history_load(path, add_history, &p);
    for (;;) {
        struct bytes typed;
        int len = 0;
        const char *line = el_gets(p.el, &len);

        if (p.was_cancelled) {
            p.was_cancelled = false;
            continue;
        }
        if (line == NULL || len <= 0) { /* Ctrl-D */
            putchar('\n');
            break;
        }
        typed = without_newline(line, len);
        remember(&p, path, typed);
        session_take_interrupt();
        if (console_line(c, typed) == CONSOLE_QUIT)
            break;
    }
    el_end(p.el);
    history_end(p.history);
    mem_free(path);
    return 0;
}
