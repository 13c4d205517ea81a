"""The server engine on three nodes, one of them killed while it is asked and while an index is built.

    python bench/cluster.py --passages P.jsonl --queries Q.jsonl [--shards 3] [--heap 384m]

Needs a JDK and Maven; the nodes listen on the loopback interface and end with the script. Prints JSON lines: quality on
the whole cluster, then with one node killed: how many questions failed, and whether any is answered otherwise; then
whether the index that was being built at that moment is whole.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from retrieval import DEPTH, percentile, quality
from sets import Passage, Question, read_passages, read_questions

sys.path.insert(0, str(Path(__file__).parents[1]))

from index.analysis import Analyzer, full_analyzer
from index.engines import opensearch_engine
from index.errors import EngineError
from index.types import Entry, Query, SearchEngine
from tests.index.search_node.starting import Node, free_ports

NODES = 3


def main() -> None:
    """Start, build, measure, kill, measure again."""
    options = _options()
    os.environ.update(HEAP=options.heap, WENCE_OPENSEARCH_SHARDS=str(options.shards), WENCE_OPENSEARCH_TIMEOUT="60")
    passages, questions = read_passages(options.passages), read_questions(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        nodes = started(Path(folder))
        try:
            os.environ["WENCE_OPENSEARCH_URL"] = ",".join(node.url for node in nodes)
            measure(Path(folder) / "index", nodes, passages, questions)
        finally:
            for node in nodes:
                node.kill()


def started(folder: Path) -> list[Node]:
    """A cluster of three."""
    ports = free_ports(2 * NODES)
    nodes = [Node(folder, f"n{at + 1}", ports[at], ports[NODES + at], ports[NODES:]) for at in range(NODES)]
    for node in nodes:
        node.wait()
    return nodes


def measure(folder: Path, nodes: Sequence[Node], passages: Sequence[Passage], questions: Sequence[Question]) -> None:
    """Print a line for each step."""
    began = time.perf_counter()
    analyzer = written(folder / "1", passages)
    built = time.perf_counter() - began
    engine = opensearch_engine.open_engine(folder / "1", analyzer)
    before, times, _ = asked(engine, questions)
    print(json.dumps({"nodes": NODES, **quality(questions, before), **speeds(times), "build_s": round(built, 1)}))
    problems: list[str] = []
    build = threading.Thread(target=_second, args=(folder / "2", passages, problems))
    build.start()
    time.sleep(built / 4)  # some of it is written
    still = build.is_alive()
    nodes[-1].kill()
    after, times, failed = asked(engine, questions)
    build.join()
    others = sum(one != other for one, other in zip(before, after, strict=True) if other)
    line = {"nodes": NODES - 1, "failed": failed, "answered otherwise": others, **speeds(times)}
    print(json.dumps(line | {"killed while building": still, "build": problems or "whole"}))
    if not problems:
        second = opensearch_engine.open_engine(folder / "2", analyzer)
        again, _, _ = asked(second, questions)
        line = {"entries": len(second), "of": len(passages), **quality(questions, again)}
        print(json.dumps({"built while a node was killed": line}))


def written(folder: Path, passages: Sequence[Passage]) -> Analyzer:
    """Index all passages; returns the analyzer to ask with."""
    folder.mkdir(parents=True)
    seen: set[str] = set()
    entries = (Entry(id=one.id, kind="passage", text=one.text, title=one.title, doc_id=one.doc) for one in passages)
    for _ in opensearch_engine.write_engine(folder, full_analyzer().collecting(seen), entries):
        pass
    return full_analyzer().pruned(seen)


def asked(engine: SearchEngine, questions: Sequence[Question]) -> tuple[list[list[str]], list[float], int]:
    """What is found for each question (nothing where it failed), the time each took, and how many failed."""
    found: list[list[str]] = []
    times, failed = [], 0
    for question in questions:
        began = time.perf_counter()
        try:
            found.append([hit.entry.id for hit in engine.search(Query(text=question.text, limit=DEPTH))])
        except EngineError:
            failed += 1
            found.append([])
        times.append(time.perf_counter() - began)
    return found, times, failed


def speeds(times: Sequence[float]) -> dict[str, float]:
    """Milliseconds."""
    return {f"p{share * 100:.0f}_ms": round(percentile(times, share) * 1000, 1) for share in (0.5, 0.95)}


def _second(folder: Path, passages: Sequence[Passage], problems: list[str]) -> None:
    try:
        written(folder, passages)
    except EngineError as error:
        problems.append(error.message)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--shards", type=int, default=3)
    parser.add_argument("--heap", default="384m")
    return parser.parse_args()


if __name__ == "__main__":
    main()
