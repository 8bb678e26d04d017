/* Finding the keys of a request by the key specs of its row. */
#include "base/num.h"
#include "server/command.h"

unsigned command_key_spec_count(const struct command *row)
{
    unsigned n = 0;

    while (n < COMMAND_KEY_SPECS && row->keys[n].begin != BEGIN_NONE)
        n++;
    return n;
}

/* The argument at which a spec begins; 0 if there is none. */
static unsigned find_begin(const struct key_spec *ks, const struct bytes *argv, unsigned argc)
{
    int step = ks->index >= 0 ? 1 : -1;

    if (ks->begin == BEGIN_INDEX)
        return (unsigned)ks->index < argc ? (unsigned)ks->index : 0;
    if (ks->begin != BEGIN_KEYWORD)
        return 0;
    for (int i = step > 0 ? ks->index : (int)argc + ks->index; i > 0 && i < (int)argc; i += step)
        if (bytes_is_word(argv[i], ks->keyword))
            return (unsigned)i + 1 < argc ? (unsigned)i + 1 : 0;
    return 0;
}

/* First and last key of a spec that begins at begin; false if the arguments do not fit. */
static bool find_range(const struct key_spec *ks, unsigned begin, const struct bytes *argv,
                       unsigned argc, unsigned *first, unsigned *last)
{
    int64_t n;

    if (ks->find == FIND_RANGE) {
        unsigned span = argc - begin;

        *first = begin;
        if (ks->last >= 0)
            *last = begin + (unsigned)ks->last;
        else if (ks->last == -1 && ks->limit > 1)
            *last = begin + span / (unsigned)ks->limit - 1;
        else
            *last = argc - (unsigned)-ks->last;
        return *last < argc;
    }
    if (begin + (unsigned)ks->keynum >= argc ||
        !num_parse_int(argv[begin + (unsigned)ks->keynum], &n) || n <= 0 || n > argc)
        return false;
    *first = begin + (unsigned)ks->first;
    *last = *first + ((unsigned)n - 1) * (unsigned)ks->step;
    return *last < argc;
}

/* What the request does at the keys of a spec. */
static unsigned flags_of(const struct command *row, const struct key_spec *ks,
                         const struct bytes *argv, unsigned argc)
{
    unsigned flags =
        ks->flags & KS_VARIABLE_FLAGS && row->key_flags ? row->key_flags(argv, argc) : ks->flags;

    return flags & ~(unsigned)(KS_INCOMPLETE | KS_VARIABLE_FLAGS);
}

bool command_keys(const struct command *row, const struct bytes *argv, unsigned argc,
                  void (*fn)(void *ctx, unsigned index, unsigned flags), void *ctx)
{
    for (unsigned k = 0; k < COMMAND_KEY_SPECS && row->keys[k].begin != BEGIN_NONE; k++) {
        const struct key_spec *ks = &row->keys[k];
        unsigned begin, first, last, flags = flags_of(row, ks, argv, argc);

        if (ks->begin == BEGIN_UNKNOWN) {
            begin = row->find_key ? row->find_key(k, argv, argc) : 0;
            if (begin > 0)
                fn(ctx, begin, flags);
            continue;
        }
        if (ks->flags & KS_INCOMPLETE && row->find_key)
            begin = row->find_key(k, argv, argc);
        else
            begin = find_begin(ks, argv, argc);
        if (begin == 0 || ks->find == FIND_UNKNOWN)
            continue;
        if (!find_range(ks, begin, argv, argc, &first, &last))
            return false;
        for (unsigned i = first; i <= last; i += (unsigned)ks->step)
            fn(ctx, i, flags);
    }
    return true;
}
