/*
 * fuzz_intset -- intsets from outside: what intset_validate() accepts is read, searched and changed.
 *
 * The first byte says how many integers of 8 bytes follow it; they are looked for, added and removed.
 * The rest is the intset.
 */
#include "ds/intset.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every integer is found at its index, and what lies between two is not found. */
static void read_all(const uint8_t *is)
{
    size_t count = intset_count(is), index;

    for (size_t i = 0; i < count; i++) {
        int64_t n = intset_get(is, i);

        kv_assert(intset_find(is, n, &index) && index == i);
        if (n < INT64_MAX && (i + 1 == count || intset_get(is, i + 1) > n + 1))
            kv_assert(!intset_find(is, n + 1, &index) && index == i + 1);
    }
    if (count > 0 && intset_get(is, 0) > INT64_MIN)
        kv_assert(!intset_find(is, INT64_MIN, &index) && index == 0);
}

/* Added, n is there once; removed, all is as it was. */
static void add_and_remove(struct pack *p, int64_t n)
{
    size_t count = intset_count(p->ptr), index, again;
    bool was_there = intset_find(p->ptr, n, &index);

    kv_assert(intset_add(p, n) == !was_there);
    intset_check(p->ptr);
    kv_assert(intset_count(p->ptr) == count + !was_there);
    kv_assert(intset_find(p->ptr, n, &again) && again == index);
    kv_assert(!intset_add(p, n));
    if (n % 2 != 0 || was_there)
        return;
    kv_assert(intset_remove(p, n));
    kv_assert(!intset_remove(p, n));
    kv_assert(!intset_find(p->ptr, n, &again) && again == index);
    intset_check(p->ptr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t numbers, len;
    struct pack p;

    if (size < 1 || size - 1 < data[0] * sizeof(int64_t) + 1)
        return 0;
    numbers = data[0];
    len = size - 1 - numbers * sizeof(int64_t);
    p = (struct pack){ mem_alloc(len), len, false };
    memcpy(p.ptr, data + size - len, len);
    if (intset_validate(bytes_make(p.ptr, len))) {
        read_all(p.ptr);
        for (size_t i = 0; i < numbers; i++)
            add_and_remove(&p, (int64_t)load_le64(data + 1 + i * sizeof(int64_t)));
        read_all(p.ptr);
        intset_remove_range(&p, intset_count(p.ptr) / 3, intset_count(p.ptr) / 2);
        intset_check(p.ptr);
        read_all(p.ptr);
    }
    pack_fini(&p);
    return 0;
}
