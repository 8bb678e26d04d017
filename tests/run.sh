#!/bin/bash
# All tests of one build, one part after the other, with the sum as the last line. `make test` calls
# it after building.
cd "$(dirname "$0")/.." || exit 2
. tests/harness/steps.sh

python=${PYTHON:-/usr/bin/python3}

step 'the test tools themselves' "$python" -m pytest -q -p no:cacheprovider tests/harness
step 'unit tests' make --no-print-directory unit-run
step 'transcripts' make --no-print-directory transcripts
step 'transcripts, requests cut in two' make --no-print-directory transcripts \
    TRANSCRIPT_FLAGS=--split-all
step 'the command table' make --no-print-directory command-table
step 'scenarios' make --no-print-directory scenario
total
