#include "base/machine.h"

#include "base/bytes.h"
#include "base/num.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

uint64_t machine_memory(void)
{
    return (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* True if the word is one of the list, whose items are separated by commas. */
static bool is_listed(const char *list, size_t len, const char *word)
{
    size_t want = strlen(word);

    for (const char *end = list + len; list < end;) {
        const char *comma = memchr(list, ',', (size_t)(end - list));
        size_t item = (size_t)((comma ? comma : end) - list);

        if (item == want && memcmp(list, word, want) == 0)
            return true;
        list += item + 1;
    }
    return false;
}

const char *machine_cgroup_path(const char *line, int *version)
{
    const char *list = strchr(line, ':'), *path = list ? strchr(list + 1, ':') : NULL;

    if (path == NULL)
        return NULL;
    list++;
    if (path == list)
        *version = 2;
    else if (is_listed(list, (size_t)(path - list), "memory"))
        *version = 1;
    else
        return NULL;
    return path + 1;
}

/* The number in the file; UINT64_MAX if there is none ("max" means no limit). */
static uint64_t read_limit(const char *path)
{
    uint64_t limit = UINT64_MAX;
    char text[64];
    FILE *f = fopen(path, "re");

    if (f == NULL)
        return UINT64_MAX;
    if (fgets(text, sizeof text, f) == NULL ||
        !num_parse_uint(bytes_make(text, strcspn(text, "\n")), &limit))
        limit = UINT64_MAX;
    fclose(f);
    return limit;
}

/* The least limit of the group and those above it. In a container the path may be that of the host, so
 * that only the root, which is the container's own group there, can be read. */
static uint64_t group_limit(char *path, int version)
{
    const char *format = version == 2 ? "/sys/fs/cgroup%s/memory.max"
                                      : "/sys/fs/cgroup/memory%s/memory.limit_in_bytes";
    uint64_t least = UINT64_MAX;

    for (;;) {
        char file[PATH_MAX + 64], *slash = strrchr(path, '/');
        uint64_t limit;

        snprintf(file, sizeof file, format, path);
        limit = read_limit(file);
        least = limit < least ? limit : least;
        if (slash == NULL)
            return least;
        *slash = '\0';
    }
}

uint64_t machine_memory_limit(void)
{
    uint64_t least = machine_memory();
    char line[PATH_MAX];
    FILE *f = fopen("/proc/self/cgroup", "re");

    if (f == NULL)
        return least;
    while (fgets(line, sizeof line, f) != NULL) {
        int version = 0;
        char *path;

        line[strcspn(line, "\n")] = '\0';
        path = (char *)(uintptr_t)machine_cgroup_path(line, &version);
        if (path != NULL) {
            uint64_t limit = group_limit(path, version);

            least = limit < least ? limit : least;
        }
    }
    fclose(f);
    return least;
}
