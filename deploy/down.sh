#!/bin/sh
# Stops the kvd that up.sh started and waits until it is gone.
# usage: down.sh RUN_DIR
set -eu
pid_file=$1/kvd.pid

if [ ! -f "$pid_file" ]; then
    echo "No kvd was started from here ($pid_file does not exist)."
    exit 0
fi
pid=$(cat "$pid_file")
if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = kvd ]; then
    kill "$pid"
    tries=0
    while kill -0 "$pid" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { echo "kvd (pid $pid) does not end." >&2; exit 1; }
        sleep 0.05
    done
    echo "kvd (pid $pid) has stopped."
else
    echo "kvd (pid $pid) was not running any more."
fi
rm -f "$pid_file"
