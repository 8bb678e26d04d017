#include "server/redact.h"

#include "base/option.h"
#include "server/server.h"

/* AUTH [username] password */
static bool auth_hides(const struct bytes *argv, unsigned index)
{
    (void)argv;
    return index >= 1;
}

/* HELLO protover [AUTH username password] [SETNAME name]: the two behind the word AUTH. */
static bool hello_hides(const struct bytes *argv, unsigned index)
{
    return (index >= 3 && bytes_is_word(argv[index - 1], "auth")) ||
           (index >= 4 && bytes_is_word(argv[index - 2], "auth"));
}

/* CONFIG SET name value [name value ...]: a name that does not exist may be a secret's, misspelled. */
static bool config_set_hides(const struct bytes *argv, unsigned index)
{
    const struct option *o;

    if (index < 3 || index % 2 == 0)
        return false;
    o = option_find(server.options, argv[index - 1]);
    return o == NULL || o->flags & OPT_SENSITIVE;
}

static const struct {
    const char *full_name;
    bool (*hides)(const struct bytes *argv, unsigned index);
} rules[] = {
    { "auth", auth_hides },
    { "hello", hello_hides },
    { "config|set", config_set_hides },
};

bool redact_hides(const struct command_state *cmd, const struct bytes *argv, unsigned index)
{
    for (unsigned i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(cmd->full_name, rules[i].full_name) == 0)
            return rules[i].hides(argv, index);
    return false;
}

struct bytes redact_arg(const struct command_state *cmd, const struct bytes *argv, unsigned index)
{
    return redact_hides(cmd, argv, index) ? BYTES_LIT("(redacted)") : argv[index];
}
