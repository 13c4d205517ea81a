"""How the whole program grows with its library: answers, cold starts, adding documents, memory.

    python bench/growth_program.py [--sizes 0,500,2000] [--questions 45] [--rounds 5]

Libraries are made notices (``bench/notices.py``), three rows each. Every size is measured in processes of its own,
all sizes in turn; prints a Markdown table, and the last line as multiples of the first. Times are of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from processes import Run, quickest, run

ROOT = Path(__file__).parents[1]
COLUMNS = ("documents", "rows", "build_cpu_s", "ask_p50_ms", "ask_p95_ms", "cold_cpu_ms", "memory_mb",
           "add_one_cpu_s", "add_ten_cpu_s")  # fmt: skip
WENCE = "from tui.cli.main import run; run()"
QUESTION = "义乌的国家级绿色工厂能奖多少钱？"
MAKE = """
import sys
from pathlib import Path
from notices import made_notices, write_library
write_library(Path(sys.argv[1]), made_notices(int(sys.argv[2])))
"""
ASK = """
import json, sys, time
from retrieval import peak_mb, percentile
from notices import made_notices, questions_of
from assistant import Assistant
questions = questions_of(list(made_notices(60)), int(sys.argv[2]))
with Assistant.open(sys.argv[1], "2026-11-22") as wence:
    wence.ask(questions[0])
    times = []
    for question in questions:
        started = time.process_time()
        wence.ask(question)
        times.append(time.process_time() - started)
found = {f"ask_p{share * 100:.0f}_ms": round(percentile(times, share) * 1000, 1) for share in (0.5, 0.95)}
print(json.dumps({**found, "memory_mb": round(peak_mb())}))
"""


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="0,500,2000")
    parser.add_argument("--questions", type=int, default=45)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(table(measured([int(size) for size in options.sizes.split(",")], options.questions, options.rounds)))


def measured(sizes: Sequence[int], questions: int, rounds: int = 3) -> list[dict[str, float]]:
    """All figures of some sizes, which are asked in turn."""
    with tempfile.TemporaryDirectory() as work:
        libraries = [Library(Path(work) / str(size), size) for size in sizes]
        for _ in range(rounds):
            for library in libraries:
                library.ask_cold()
                library.ask(questions)
        return [library.figures() for library in libraries]


class Library:
    """One size: its home folder, and what was measured there. Sizes are asked in turn: all meet the same machine."""

    def __init__(self, folder: Path, documents: int) -> None:
        """Makes the notices and builds the index with a first question."""
        folder.mkdir()
        self.folder, self.documents, self.home = folder, documents, folder / "home"
        self.home.mkdir()
        self.environment = {
            "WENCE_HOME": str(self.home), "WENCE_AS_OF": "2026-11-22", "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}",
        }  # fmt: skip
        self._run(MAKE, str(self.home), str(documents))
        self.built = self._run(WENCE, "ask", QUESTION)
        self.cold: list[Run] = []
        self.asked: list[dict[str, float]] = []

    def _run(self, code: str, *arguments: str) -> Run:
        return run([sys.executable, "-c", code, *arguments], self.environment, str(self.folder))

    def ask_cold(self) -> None:
        """One question to a process of its own."""
        self.cold.append(self._run(WENCE, "ask", QUESTION))

    def ask(self, questions: int) -> None:
        """Questions to one process, which did not build: its peak is what asking needs."""
        told = subprocess.run(
            [sys.executable, "-c", ASK, str(self.home), str(questions)], env={**os.environ, **self.environment},
            cwd=self.folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.asked.append(json.loads(told.stdout))

    def figures(self) -> dict[str, float]:
        """All figures, after the rounds of questions: of each the least, which other work disturbed least."""
        added = [_added(self, at, count) for at, count in ((self.documents, 1), (self.documents + 1, 10))]
        return {
            "documents": self.documents,
            "rows": 3 * self.documents,
            "build_cpu_s": round(self.built.cpu, 1),
            "cold_cpu_ms": round(quickest(self.cold).cpu * 1000),
            **{name: min(one[name] for one in self.asked) for name in self.asked[0]},
            "add_one_cpu_s": round(added[0], 1),
            "add_ten_cpu_s": round(added[1], 1),
        }


def _added(library: Library, first: int, count: int) -> float:
    """Seconds of processor time to add so many notices as files of a folder."""
    from notices import made_notices, text_of

    folder = library.folder / f"added-{first}"
    folder.mkdir()
    for notice in made_notices(count, first):
        (folder / f"{notice.document.id}.txt").write_text(text_of(notice), encoding="utf-8")
    return library._run(WENCE, "corpus", "add", str(folder)).cpu


def table(rows: Sequence[dict[str, float]]) -> str:
    """The rows as Markdown, the last also as multiples of the first."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(str(row[name]) for name in COLUMNS) + " |" for row in rows]
    first, last = rows[0], rows[-1]
    times = [f"{last[name] / first[name]:.1f} times" if first[name] else "" for name in COLUMNS]
    return "\n".join([*lines, "| " + " | ".join(times) + " |"])


if __name__ == "__main__":
    main()
