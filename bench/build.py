"""What builds cost: the shipped corpus from nothing, and one document of 20 passages added to a large library.

    python bench/build.py [--sizes 10000,100000] [--passages P.jsonl]

The library's documents hold 1,000 passages each; without ``--passages`` they are made of the shipped corpus's
sentences. Additions are timed in a process that has the dictionary loaded (which costs every build about a second
of its own), the least of several, beside what the 20 passages cost in an empty library.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from processes import run
from sets import Passage, made_passages, read_passages

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from corpus.places import load_places  # noqa: E402 from the checkout this file stands in
from corpus.store import load_shipped, write_metadata  # noqa: E402
from corpus.types import Document  # noqa: E402
from index.entries import entries_of  # noqa: E402
from index.generations import Generations  # noqa: E402

PER_DOCUMENT = 1000
ADDED = 20
ADDITIONS = 5
FIRST_BUILD = (
    "import sys; from pathlib import Path; from index.generations import open_index; open_index(Path(sys.argv[1]))"
)


def main() -> None:
    """Measure and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--passages", type=Path)
    options = parser.parse_args()
    print(json.dumps(first_build()), flush=True)
    source = read_passages(options.passages) if options.passages else shipped_passages()
    for size in (0, *map(int, options.sizes.split(","))):
        print(json.dumps(addition(source, size)), flush=True)


def first_build() -> dict[str, object]:
    """The shipped corpus in an empty home, as a whole process."""
    with tempfile.TemporaryDirectory() as home:
        one = run([sys.executable, "-c", FIRST_BUILD, home], {"PYTHONPATH": str(ROOT)}, str(ROOT))
    return {"build": "shipped corpus", "cpu_s": round(one.cpu, 2), "peak_mb": round(one.peak_mb, 1), "exit": one.code}


def addition(source: Sequence[Passage], size: int) -> dict[str, object]:
    """One document of 20 passages added to a library of ``size`` passages."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        passages = made_passages(source, size + ADDED * ADDITIONS)
        for start in range(0, size, PER_DOCUMENT):
            add_document(home, f"base{start // PER_DOCUMENT}", passages[start : min(size, start + PER_DOCUMENT)])
        generations = Generations(home)
        started = time.perf_counter()
        generations.build()
        whole = time.perf_counter() - started
        spent = []
        for number in range(ADDITIONS):
            start = size + number * ADDED
            add_document(home, f"added{number}", passages[start : start + ADDED])
            started = time.perf_counter()
            generations.build()
            spent.append(time.perf_counter() - started)
    return {"library": size, "whole_s": round(whole, 2), "added": ADDED, "addition_s": round(min(spent), 3)}


def add_document(home: Path, name: str, passages: Sequence[Passage]) -> None:
    """A document folder as ``wence corpus add`` leaves it, one line a passage."""
    folder = home / "library" / name
    folder.mkdir(parents=True)
    metadata = write_metadata(Document(id=name, title=f"文件 {name}"), "original")
    (folder / "document.toml").write_text(metadata, encoding="utf-8")
    lines = "\n\n".join(one.text.replace("\n", " ") for one in passages)
    (folder / "text.md").write_text(f"## 1 正文\n\n{lines}\n", encoding="utf-8")


def shipped_passages() -> list[Passage]:
    """The entries of the shipped corpus as passages."""
    return [Passage(one.id, one.text, one.title) for one in entries_of(load_shipped(), load_places())]


if __name__ == "__main__":
    main()
