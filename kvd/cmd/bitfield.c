/* BITFIELD, BITFIELD_RO: integers of any width anywhere in a string. */
#include "obj/bitfield.h"

#include "base/mem.h"
#include "base/size.h"
#include "cmd/bit_offset.h"
#include "cmd/families.h"
#include "server/reply.h"

struct operation {
    enum { OP_GET, OP_SET, OP_INCRBY } kind;
    enum bitfield_overflow overflow;
    struct bitfield_type type;
    uint64_t offset;
    int64_t value; /* to set, or to add */
};

struct operations {
    unsigned count;
    size_t write_end; /* bytes that a string needs for all that is written; 0: nothing is */
    struct operation list[];
};

/* ---- Arguments ----------------------------------------------------------------------------------- */

static void arg_field(struct call *c, struct operation *op)
{
    struct bytes type = arg_bytes(c), offset = arg_bytes(c);

    if (!bitfield_parse_type(type, &op->type))
        arg_fail(c, KV_SYNTAX,
                 "Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported "
                 "but i64 is.");
    else if (!bitfield_parse_offset(offset, op->type, bit_offset_limit(), &op->offset))
        arg_fail(c, KV_RANGE, BIT_OFFSET_ERROR);
}

/* Takes the arguments of one operation; false if there are none that look like one. */
static bool arg_operation(struct call *c, struct operation *op)
{
    unsigned left = args_left(c);

    if (left >= 3 && arg_word(c, "get"))
        op->kind = OP_GET;
    else if (left >= 4 && arg_word(c, "set"))
        op->kind = OP_SET;
    else if (left >= 4 && arg_word(c, "incrby"))
        op->kind = OP_INCRBY;
    else
        return false;
    arg_field(c, op);
    if (op->kind != OP_GET)
        op->value = arg_int(c);
    return true;
}

/* All that follows the key. OVERFLOW holds for what follows it. Arguments that are no operation are
 * left to args_end() to find. */
static struct operations *arg_operations(struct call *c)
{
    struct operations *ops = mem_alloc(sizeof *ops + args_left(c) / 3 * sizeof ops->list[0]);
    enum bitfield_overflow overflow = BITFIELD_WRAP;

    *ops = (struct operations){ 0 };
    while (args_left(c) > 0 && c->err == KV_OK) {
        if (args_left(c) >= 2 && arg_word(c, "overflow")) {
            if (!bitfield_parse_overflow(arg_bytes(c), &overflow))
                arg_fail(c, KV_SYNTAX, "Invalid OVERFLOW type specified");
        } else {
            struct operation op = { .overflow = overflow };

            if (!arg_operation(c, &op))
                break;
            if (op.kind != OP_GET)
                ops->write_end = size_max(ops->write_end, bitfield_end(op.type, op.offset));
            ops->list[ops->count++] = op;
        }
    }
    return ops;
}

/* Who only reads needs no right to write. */
static unsigned bitfield_key_flags(const struct bytes *argv, unsigned argc)
{
    unsigned i = 2;

    while (i < argc) {
        if (bytes_is_word(argv[i], "get"))
            i += 3;
        else if (bytes_is_word(argv[i], "overflow"))
            i += 2;
        else
            return KS_RW | KS_ACCESS | KS_UPDATE;
    }
    return KS_RO | KS_ACCESS;
}

/* ---- Running ------------------------------------------------------------------------------------- */

/* The string that the operations are about. It is opened when the first of them changes it, and is
 * then long enough for all. */
struct subject {
    struct bytes s;
    uint8_t *open; /* NULL: not yet */
    struct entry *e;
};

static void write_field(struct call *c, struct key key, struct subject *on,
                        const struct operation *op, size_t end, int64_t value)
{
    if (!on->open) {
        on->open = store_edit_string(c->db, key, &on->e, end);
        on->s = bytes_make(on->open, size_max(end, on->s.len));
    }
    bitfield_put(on->open, op->type, op->offset, value);
}

/* Does one operation and replies. One that changes nothing, or fails, leaves the string alone. */
static void run_operation(struct call *c, struct key key, struct subject *on,
                          const struct operation *op, size_t end)
{
    int64_t old = bitfield_get(on->s, op->type, op->offset), now = old;
    bool fits = true;

    if (op->kind == OP_SET)
        fits = bitfield_fit(op->type, op->value, op->overflow, &now);
    else if (op->kind == OP_INCRBY)
        fits = bitfield_add(op->type, old, op->value, op->overflow, &now);
    if (!fits) {
        reply_null(c);
        return;
    }
    if (op->kind != OP_GET && (now != old || on->s.len < end))
        write_field(c, key, on, op, end, now);
    reply_int(c, op->kind == OP_INCRBY ? now : old);
}

static void run(struct call *c, struct key key, const struct operations *ops)
{
    struct subject on = { .s = BYTES_LIT("") };
    char scratch[NUM_INT_MAX];
    enum kv_err err = ops->write_end > 0 ? store_write(c->db, key, OBJ_STRING, &on.e)
                                         : store_read(c->db, key, OBJ_STRING, &on.e);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    if (err == KV_OK)
        on.s = entry_string(on.e, scratch);
    reply_array(c, ops->count);
    for (unsigned i = 0; i < ops->count; i++)
        run_operation(c, key, &on, &ops->list[i], ops->write_end);
    if (on.open) {
        store_commit_string(c->db, on.e);
        call_changed(c, key.name, "setbit");
    }
}

static void parse_and_run(struct call *c, bool read_only)
{
    struct key key = arg_key(c);
    struct operations *ops = arg_operations(c);

    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else if (read_only && ops->write_end > 0)
        reply_error(c, "ERR BITFIELD_RO only supports the GET subcommand");
    else
        run(c, key, ops);
    mem_free(ops);
}

/* BITFIELD key [GET type offset | [OVERFLOW WRAP | SAT | FAIL]
 *     SET type offset value | INCRBY type offset increment] ... */
static void cmd_bitfield(struct call *c)
{
    parse_and_run(c, false);
}

/* BITFIELD_RO key [GET type offset ...] */
static void cmd_bitfield_ro(struct call *c)
{
    parse_and_run(c, true);
}

#define FIELD "encoding offset:integer"

const struct command bitfield_commands[] = {
    { "bitfield", -2, CMD_WRITE | CMD_DENYOOM,
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE | KS_VARIABLE_FLAGS) }, .acl = ACL_BITMAP,
      .handler = cmd_bitfield, .key_flags = bitfield_key_flags, .group = "bitmap", .since = "3.2.0",
      .complexity = "O(1) for each operation.",
      .summary = "Reads, sets and increments integers of any width inside a string.",
      .args = "key [ operation=( GET get-block={ " FIELD " }"
              " | write={ [ OVERFLOW overflow-block=( WRAP | SAT | FAIL ) ]"
              " write-operation=( SET set-block={ " FIELD " value:integer }"
              " | INCRBY incrby-block={ " FIELD " increment:integer } ) } ) ... ]" },
    { "bitfield_ro", -2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) },
      .acl = ACL_BITMAP, .handler = cmd_bitfield_ro, .group = "bitmap", .since = "6.0.0",
      .complexity = "O(1) for each operation.",
      .summary = "Reads integers of any width inside a string.",
      .args = "key [ GET get-block={ " FIELD " } *... ]" },
    COMMAND_END
};
