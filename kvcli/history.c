#include "history.h"

#include "base/buf.h"
#include "base/mem.h"
#include "resp/inline.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

char *history_path(void)
{
    const char *path = getenv("KVCLI_HISTFILE"), *home = getenv("HOME");
    char *joined;
    struct buf b;

    if (path == NULL)
        path = getenv("REDISCLI_HISTFILE");
    if (path != NULL)
        return *path == '\0' || strcmp(path, "/dev/null") == 0 ? NULL : mem_strdup(path);
    if (home == NULL || *home == '\0')
        return NULL;
    buf_init(&b, BUF_UNLIMITED);
    buf_addf(&b, "%s/.kvcli_history", home);
    joined = mem_strdup(buf_cstr(&b));
    buf_fini(&b);
    return joined;
}

/* Replaces the file by the lines from start on. Failure leaves the long file, which is no harm. */
static void shorten(const char *path, char **lines, size_t start, size_t count)
{
    struct buf tmp;
    FILE *f;
    int fd;

    buf_init(&tmp, BUF_UNLIMITED);
    buf_addf(&tmp, "%s.%ld", path, (long)getpid());
    fd = open(buf_cstr(&tmp), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    f = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (f != NULL) {
        bool is_written;

        for (size_t i = start; i < count; i++)
            fprintf(f, "%s\n", lines[i]);
        is_written = !ferror(f);
        is_written = fclose(f) == 0 && is_written;
        if (!is_written || rename(buf_cstr(&tmp), path) != 0)
            unlink(buf_cstr(&tmp));
    }
    buf_fini(&tmp);
}

void history_load(const char *path, void (*fn)(void *ctx, const char *line), void *ctx)
{
    char **lines = NULL, *line = NULL;
    size_t count = 0, cap = 0, room = 0, start;
    ssize_t n;
    FILE *f = fopen(path, "re");

    if (f == NULL)
        return;
    while ((n = getline(&line, &room, f)) > 0) {
        if (line[n - 1] == '\n')
            line[n - 1] = '\0';
        if (line[0] == '\0')
            continue;
        if (count == cap) {
            cap = cap > 0 ? cap * 2 : 256;
            lines = mem_realloc(lines, cap * sizeof *lines);
        }
        lines[count++] = mem_strdup(line);
    }
    free(line); /* getline's */
    fclose(f);

    start = count > HISTORY_MAX ? count - HISTORY_MAX : 0;
    for (size_t i = start; i < count; i++)
        fn(ctx, lines[i]);
    if (count >= 2 * HISTORY_MAX)
        shorten(path, lines, start, count);
    for (size_t i = 0; i < count; i++)
        mem_free(lines[i]);
    mem_free(lines);
}

void history_append(const char *path, struct bytes line)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct buf b;

    if (fd < 0)
        return;
    buf_init(&b, BUF_UNLIMITED);
    buf_add_bytes(&b, line);
    buf_add_byte(&b, '\n');
    if (write(fd, b.ptr, b.len) < 0)
        perror("kvcli: history");
    buf_fini(&b);
    close(fd);
}

static bool has_word(const struct bytes *words, unsigned count, const char *word)
{
    for (unsigned i = 0; i < count; i++)
        if (bytes_is_word(words[i], word))
            return true;
    return false;
}

static bool is_secret(const struct bytes *words, unsigned count)
{
    static const char *const settings[] = { "requirepass", "masterauth", "primaryauth",
                                            "tls-key-file-pass", "tls-client-key-file-pass" };

    if (count == 0)
        return false;
    if (bytes_is_word(words[0], "auth"))
        return true;
    if (bytes_is_word(words[0], "hello") || bytes_is_word(words[0], "migrate"))
        return has_word(words, count, "auth") || has_word(words, count, "auth2");
    if (bytes_is_word(words[0], "acl"))
        return count > 1 && bytes_is_word(words[1], "setuser");
    if (bytes_is_word(words[0], "config") && count > 1 && bytes_is_word(words[1], "set"))
        for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
            if (has_word(words, count, settings[i]))
                return true;
    return bytes_is_word(words[0], "sentinel") && has_word(words, count, "auth-pass");
}

bool history_is_secret(struct bytes line)
{
    unsigned max = (unsigned)(line.len / 2 + 1), count, first = 0;
    struct bytes *words = mem_alloc(max * sizeof *words);
    struct buf text;
    bool result = true; /* what cannot be split may be anything */

    buf_init(&text, BUF_UNLIMITED);
    buf_room(&text, line.len + 1);
    if (inline_split(line, &text, words, max, &count)) {
        if (count > 1 && words[0].ptr[0] >= '0' && words[0].ptr[0] <= '9')
            first = 1; /* a repeat count */
        result = is_secret(words + first, count - first);
    }
    buf_fini(&text);
    mem_free(words);
    return result;
}
