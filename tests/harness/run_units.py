#!/usr/bin/python3
"""Runs unit test programs and adds up what check reports.

    run_units.py build/release/unit/test_*

The output of a program is shown only if something in it failed. A program that ends badly without
a failed check (a crash, a sanitizer's report) counts as one failure.
"""

import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness.server import SANITIZER_MARKS      # noqa: E402

LIMIT_S = 300
SUMMARY = re.compile(r"^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)", re.MULTILINE)


def run(program):
    """Checks that passed, checks that failed, and the output."""
    try:
        done = subprocess.run([program], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=LIMIT_S, check=False)
        output, status = done.stdout.decode(errors="replace"), done.returncode
    except subprocess.TimeoutExpired as late:
        output, status = (late.stdout or b"").decode(errors="replace") + "\ntimed out\n", -1
    checks = failed = 0
    for found in SUMMARY.finditer(output):
        checks += int(found.group(1))
        failed += int(found.group(2)) + int(found.group(3))
    passed = checks - failed
    complained = any(mark in output for mark in SANITIZER_MARKS)
    if failed == 0 and (status != 0 or checks == 0 or complained):
        failed = 1
        output += f"\nexit code {status}, {checks} checks\n"
    return passed, failed, output


def main():
    total_passed = total_failed = 0
    for program in sys.argv[1:]:
        begin = time.monotonic()
        passed, failed, output = run(program)
        total_passed += passed
        total_failed += failed
        if failed:
            print(output)
        print(f"{os.path.basename(program)}: {passed} passed, {failed} failed "
              f"({time.monotonic() - begin:.1f} s)", flush=True)
    print(f"{total_passed} passed, {total_failed} failed")
    return 1 if total_failed or not total_passed else 0


if __name__ == "__main__":
    sys.exit(main())
