/*
 * tracking -- the subcommands of CLIENT about client-side caching; their rows are with the others in
 * client.c.
 */
#ifndef KV_CMD_TRACKING_H
#define KV_CMD_TRACKING_H

#include "server/command.h"

command_fn cmd_client_tracking, cmd_client_caching, cmd_client_trackinginfo, cmd_client_getredir;

#endif
