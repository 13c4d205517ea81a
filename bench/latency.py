"""Warm search, side by side in one process: our engine and its peers on the same passages and questions.

    python bench/latency.py --passages P.jsonl --queries Q.jsonl [--count 3000] [--engines wence,tutorial,tantivy]

Every round asks every engine every question in turn; a question counts with its best of the rounds, because a busy
machine adds time and never takes any away. Ratios are ours to each peer's. ``tutorial+highlights`` does what the
tutorials do with each hit; ``tutorial`` only reads it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from peers import PEERS, Peer, peer_named
from retrieval import DEPTH, percentile
from sets import Question, made_passages, read_passages, read_questions

DEFAULT_ENGINES = "wence,tutorial,tutorial+highlights,tantivy,bm25s,fts5"


def main() -> None:
    """Measure and print a line for each engine."""
    options = _options()
    passages = read_passages(options.passages)
    if options.count:
        passages = made_passages(passages, options.count)
    questions = read_questions(options.queries)[: options.questions]
    with tempfile.TemporaryDirectory() as folder:
        engines = built(options.engines.split(","), Path(folder), passages)
        times = best_times(engines, questions, options.rounds)
    print(f"{len(passages)} passages, {len(questions)} questions, best of {options.rounds} rounds")
    for line in report(times):
        print(json.dumps(line))


def built(names: Sequence[str], folder: Path, passages: Sequence[object]) -> dict[str, Peer]:
    """The engines by name, each built on all passages."""
    engines: dict[str, Peer] = {}
    for name in names:
        if name == "tutorial+highlights":
            from peers.whoosh_tutorial import Peer as Tutorial

            peer: Peer = Tutorial(highlights=True)
        else:
            peer = peer_named(name)
        (folder / name).mkdir()
        peer.build(folder / name, passages)  # type: ignore[arg-type]
        engines[name] = peer
    return engines


def best_times(engines: Mapping[str, Peer], questions: Sequence[Question], rounds: int) -> dict[str, list[float]]:
    """Seconds for every question, by engine."""
    times = {name: [float("inf")] * len(questions) for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            for place, question in enumerate(questions):
                started = time.perf_counter()
                engine.search(question.text, DEPTH)
                times[name][place] = min(times[name][place], time.perf_counter() - started)
    return times


def report(times: Mapping[str, Sequence[float]]) -> list[dict[str, object]]:
    """Figures for each engine, with ours as a share of its."""
    ours = next(iter(times.values()))
    lines: list[dict[str, object]] = []
    for name, found in times.items():
        p50, p95 = percentile(found, 0.5), percentile(found, 0.95)
        lines.append(
            {
                "engine": name,
                "p50_ms": round(p50 * 1000, 3),
                "p95_ms": round(p95 * 1000, 3),
                "ours_p50": f"1/{p50 / percentile(ours, 0.5):.1f}",
                "ours_p95": f"1/{p95 / percentile(ours, 0.95):.1f}",
            }
        )
    return lines


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--count", type=int, default=0, help="passages; more than there are get made")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", default=DEFAULT_ENGINES, help=f"the first is ours; of {', '.join(PEERS)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
