#include "script/library.h"

#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/size.h"
#include "ds/table.h"

struct library {
    struct roster_name *name;
    struct bytes code; /* ours */
    struct function **functions;
    size_t count, cap;
};

struct library_set {
    struct roster libraries;
    struct table *functions;
    size_t
        own_bytes; /* of libraries and functions, without the tables and the names of libraries */
    library_drop_fn *drop;
    void *ctx;
};

/* ---- Functions by name ----------------------------------------------------------------------------- */

enum { HASHED = 64 }; /* a name is told from others by that many bytes; if not, they are compared */

static uint64_t hash_name(struct bytes name)
{
    uint8_t lower[HASHED];
    size_t len = size_min(name.len, HASHED);

    for (size_t i = 0; i < len; i++)
        lower[i] = ascii_lower(name.ptr[i]);
    return hash_bytes(bytes_make(lower, len));
}

static bool same_name(struct bytes a, struct bytes b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
            return false;
    return true;
}

static uint64_t function_hash(const void *elem)
{
    return hash_name(((const struct function *)elem)->name);
}

static bool function_match(const void *elem, struct bytes name)
{
    return same_name(((const struct function *)elem)->name, name);
}

static const struct table_type function_table = { function_hash, function_match };

const struct function *library_find_function(const struct library_set *s, struct bytes name)
{
    return table_find(s->functions, hash_name(name), name);
}

/* ---- Names ----------------------------------------------------------------------------------------- */

const char library_name_rule[] =
    "Library names can only contain letters, numbers, or underscores(_) "
    "and must be at least one character long";

static bool is_name_byte(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool library_name_is_valid(struct bytes name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_name_byte(name.ptr[i]))
            return false;
    return name.len > 0;
}

/* ---- One library ----------------------------------------------------------------------------------- */

/* The struct, its name with a NUL, its description. */
static size_t function_size(const struct function *f)
{
    return sizeof *f + f->name.len + 1 + f->description.len;
}

static struct bytes append(uint8_t *at, struct bytes text)
{
    if (text.len > 0)
        memcpy(at, text.ptr, text.len);
    return bytes_make(at, text.len);
}

static struct function *function_new(const struct function *from)
{
    struct function *f = mem_alloc(function_size(from));
    uint8_t *text = (uint8_t *)(f + 1);

    *f = *from;
    f->name = append(text, from->name);
    text[f->name.len] = '\0';
    if (from->description.ptr != NULL)
        f->description = append(text + f->name.len + 1, from->description);
    return f;
}

static size_t array_bytes(const struct library *l)
{
    return l->cap > 0 ? mem_good_size(l->cap * sizeof *l->functions) : 0;
}

/* Without its name, which is the roster's. */
static size_t library_bytes(const struct library *l)
{
    size_t sum = mem_good_size(sizeof *l) + mem_good_size(l->code.len + 1) + array_bytes(l);

    for (size_t i = 0; i < l->count; i++)
        sum += mem_good_size(function_size(l->functions[i]));
    return sum;
}

static void put_function(struct library *l, struct function *f)
{
    if (l->count == l->cap) {
        l->cap = size_max(4, l->cap * 2);
        l->functions = mem_realloc(l->functions, l->cap * sizeof *l->functions);
    }
    l->functions[l->count++] = f;
    f->library = l;
}

static void library_free(const struct library_set *s, struct library *l)
{
    for (size_t i = 0; i < l->count; i++) {
        s->drop(s->ctx, l->functions[i]->callback);
        mem_free(l->functions[i]);
    }
    mem_free(l->functions);
    mem_free((void *)(uintptr_t)l->code.ptr);
    mem_free(l);
}

struct bytes library_name(const struct library *l)
{
    return roster_text(l->name);
}

struct bytes library_code(const struct library *l)
{
    return l->code;
}

size_t library_function_count(const struct library *l)
{
    return l->count;
}

const struct function *library_function_at(const struct library *l, size_t index)
{
    kv_assert(index < l->count);
    return l->functions[index];
}

/* ---- Sets ------------------------------------------------------------------------------------------ */

struct library_set *library_set_new(library_drop_fn *drop, void *ctx)
{
    struct library_set *s = mem_zalloc(sizeof *s);

    s->functions = table_new(&function_table);
    s->drop = drop;
    s->ctx = ctx;
    return s;
}

void library_set_free(struct library_set *s)
{
    if (s == NULL)
        return;
    table_free(s->functions, NULL, NULL);
    for (size_t i = 0; i < s->libraries.count; i++) {
        struct library *l = s->libraries.items[i];

        mem_free(l->name);
        library_free(s, l);
    }
    mem_free(s->libraries.items);
    mem_free(s);
}

struct library *library_find(const struct library_set *s, struct bytes name)
{
    return roster_find(&s->libraries, name);
}

struct library *library_add(struct library_set *s, struct bytes name, struct bytes code)
{
    struct library *l = mem_zalloc(sizeof *l);

    l->code = bytes_make(mem_bytesdup(code), code.len);
    roster_add(&s->libraries, l, name);
    s->own_bytes += library_bytes(l);
    return l;
}

bool library_add_function(struct library_set *s, struct library *l, struct function f)
{
    struct function *copy;

    if (library_find_function(s, f.name) != NULL)
        return false;
    copy = function_new(&f);
    s->own_bytes -= array_bytes(l);
    put_function(l, copy);
    s->own_bytes += array_bytes(l) + mem_good_size(function_size(copy));
    table_add(s->functions, hash_name(copy->name), copy);
    return true;
}

void library_remove(struct library_set *s, struct library *l)
{
    for (size_t i = 0; i < l->count; i++)
        table_unlink(s->functions, function_hash(l->functions[i]), l->functions[i]);
    s->own_bytes -= library_bytes(l);
    roster_remove(&s->libraries, l);
    library_free(s, l);
}

void library_remove_last(struct library_set *s)
{
    library_remove(s, s->libraries.items[s->libraries.count - 1]);
}

/* ---- One set joins another ------------------------------------------------------------------------- */

/* The function of s that has the name of one in l and would stay; NULL: there is none. */
static const struct function *find_clash(const struct library_set *s,
                                         const struct library_set *other, const struct library *l)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct function *f = library_find_function(s, l->functions[i]->name);

        if (f != NULL && library_find(other, library_name(f->library)) == NULL)
            return l->functions[i];
    }
    return NULL;
}

bool library_set_fits(const struct library_set *s, const struct library_set *other, bool replace,
                      struct buf *why)
{
    for (size_t i = 0; i < other->libraries.count && !replace; i++) {
        struct bytes name = library_name(other->libraries.items[i]);

        if (library_find(s, name) != NULL) {
            buf_addf(why, "Library %.*s already exists", BYTES_ARG(name));
            return false;
        }
    }
    for (size_t i = 0; i < other->libraries.count; i++) {
        const struct function *f = find_clash(s, other, other->libraries.items[i]);

        if (f != NULL) {
            buf_addf(why, "Function %.*s already exists", BYTES_ARG(f->name));
            return false;
        }
    }
    return true;
}

/* Returns the bytes of the libraries. */
static size_t move_functions(const struct roster *libraries, struct table *from, struct table *to)
{
    size_t bytes = 0;

    for (size_t i = 0; i < libraries->count; i++) {
        const struct library *l = libraries->items[i];

        for (size_t n = 0; n < l->count; n++) {
            table_unlink(from, function_hash(l->functions[n]), l->functions[n]);
            table_add(to, function_hash(l->functions[n]), l->functions[n]);
        }
        bytes += library_bytes(l);
    }
    return bytes;
}

void library_set_join(struct library_set *s, struct library_set *other)
{
    struct table *replaced = table_new(&function_table);
    struct table_iter it;
    struct function *f;
    size_t bytes;

    kv_assert(s->drop == other->drop && s->ctx == other->ctx);
    roster_join(&s->libraries, &other->libraries);
    bytes = move_functions(&other->libraries, s->functions, replaced);
    table_iter_init(&it, other->functions);
    while ((f = table_iter_next(&it)) != NULL)
        table_add(s->functions, function_hash(f), f);
    table_iter_fini(&it);
    table_free(other->functions, NULL, NULL);
    other->functions = replaced;
    s->own_bytes += other->own_bytes - bytes;
    other->own_bytes = bytes;
}

/* ---- Figures --------------------------------------------------------------------------------------- */

size_t library_set_count(const struct library_set *s)
{
    return s->libraries.count;
}

size_t library_set_function_count(const struct library_set *s)
{
    return table_count(s->functions);
}

size_t library_set_mem(const struct library_set *s)
{
    return mem_good_size(sizeof *s) + table_bytes(s->functions) + roster_bytes(&s->libraries) +
           s->own_bytes;
}

const struct library *library_at(const struct library_set *s, size_t index)
{
    kv_assert(index < s->libraries.count);
    return s->libraries.items[index];
}

void library_set_check(const struct library_set *s)
{
    size_t functions = 0, bytes = 0;

    roster_check(&s->libraries);
    table_check(s->functions);
    for (size_t i = 0; i < s->libraries.count; i++) {
        const struct library *l = s->libraries.items[i];

        kv_assert(library_name_is_valid(library_name(l)));
        kv_assert(l->count <= l->cap);
        functions += l->count;
        bytes += library_bytes(l);
        for (size_t f = 0; f < l->count; f++) {
            kv_assert(l->functions[f]->library == l);
            kv_assert(library_find_function(s, l->functions[f]->name) == l->functions[f]);
        }
    }
    kv_assert(functions == table_count(s->functions));
    kv_assert(bytes == s->own_bytes);
}
