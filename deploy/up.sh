#!/bin/sh
# Starts a kvd in the background, proves it with a SET and a GET through kvcli, and says how to go on.
# usage: up.sh BUILD_DIR RUN_DIR PORT
set -eu
build=$1 run=$2 port=$3
pid_file=$run/kvd.pid

if [ -f "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; then
    echo "kvd is running already on port $port (pid $(cat "$pid_file")); make down PORT=$port stops it."
    exit 0
fi
mkdir -p "$run"
if "$build/kvcli" -p "$port" PING >/dev/null 2>&1; then
    echo "Another server answers on port $port; choose one with make up PORT=..." >&2
    exit 1
fi
"$build/kvd" --port "$port" --bind 127.0.0.1 -::1 --dir "$run" --daemonize yes \
    --pidfile "$pid_file" --logfile "$run/kvd.log"

tries=0
until [ "$("$build/kvcli" -p "$port" PING 2>/dev/null)" = PONG ]; do
    tries=$((tries + 1))
    if [ "$tries" -ge 100 ]; then
        echo "kvd did not start; its log, $run/kvd.log, ends with:" >&2
        tail -n 20 "$run/kvd.log" >&2
        exit 1
    fi
    sleep 0.05
done

value="it works, $(date -u +%FT%TZ)"
echo "> SET kvd:hello \"$value\""
"$build/kvcli" -p "$port" SET kvd:hello "$value"
echo "> GET kvd:hello"
got=$("$build/kvcli" -p "$port" GET kvd:hello)
echo "$got"
if [ "$got" != "$value" ]; then
    echo "kvd gave back another value than was set." >&2
    exit 1
fi
echo
echo "kvd listens on 127.0.0.1:$port (pid $(cat "$pid_file"), log $run/kvd.log)."
echo "Talk to it:  $build/kvcli -p $port        Stop it:  make down PORT=$port"
