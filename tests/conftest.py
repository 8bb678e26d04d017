"""Makes tests/harness importable as `harness` in every test of this folder."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
