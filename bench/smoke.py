"""A small benchmark for every change: 1,000 passages, ratios only, nothing but the project's own dependencies.

    python bench/smoke.py [--write]

Ratios to the Whoosh tutorial (of cold starts to ``python -c pass``, of a library of notices to an empty one) are held
against bench/smoke.json. The run fails when one has become worse by more than a third. A busy machine disturbs ratios
too: what is worse is measured again, up to four times in all, and its best counts. ``--write`` keeps the ratios of this
run as the new ones.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from build import ROOT, shipped_passages
from growth_program import measured
from latency import best_times
from peers import Peer, peer_named
from processes import interleaved, quickest
from retrieval import percentile, quality
from sets import made_passages, made_questions

COMMITTED = Path(__file__).with_name("smoke.json")
PASSAGES, QUESTIONS, ROUNDS = 1000, 60, 5
NOTICES, GROWTH_QUESTIONS = 200, 30
TOLERANCE = 4 / 3
ATTEMPTS = 4
WENCE = "from tui.cli.main import run; run()"


def main() -> None:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = {**search_ratios(), **cold_ratios(), **growth_ratios()}
    if options.write:
        COMMITTED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    committed: dict[str, float] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    worse = regressions(found, committed)
    for _ in range(ATTEMPTS - 1):
        if not worse:
            break
        again = {**search_ratios(), **cold_ratios(), **growth_ratios()}
        found = {name: min(value, again[name]) for name, value in found.items()}
        worse = regressions(found, committed)
    for name, value in found.items():
        print(f"{name}: {value} (committed {committed.get(name)}){'  WORSE' if name in worse else ''}")
    sys.exit(1 if worse else 0)


def regressions(found: dict[str, float], committed: dict[str, float]) -> list[str]:
    """The ratios that are worse by more than a third."""
    return [name for name, value in found.items() if value > committed.get(name, float("inf")) * TOLERANCE]


def search_ratios() -> dict[str, float]:
    """Ours to the tutorial's: build time, search times, and what is not found first, on the same passages."""
    passages = made_passages(shipped_passages(), PASSAGES)
    questions = made_questions(passages, QUESTIONS)
    engines: dict[str, Peer] = {"wence": peer_named("wence"), "tutorial": peer_named("tutorial")}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder  # jieba keeps its cache there
        for engine in engines.values():  # dictionaries are loaded before anything is timed
            warm = Path(tempfile.mkdtemp())
            engine.build(warm, passages[:10])
        built = {name: _cpu(lambda engine=engine: _build(engine, passages)) for name, engine in engines.items()}  # type: ignore[misc]
        times = best_times(engines, questions, ROUNDS)
        missed = {
            name: 1 - quality(questions, [engine.search(one.text, 10) for one in questions])["mrr@10"]
            for name, engine in engines.items()
        }
        tempfile.tempdir = None
        del os.environ["TMPDIR"]
    return {
        "1 - mrr, ours / tutorial": _ratio(missed["wence"], missed["tutorial"]),
        "search p50, ours / tutorial": _ratio(percentile(times["wence"], 0.5), percentile(times["tutorial"], 0.5)),
        "search p95, ours / tutorial": _ratio(percentile(times["wence"], 0.95), percentile(times["tutorial"], 0.95)),
        "build, ours / tutorial": _ratio(built["wence"], built["tutorial"]),
    }


def cold_ratios() -> dict[str, float]:
    """Processor time of whole commands to that of ``python -c pass``."""
    commands = {
        "pass": [sys.executable, "-c", "pass"],
        "wence --help": [sys.executable, "-c", WENCE, "--help"],
        "wence ask": [sys.executable, "-c", WENCE, "ask", "义乌的国家级绿色工厂能奖多少钱？"],
    }
    with tempfile.TemporaryDirectory() as home:
        environment = {"WENCE_HOME": home, "PYTHONPATH": str(ROOT)}
        interleaved(commands, 2, environment, str(ROOT))
        runs = {name: quickest(found) for name, found in interleaved(commands, 9, environment, str(ROOT)).items()}
    failed = [name for name, one in runs.items() if one.code]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")
    return {f"{name} / python": _ratio(one.cpu, runs["pass"].cpu) for name, one in runs.items() if name != "pass"}


def growth_ratios() -> dict[str, float]:
    """What a library of made notices costs beside an empty one: processor time."""
    small, large = measured((0, NOTICES), GROWTH_QUESTIONS)
    names = {"ask_p50_ms": "ask p50", "cold_cpu_ms": "cold ask", "add_one_cpu_s": "one document added"}
    return {f"{said}, {NOTICES} notices / none": _ratio(large[name], small[name]) for name, said in names.items()}


def _build(engine: Peer, passages: list[object]) -> None:
    engine.build(Path(tempfile.mkdtemp()), passages)  # type: ignore[arg-type]


def _cpu(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _ratio(ours: float, theirs: float) -> float:
    return round(ours / theirs, 4)


if __name__ == "__main__":
    main()
