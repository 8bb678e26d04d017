#!/bin/bash
# Runs every fuzz target of a build for some seconds each. Builds nothing.
#
#     tests/fuzz/run.sh [SECONDS] [TARGET...]       default: 15 seconds, all targets
#
# BUILD names the folder of the build (default build/fuzz): targets are BUILD/fuzz/fuzz_*. What a run
# finds stays in BUILD/fuzz-found; the committed corpus is only read.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2

seconds=${1:-15}
shift || true
bin=${BUILD:-build/fuzz}/fuzz
found=${BUILD:-build/fuzz}/fuzz-found
passed=0
failed=0

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for path in "$bin"/fuzz_*; do
        [ -x "$path" ] && [ -f "$path" ] && targets+=("$(basename "$path" | sed 's/^fuzz_//')")
    done
fi
if [ ${#targets[@]} -eq 0 ]; then
    echo "fuzz: no targets in $bin"
    exit 2
fi

for target in "${targets[@]}"; do
    work=$(mktemp -d)
    log=$work/log
    mkdir -p "$work/corpus" "$found/$target"
    [ -d "tests/fuzz/corpus/$target" ] && cp -r "tests/fuzz/corpus/$target/." "$work/corpus/"
    dict=()
    [ -f "tests/fuzz/$target.dict" ] && dict=("-dict=tests/fuzz/$target.dict")
    "$bin/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
        -print_final_stats=1 "${dict[@]}" -artifact_prefix="$found/$target/" "$work/corpus" \
        >"$log" 2>&1 </dev/null
    status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ $status -eq 0 ]; then
        passed=$((passed + 1))
        echo "fuzz: $target: ${runs:-?} inputs in $seconds s, nothing found"
    else
        failed=$((failed + 1))
        tail -n 60 "$log"
        echo "fuzz: $target: FAILED with exit code $status; the input is in $found/$target/"
    fi
    rm -rf "$work"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
