#include "base/fiber.h"

#include "base/assert.h"
#include "base/log.h"
#include "base/mem.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Sanitizers have to be told of the change. */
#if defined(__SANITIZE_ADDRESS__)
#define FIBER_ASAN
#elif defined(__SANITIZE_THREAD__)
#define FIBER_TSAN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIBER_ASAN
#elif __has_feature(thread_sanitizer)
#define FIBER_TSAN
#endif
#endif

#ifdef FIBER_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef FIBER_TSAN
#include <sanitizer/tsan_interface.h>
#endif

enum { STACK_KEPT = 64 * 1024 };

/* ---- The switch: what a function call keeps is saved on the stack that is left, nothing else ------- */

#if defined(__x86_64__)

/* Saves the registers that a callee has to keep, stores the stack pointer in *from, and goes on on the stack to. */
void fiber_swap(void **from, void *to);

__asm__(".text\n"
        ".globl fiber_swap\n"
        ".hidden fiber_swap\n"
        ".type fiber_swap,@function\n"
        "fiber_swap:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".size fiber_swap,.-fiber_swap\n");

/* The frame that fiber_swap() returns from into entry: six registers, the address, and one word so that
 * the stack is aligned as after a call. */
static void *first_frame(uint8_t *top, void (*entry)(void))
{
    uintptr_t *sp = (uintptr_t *)(void *)top;

    *--sp = 0;
    *--sp = (uintptr_t)entry;
    for (int i = 0; i < 6; i++)
        *--sp = 0;
    return sp;
}

#elif defined(__aarch64__)

void fiber_swap(void **from, void *to);

__asm__(".text\n"
        ".globl fiber_swap\n"
        ".hidden fiber_swap\n"
        ".type fiber_swap,%function\n"
        "fiber_swap:\n"
        "    sub sp, sp, #160\n"
        "    stp x19, x20, [sp, #0]\n"
        "    stp x21, x22, [sp, #16]\n"
        "    stp x23, x24, [sp, #32]\n"
        "    stp x25, x26, [sp, #48]\n"
        "    stp x27, x28, [sp, #64]\n"
        "    stp x29, x30, [sp, #80]\n"
        "    stp d8, d9, [sp, #96]\n"
        "    stp d10, d11, [sp, #112]\n"
        "    stp d12, d13, [sp, #128]\n"
        "    stp d14, d15, [sp, #144]\n"
        "    mov x9, sp\n"
        "    str x9, [x0]\n"
        "    mov sp, x1\n"
        "    ldp x19, x20, [sp, #0]\n"
        "    ldp x21, x22, [sp, #16]\n"
        "    ldp x23, x24, [sp, #32]\n"
        "    ldp x25, x26, [sp, #48]\n"
        "    ldp x27, x28, [sp, #64]\n"
        "    ldp x29, x30, [sp, #80]\n"
        "    ldp d8, d9, [sp, #96]\n"
        "    ldp d10, d11, [sp, #112]\n"
        "    ldp d12, d13, [sp, #128]\n"
        "    ldp d14, d15, [sp, #144]\n"
        "    add sp, sp, #160\n"
        "    ret\n"
        ".size fiber_swap,.-fiber_swap\n");

static void *first_frame(uint8_t *top, void (*entry)(void))
{
    uintptr_t *sp = (uintptr_t *)(void *)(top - 160);

    memset(sp, 0, 160);
    sp[11] = (uintptr_t)entry; /* x30 */
    return sp;
}

#else

/* Elsewhere the system's own switch, which also saves the signal mask. */
#define FIBER_UCONTEXT
#include <ucontext.h>

#endif

/* ---- Fibers -------------------------------------------------------------------------------------- */

struct fiber {
    uint8_t *stack; /* the faulting page first */
    size_t size;
    size_t page;
    bool active; /* in the middle of fn */
    fiber_fn *fn;
    void *arg;
#ifdef FIBER_UCONTEXT
    ucontext_t here, main;
#else
    void *here, *main; /* saved stack pointers */
#endif
    const void *main_stack;
    size_t main_size;
    void *fake;
    void *tsan, *tsan_main;
};

#ifdef FIBER_UCONTEXT

static void prepare(struct fiber *f, void (*entry)(void))
{
    getcontext(&f->here);
    f->here.uc_stack.ss_sp = f->stack + f->page;
    f->here.uc_stack.ss_size = f->size - f->page;
    makecontext(&f->here, entry, 0);
}

static void swap_in(struct fiber *f)
{
    swapcontext(&f->main, &f->here);
}

static void swap_out(struct fiber *f)
{
    swapcontext(&f->here, &f->main);
}

#else

static void prepare(struct fiber *f, void (*entry)(void))
{
    f->here = first_frame(f->stack + f->size, entry);
}

static void swap_in(struct fiber *f)
{
    fiber_swap(&f->main, f->here);
}

static void swap_out(struct fiber *f)
{
    fiber_swap(&f->here, f->main);
}

#endif

static struct fiber *starting;

static void to_fiber(struct fiber *f)
{
#ifdef FIBER_ASAN
    void *fake;

    __sanitizer_start_switch_fiber(&fake, f->stack + f->page, f->size - f->page);
#endif
#ifdef FIBER_TSAN
    f->tsan_main = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(f->tsan, 0);
#endif
    swap_in(f);
#ifdef FIBER_ASAN
    __sanitizer_finish_switch_fiber(fake, NULL, NULL);
#endif
}

/* ends: the stack will not be gone on with. */
static void to_main(struct fiber *f, bool ends)
{
    (void)ends;
#ifdef FIBER_ASAN
    __sanitizer_start_switch_fiber(ends ? NULL : &f->fake, f->main_stack, f->main_size);
#endif
#ifdef FIBER_TSAN
    __tsan_switch_to_fiber(f->tsan_main, 0);
#endif
    swap_out(f);
#ifdef FIBER_ASAN
    __sanitizer_finish_switch_fiber(f->fake, &f->main_stack, &f->main_size);
#endif
}

static void entry(void)
{
    struct fiber *f = starting;

#ifdef FIBER_ASAN
    __sanitizer_finish_switch_fiber(NULL, &f->main_stack, &f->main_size);
#endif
    f->fn(f->arg);
    f->active = false;
    to_main(f, true);
    abort(); /* nobody goes on with a fiber that has ended */
}

struct fiber *fiber_new(size_t stack_size)
{
    struct fiber *f = mem_zalloc(sizeof *f);

    f->page = (size_t)sysconf(_SC_PAGESIZE);
    f->size = (stack_size + f->page - 1) / f->page * f->page + f->page;
    f->stack = mmap(NULL, f->size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (f->stack == MAP_FAILED || mprotect(f->stack, f->page, PROT_NONE) != 0) {
        log_warning("fiber: no memory for a stack of %zu bytes: %s", f->size, strerror(errno));
        abort();
    }
    madvise(f->stack, f->size, MADV_NOHUGEPAGE);
#ifdef FIBER_TSAN
    f->tsan = __tsan_create_fiber(0);
#endif
    return f;
}

void fiber_free(struct fiber *f)
{
    if (f == NULL)
        return;
#ifdef FIBER_TSAN
    __tsan_destroy_fiber(f->tsan);
#endif
    munmap(f->stack, f->size);
    mem_free_sized(f, sizeof *f);
}

bool fiber_start(struct fiber *f, fiber_fn *fn, void *arg)
{
    kv_assert(!f->active);
    f->fn = fn;
    f->arg = arg;
    f->active = true;
    prepare(f, entry);
    starting = f;
    to_fiber(f);
    return !f->active;
}

bool fiber_resume(struct fiber *f)
{
    kv_assert(f->active);
    to_fiber(f);
    return !f->active;
}

void fiber_leave(struct fiber *f)
{
    to_main(f, false);
}

size_t fiber_stack_left(const struct fiber *f)
{
    uint8_t *here = __builtin_frame_address(0);

    kv_assert(here > f->stack + f->page && here <= f->stack + f->size);
    return (size_t)(here - (f->stack + f->page));
}

void fiber_trim(struct fiber *f)
{
    kv_assert(!f->active);
    madvise(f->stack + f->page, f->size - f->page - STACK_KEPT, MADV_DONTNEED);
}
