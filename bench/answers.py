"""Whole answers on the shipped corpus, warm: understanding, search, templates and proof.

    python bench/answers.py --questions dev.jsonl [--rounds 3]

The file holds ``{"turns": [{"q": "…"}, …]}`` lines (each a conversation) or plain questions, one a line.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from retrieval import peak_mb, percentile

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.service import Assistant


def main() -> None:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    conversations = [_turns(line) for line in options.questions.read_text(encoding="utf-8").splitlines() if line]
    best: dict[tuple[int, int], float] = {}
    with tempfile.TemporaryDirectory() as home, Assistant.open(Path(home), "2026-11-22") as wence:
        for _ in range(options.rounds):
            for number, turns in enumerate(conversations):
                talk = wence.conversation()
                for turn, question in enumerate(turns):
                    started = time.perf_counter()
                    talk.ask(question)
                    spent = time.perf_counter() - started
                    best[number, turn] = min(best.get((number, turn), spent), spent)
    times = list(best.values())
    found = {f"p{share * 100:.0f}_ms": round(percentile(times, share) * 1000, 2) for share in (0.5, 0.95, 0.99)}
    print(json.dumps({"questions": len(times), **found, "peak_rss_mb": round(peak_mb(), 1)}))


def _turns(line: str) -> list[str]:
    if line.startswith("{"):
        return [turn["q"] for turn in json.loads(line)["turns"]]
    return [line]


if __name__ == "__main__":
    main()
