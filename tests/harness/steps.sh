# Steps of a longer run, for bash scripts: source it, call `step NAME COMMAND...` for each, and
# `total` at the end.
#
# A step that fails does not stop the later ones. Its results are read from its last summary line,
# "N passed, N failed" as our own runners print it, or pytest's. A step without one counts as one
# result.

steps_passed=0
steps_failed=0
steps_skipped=0
steps_broken=()
STEP_LIMIT=${STEP_LIMIT:-900}           # seconds after which a step is ended

# The number before a word of a summary line, or 0.
count_of() {
    local found
    found=$(grep -oE "[0-9]+ $1" <<<"$2" | head -n 1)
    echo "${found%% *}" | grep . || echo 0
}

step() {
    local name=$1 log line status begin=$SECONDS passed=0 failed=0
    shift
    log=$(mktemp)
    printf '\n==== %s\n' "$name"
    timeout --kill-after=10 "$STEP_LIMIT" "$@" </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    line=$(grep -E '^(=+ )?[0-9]+ (passed|failed|error)' "$log" | tail -n 1)
    rm -f "$log"
    if [ -n "$line" ]; then
        passed=$(count_of passed "$line")
        failed=$(($(count_of failed "$line") + $(count_of error "$line")))
        steps_skipped=$((steps_skipped + $(count_of skipped "$line")))
    elif [ "$status" -eq 0 ]; then
        passed=1
    fi
    [ "$status" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
    [ "$failed" -ne 0 ] && steps_broken+=("$name")
    steps_passed=$((steps_passed + passed))
    steps_failed=$((steps_failed + failed))
    printf -- '---- %s: %s passed, %s failed, %s s, exit code %s\n' \
        "$name" "$passed" "$failed" $((SECONDS - begin)) "$status"
}

# Prints the sum as the last line; fails if anything failed or nothing ran.
total() {
    printf '\n'
    [ ${#steps_broken[@]} -eq 0 ] || printf 'failed: %s\n' "${steps_broken[@]}"
    if [ "$steps_skipped" -gt 0 ]; then
        echo "$steps_passed passed, $steps_failed failed, $steps_skipped skipped"
    else
        echo "$steps_passed passed, $steps_failed failed"
    fi
    [ "$steps_failed" -eq 0 ] && [ "$steps_passed" -gt 0 ]
}
