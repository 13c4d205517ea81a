"""Index passages, ask questions, and print one JSON line: quality, speed, size and memory.

    python bench/retrieval.py --passages P.jsonl --queries Q.jsonl [--engine tantivy]

Passages are ``{"id", "text"}`` lines, with ``"title"`` and ``"doc"`` (the id of the whole document) where there are
such; questions are ``{"id", "text", "relevant": ["…"]}`` lines. Both files may be gzipped.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from peers import PEERS, Peer, peer_named
from sets import Question, read_passages, read_questions

DEPTH = 10
UNREADABLE = 3
"""exit status where a file can't be read, as of the command"""
Lines = TypeVar("Lines")


def main() -> None:
    """Measure one engine on one set."""
    options = _options()
    passages, questions = _read(read_passages, options.passages), _read(read_questions, options.queries)
    peer = peer_named(options.engine)
    with tempfile.TemporaryDirectory() as folder:
        started, started_cpu = time.perf_counter(), time.process_time()
        peer.build(Path(folder), passages)
        built, built_cpu = time.perf_counter() - started, time.process_time() - started_cpu
        answers, times = _ask(peer, questions)
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        result = {
            "engine": options.engine,
            "passages": len(passages),
            "queries": len(questions),
            **quality(questions, answers),
            "p50_ms": round(percentile(times, 0.5) * 1000, 3),
            "p95_ms": round(percentile(times, 0.95) * 1000, 3),
            "build_s": round(built, 2),
            "build_cpu_s": round(built_cpu, 2),
            "index_mb": round(size / 1e6, 2),
            "peak_rss_mb": round(peak_mb(), 1),
        }
    print(json.dumps(result, ensure_ascii=False))


def _read(reader: Callable[[Path], Lines], path: Path) -> Lines:
    """The lines of a file; what can't be read ends the program with one line that names it."""
    try:
        return reader(path)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        print(f"{path}: {type(error).__name__}: {error}", file=sys.stderr)
        raise SystemExit(UNREADABLE) from None


def quality(questions: Sequence[Question], answers: Sequence[Sequence[str]]) -> dict[str, float]:
    """recall@1, recall@10 (a relevant passage is there) and the mean reciprocal rank of the first one."""
    ranks = []
    for question, found in zip(questions, answers, strict=True):
        ranks.append(next((rank for rank, one in enumerate(found, 1) if one in question.relevant), 0))
    asked = max(1, len(ranks))
    return {
        "recall@1": round(sum(rank == 1 for rank in ranks) / asked, 4),
        "recall@10": round(sum(rank > 0 for rank in ranks) / asked, 4),
        "mrr@10": round(sum(1 / rank for rank in ranks if rank) / asked, 4),
    }


def percentile(times: Sequence[float], share: float) -> float:
    """The time that ``share`` of all stay below."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _ask(peer: Peer, questions: Sequence[Question]) -> tuple[list[Sequence[str]], list[float]]:
    answers: list[Sequence[str]] = []
    times: list[float] = []
    for question in questions:
        started = time.perf_counter()
        answers.append(peer.search(question.text, DEPTH))
        times.append(time.perf_counter() - started)
    return answers, times


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--engine", choices=PEERS, default="wence")
    return parser.parse_args()


if __name__ == "__main__":
    main()
