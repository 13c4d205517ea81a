"""How the whole program grows with its library: answers, cold starts, adding documents, memory.

    python bench/growth_program.py [--sizes 0,500,2000] [--questions 45]

Libraries are made notices (``bench/notices.py``), three rows each. Every size is measured in processes of its own;
prints a Markdown table, and the last line as multiples of the first. Times are of the processor.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from processes import quickest, run

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
    options = parser.parse_args()
    rows = [measured(int(size), options.questions) for size in options.sizes.split(",")]
    print(table(rows))


def measured(documents: int, questions: int) -> dict[str, float]:
    """All figures of one size."""
    with tempfile.TemporaryDirectory() as work:
        home = Path(work) / "home"
        home.mkdir()
        environment = {
            "WENCE_HOME": str(home), "WENCE_AS_OF": "2026-11-22", "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}",
        }  # fmt: skip
        python = sys.executable
        run([python, "-c", MAKE, str(home), str(documents)], environment, work)
        ask = [python, "-c", WENCE, "ask", QUESTION]
        built = run(ask, environment, work)
        cold = quickest([run(ask, environment, work) for _ in range(5)])
        # the peak of a process that did not build: it is what asking needs
        told = subprocess.run(
            [python, "-c", ASK, str(home), str(questions)], env={**_inherited(), **environment}, cwd=work,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        added = [_added(work, environment, at, count) for at, count in ((documents, 1), (documents + 1, 10))]
    return {
        "documents": documents,
        "rows": 3 * documents,
        "build_cpu_s": round(built.cpu, 1),
        "cold_cpu_ms": round(cold.cpu * 1000),
        **json.loads(told.stdout),
        "add_one_cpu_s": round(added[0], 1),
        "add_ten_cpu_s": round(added[1], 1),
    }


def _added(work: str, environment: dict[str, str], first: int, count: int) -> float:
    """Seconds of processor time to add so many notices as files of a folder."""
    from notices import made_notices, text_of

    folder = Path(work) / f"added-{first}"
    folder.mkdir()
    for notice in made_notices(count, first):
        (folder / f"{notice.document.id}.txt").write_text(text_of(notice), encoding="utf-8")
    return run([sys.executable, "-c", WENCE, "corpus", "add", str(folder)], environment, work).cpu


def table(rows: Sequence[dict[str, float]]) -> str:
    """The rows as Markdown, the last also as multiples of the first."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(str(row[name]) for name in COLUMNS) + " |" for row in rows]
    first, last = rows[0], rows[-1]
    times = [f"{last[name] / first[name]:.1f} times" if first[name] else "" for name in COLUMNS]
    return "\n".join([*lines, "| " + " | ".join(times) + " |"])


def _inherited() -> dict[str, str]:
    import os

    return dict(os.environ)


if __name__ == "__main__":
    main()
