"""Cold starts: whole processes, as multiples of ``python -c pass``.

    python bench/cold.py [--rounds 15] [--question 义乌的国家级绿色工厂能奖多少钱？]

All commands run in turn, round after round, in a home folder of their own with the index built. The tutorial's
one-off answer opens an index made the tutorial's way of the same entries, asks it, and prints the hits.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import Run, interleaved, middle, quickest

ROOT = Path(__file__).parent.parent
WENCE = "from tui.cli.main import run; run()"
BUILD_TUTORIAL = """
import sys
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from pathlib import Path
from corpus.places import load_places
from corpus.store import load_shipped
from index.entries import entries_of
from peers.whoosh_tutorial import Peer
from sets import Passage
Path(sys.argv[3]).mkdir()
passages = [Passage(one.id, one.text, one.title) for one in entries_of(load_shipped(), load_places())]
Peer().build(Path(sys.argv[3]), passages)
"""
ASK_TUTORIAL = """
import sys
from jieba.analyse import ChineseAnalyzer
from whoosh.index import open_dir
from whoosh.qparser import OrGroup, QueryParser
index = open_dir(sys.argv[1])
with index.searcher() as searcher:
    for hit in searcher.search(QueryParser("text", index.schema, group=OrGroup).parse(sys.argv[2]), limit=10):
        print(hit["id"], hit.highlights("text"))
"""


def main() -> None:
    """Measure and print a line for each command."""
    options = _options()
    with tempfile.TemporaryDirectory() as work:
        home, tutorial = Path(work) / "home", Path(work) / "tutorial"
        environment = {"WENCE_HOME": str(home), "TMPDIR": work, "PYTHONPATH": str(ROOT)}
        python = options.python
        subprocess.run(
            [python, "-c", BUILD_TUTORIAL, str(ROOT), str(ROOT / "bench"), str(tutorial)], check=True, cwd=work
        )
        commands = {
            "python -c pass": [python, "-c", "pass"],
            "wence --version": [python, "-c", WENCE, "--version"],
            "wence --help": [python, "-c", WENCE, "--help"],
            "wence ask": [python, "-c", WENCE, "ask", options.question],
            "wence rebuild, nothing changed": [python, "-c", WENCE, "rebuild"],
            "tutorial, one answer": [python, "-c", ASK_TUTORIAL, str(tutorial), options.question],
        }
        for _ in range(2):  # builds the index, compiles the modules, fills jieba's cache
            interleaved(commands, 1, environment, str(ROOT))
        runs = interleaved(commands, options.rounds, environment, str(ROOT))
    for name, found in runs.items():
        print(json.dumps(figures(name, middle(found), middle(runs["python -c pass"]), quickest(found))))
    ask, one_off = middle(runs["wence ask"]), middle(runs["tutorial, one answer"])
    version, rebuild = middle(runs["wence --version"]), middle(runs["wence rebuild, nothing changed"])
    print(json.dumps({"wence ask / tutorial": f"1/{one_off.wall / ask.wall:.1f}"}))
    print(json.dumps({"rebuild, nothing changed / --version": round(rebuild.wall / version.wall, 2)}))


def figures(name: str, run: Run, base: Run, best: Run) -> dict[str, object]:
    """Medians, and their multiples of Python's own start."""
    return {
        "command": name,
        "wall_ms": round(run.wall * 1000, 1),
        "least_ms": round(best.wall * 1000, 1),
        "times_python": round(run.wall / base.wall, 1),
        "cpu_times_python": round(run.cpu / base.cpu, 1),
        "peak_mb": round(run.peak_mb, 1),
        "exit": run.code,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--question", default="义乌的国家级绿色工厂能奖多少钱？")
    parser.add_argument("--python", default=sys.executable)
    return parser.parse_args()


if __name__ == "__main__":
    main()
