/*
 * machine -- what the machine, or the container that we run in, has.
 */
#ifndef KV_BASE_MACHINE_H
#define KV_BASE_MACHINE_H

#include <stdint.h>

/* Bytes of memory the machine has. */
uint64_t machine_memory(void);

/* The same, or what the control groups of the process allow if that is less: of each group from its own to
 * the root, as memory.max (version 2) or memory.limit_in_bytes (version 1) say. */
uint64_t machine_memory_limit(void);

/* The rest of a line of /proc/self/cgroup, such as "0::/app" or "7:cpu,memory:/app": the path of the group
 * that limits memory ("/app"), else NULL. version is 1 or 2. */
const char *machine_cgroup_path(const char *line, int *version);

#endif
