"""Composed questions of any seed, with keys from a naive loop over the shipped tables: the rate, and what fails.

    python bench/composed.py [--seed N] [--count M] [--floor RATE] [--cases FILE]

``--cases`` writes the questions with their keys as JSON Lines instead of asking them. Exit 1 under the floor.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["WENCE_WITHOUT"] = "changes2026"  # the keys are of the report's tables alone

from assistant.service import Assistant
from tests.composed.asking import TABLES, asked
from tests.composed.compose import make
from tests.composed.tables import load


def main() -> int:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(100_000))
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--floor", type=float, default=0.0)
    parser.add_argument("--cases", type=Path)
    options = parser.parse_args()
    if options.cases:
        cases = make(load(TABLES), options.seed, options.count)
        options.cases.write_text(
            "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8"
        )
        return 0
    every: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home, Assistant.open(Path(home)) as assistant:
        for kind, lacking in asked(assistant, options.seed, options.count):
            every[kind] += 1
            passed[kind] += not lacking
            if lacking:
                print("\n".join(lacking))
    for kind in sorted(every):
        print(f"{kind.removeprefix('composed-'):20} {passed[kind]:>4} of {every[kind]:>4}")
    rate = passed.total() / every.total()
    print(f"seed {options.seed}: {rate:.1%} of {every.total()} (floor {options.floor:.0%})")
    return int(rate < options.floor)


if __name__ == "__main__":
    sys.exit(main())
