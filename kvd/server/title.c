#include "server/title.h"

#include "base/mem.h"
#include "base/size.h"
#include "server/server.h"

#include <string.h>
#include <unistd.h>

static char *title_room; /* NULL: not known, titles are not shown */
static char **args_copy; /* lives as long as the process */
static size_t title_len; /* bytes at title_room, the final NUL included */

/* Copies the strings of a list that ends with NULL. *end moves on over those that follow one another
 * in memory. */
static char **copy_list(char **list, char **end)
{
    size_t count = 0;
    char **copy;

    while (list[count] != NULL)
        count++;
    copy = mem_alloc((count + 1) * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        if (list[i] == *end)
            *end += strlen(list[i]) + 1;
        copy[i] = mem_strdup(list[i]);
    }
    copy[count] = NULL;
    return copy;
}

char **title_init(int argc, char **argv)
{
    char *end = argv[0];

    if (argc == 0)
        return argv;
    args_copy = copy_list(argv, &end);
    environ = copy_list(environ, &end);
    title_room = argv[0];
    title_len = (size_t)(end - argv[0]);
    return args_copy;
}

void title_set(const char *text)
{
    size_t len = strlen(text);

    if (title_room == NULL)
        return;
    len = size_min(len, title_len - 1);
    memcpy(title_room, text, len);
    memset(title_room + len, 0, title_len - len);
}

/* ---- Templates ----------------------------------------------------------------------------------- */

static void add_option(struct buf *out, const char *name)
{
    option_get(option_find(server.options, bytes_str(name)), out);
}

/* The first address of bind with the port, or the Unix socket if there is no port. */
static void add_listen_addr(struct buf *out)
{
    struct buf port = { .limit = BUF_UNLIMITED };
    size_t end = out->len;

    add_option(&port, "port");
    if (bytes_is_word(buf_bytes(&port), "0")) {
        add_option(out, "unixsocket");
    } else {
        add_option(out, "bind");
        while (end < out->len && out->ptr[end] != ' ')
            end++;
        out->len = end;
        buf_add_byte(out, ':');
        buf_add_bytes(out, buf_bytes(&port));
    }
    buf_fini(&port);
}

/* Appends what a {name} stands for; false if it is unknown. */
static bool add_part(struct buf *out, struct bytes name)
{
    static const char *const options[] = { "port", "tls-port", "unixsocket" };

    for (unsigned i = 0; i < sizeof options / sizeof *options; i++) {
        if (bytes_is_word(name, options[i])) {
            add_option(out, options[i]);
            return true;
        }
    }
    if (bytes_is_word(name, "title"))
        buf_add_str(out, server.argv[0]);
    else if (bytes_is_word(name, "listen-addr"))
        add_listen_addr(out);
    else if (bytes_is_word(name, "config-file"))
        buf_add_str(out, server.config_file != NULL ? server.config_file : "");
    else if (!bytes_is_word(name, "server-mode")) /* a standalone server has no mode to show */
        return false;
    return true;
}

static bool expand(struct bytes template, struct buf *out)
{
    while (template.len > 0) {
        const uint8_t *end;
        size_t len; /* of the name in braces */

        if (template.ptr[0] != '{') {
            buf_add_byte(out, template.ptr[0]);
            template = bytes_from(template, 1);
            continue;
        }
        end = memchr(template.ptr, '}', template.len);
        if (end == NULL)
            return false;
        len = (size_t)(end - template.ptr) - 1;
        if (!add_part(out, bytes_make(template.ptr + 1, len)))
            return false;
        template = bytes_from(template, len + 2);
    }
    return true;
}

bool title_show(const char *template, const char **why)
{
    struct buf text;
    bool ok;

    buf_init(&text, BUF_UNLIMITED);
    ok = expand(bytes_str(template), &text);
    while (text.len > 0 && text.ptr[text.len - 1] == ' ')
        text.len--;
    if (ok)
        title_set(buf_cstr(&text));
    else
        *why = "template format is invalid or contains unknown variables";
    buf_fini(&text);
    return ok;
}
